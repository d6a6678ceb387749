/**
 * How weak the vectors of the pocket models are: cosines of sentences with a paraphrase, with an opposite in like words, and with a
 * sentence on something else. The figures stand in docs/decisions/2026-11-27-embeddings.md. Needs no network: `node bench/pocket-vectors.ts`.
 */
import { embeddingRequest, vectorFrom } from "../src/models/embedder.ts";
import type { Model } from "../src/models/model.ts";
import { modelRegistry } from "../src/models/registry.ts";
import { measured } from "../src/scorers/similar.ts";

const SENTENCES: readonly [string, string, string, string][] = [
  [
    "You will get your money back within five days.",
    "The refund arrives in at most five days.",
    "There are no refunds, and it takes five days to say so.",
    "Bananas are rich in potassium.",
  ],
  [
    "Paris is the capital of France.",
    "The French capital is Paris.",
    "Paris is not the capital of France.",
    "My sister plays the violin.",
  ],
  [
    "The meeting was called off because of the storm.",
    "Bad weather led to the cancellation of the meeting.",
    "The meeting went ahead in spite of the storm.",
    "Use a loop to read the file.",
  ],
  [
    "Press the red button to stop the machine.",
    "To halt the machine, push the red button.",
    "Never press the red button on the machine.",
    "The novel was published in 1897.",
  ],
  [
    "She bought a new car yesterday.",
    "Yesterday she purchased a new automobile.",
    "She sold her car yesterday.",
    "Cells get energy from sugar.",
  ],
  [
    "The film was dull and far too long.",
    "It was a boring movie that went on and on.",
    "The film was thrilling and never too long.",
    "Add two cups of flour.",
  ],
  [
    "Water boils at one hundred degrees.",
    "The boiling point of water is 100 degrees.",
    "Water freezes at zero degrees.",
    "The election is in May.",
  ],
  [
    "Our shop is closed on Sundays.",
    "We do not open on Sunday.",
    "Our shop is open on Sundays only.",
    "Light travels faster than sound.",
  ],
  [
    "I do not know the answer.",
    "I am not sure what the answer is.",
    "I know the answer very well.",
    "The bridge is made of steel.",
  ],
  [
    "The doctor told him to rest for a week.",
    "He was advised by the physician to take seven days of rest.",
    "The doctor told him to run every day.",
    "Prices fell by two percent.",
  ],
  [
    "Restart the router and try again.",
    "Turn the router off and on, then retry.",
    "Do not restart the router.",
    "A whale is a mammal.",
  ],
  [
    "The train leaves at nine in the morning.",
    "Departure of the train is at 9 a.m.",
    "The train arrives at nine in the evening.",
    "He paints small pictures of birds.",
  ],
  [
    "Children under six travel free.",
    "There is no fare for kids younger than six.",
    "Children under six may not travel.",
    "The lake freezes every winter.",
  ],
  [
    "The company made a large profit last year.",
    "Last year the firm earned a lot.",
    "The company lost money last year.",
    "Fold the paper in half.",
  ],
  ["He speaks three languages.", "He knows three tongues.", "He speaks only one language.", "The roof needs repair."],
  [
    "Keep the medicine out of reach of children.",
    "Store the drug where kids cannot get it.",
    "Give the medicine to the children.",
    "Jazz began in New Orleans.",
  ],
  [
    "The password must have at least eight characters.",
    "Use a password of eight characters or more.",
    "The password must have at most eight characters.",
    "Rice grows in wet fields.",
  ],
  [
    "Dogs are not allowed in the park.",
    "You may not bring a dog into the park.",
    "Dogs are welcome in the park.",
    "The moon has no air.",
  ],
  [
    "The package was sent on Monday.",
    "We shipped the parcel on Monday.",
    "The package was lost on Monday.",
    "An octopus has three hearts.",
  ],
  [
    "It rains a lot in the north.",
    "The north gets much rain.",
    "It never rains in the north.",
    "The committee elected a chair.",
  ],
  [
    "The battery lasts about ten hours.",
    "You can use it for some ten hours on one charge.",
    "The battery takes ten hours to charge.",
    "She studied law in Oslo.",
  ],
  [
    "Wash your hands before you eat.",
    "Clean your hands before a meal.",
    "Eat before you wash your hands.",
    "The data are stored in a table.",
  ],
  [
    "The museum shows works by young artists.",
    "Works of young painters are on show at the museum.",
    "The museum shows no works by young artists.",
    "Iron rusts in damp air.",
  ],
  [
    "Please reply by Friday.",
    "Let us have your answer no later than Friday.",
    "Please do not reply before Friday.",
    "The river is four miles wide.",
  ],
];

const registry = modelRegistry({
  fetch,
  env: {},
  localPorts: [],
  keyFile: async () => ({}),
  settings: async () => ({}),
});

async function vectorOf(model: Model, text: string): Promise<number[]> {
  const context = {
    signal: new AbortController().signal,
    stream: false,
    readFile: () => Promise.reject(new Error("no file is sent")),
    onRaw: () => undefined,
  };
  for await (const event of model.stream(embeddingRequest(model.id, text), context))
    if (event.type === "file") return vectorFrom(event.bytes);
  throw new Error(`${model.id} made no vector`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

for (const name of ["pocket/pocket-s", "pocket/pocket-m", "pocket/pocket-l"]) {
  const model = await registry.resolve(name);
  const cosines: [paraphrase: number[], opposite: number[], other: number[]] = [[], [], []];
  for (const [sentence, ...others] of SENTENCES) {
    const vector = await vectorOf(model, sentence);
    for (const [index, text] of others.entries())
      cosines[index]?.push(measured("cosine", vector, await vectorOf(model, text)));
  }
  const medians = cosines.map((list) => median(list).toFixed(2)).join(" ");
  const passed = cosines.map((list) => list.filter((value) => value >= 0.75).length).join(" ");
  console.log(
    `${name}: paraphrase, opposite, something else: median ${medians}; at 0.75 of ${SENTENCES.length}: ${passed}`,
  );
}
await registry.close();
