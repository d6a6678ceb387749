/** `penny models`: what models there are, their prices, the default and short names. Parses and prints; the registry knows. */
import type { Command } from "commander";
import type { Workbench } from "../index.ts";
import type { Modality } from "../models/model.ts";
import type { ModelFilter } from "../models/registry.ts";
import { parseOwnPrices } from "../price/own-prices.ts";
import type { PriceRow } from "../price/price-row.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { knownModel } from "../run/known-model.ts";
import { costsAtMost, type PricedModel, pricedModels } from "../run/priced-models.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { modelTable } from "./model-rows.ts";
import { modelSheet } from "./model-sheet.ts";
import { type FitOptions, modelsFit } from "./models-fit.ts";
import { commandParser, type Example, numberFrom, runVerbs } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { tableSettings } from "./table.ts";

const SUMMARY = "list models with prices and abilities; set the default and short names";

const EXAMPLES: readonly Example[] = [
  { words: "penny models --available", does: "models that can be asked now" },
  { words: "penny models --vision --max-price 1", does: "models that see, up to $1 per million tokens" },
  { words: "penny models claude --tools", does: "models with `claude` in their name that call tools" },
  { words: "penny models default openai/gpt-5-mini", does: "ask this one where none is named" },
  { words: "penny models alias fast groq/llama-3.1-8b-instant", does: "a short name" },
  { words: "penny models show openai/gpt-5-mini", does: "all that is known of one" },
  { words: "penny models list --help", does: "all conditions by which the list is narrowed" },
  { words: "penny models fit llama.gguf", does: "what memory a GGUF file needs, and whether it fits here" },
];

interface ListOptions {
  vision?: true;
  audio?: true;
  video?: true;
  pdf?: true;
  tools?: true;
  schema?: true;
  reasoning?: true;
  local?: true;
  available?: true;
  retired?: true;
  provider?: string;
  maxPrice?: number;
  json?: true;
}

function filterOf(text: string | undefined, options: ListOptions): ModelFilter {
  const { vision, audio, video, pdf, tools, schema, reasoning, local, available, retired, provider } = options;
  const kinds: [Modality, true | undefined][] = [
    ["image", vision],
    ["audio", audio],
    ["video", video],
    ["pdf", pdf],
  ];
  const reads = kinds.filter(([, wanted]) => wanted).map(([kind]) => kind);
  return {
    reads,
    ...(text === undefined ? {} : { text }),
    ...(provider === undefined ? {} : { provider }),
    ...(tools ? { tools } : {}),
    ...(schema ? { schema } : {}),
    ...(reasoning ? { reasoning } : {}),
    ...(local ? { local } : {}),
    ...(available ? { available } : {}),
    ...(retired ? { retired } : {}),
  };
}

async function ownPrices(workbench: Workbench): Promise<PriceRow[]> {
  const { prices } = await workbench.settings.read();
  return prices ? parseOwnPrices(prices, "settings.json") : [];
}

async function checkProvider(name: string | undefined, workbench: Workbench): Promise<void> {
  if (name === undefined) return;
  const { providerNames } = await import("../models/registry.ts");
  const { providerRow } = await import("../models/provider-table.ts");
  const own = Object.keys((await workbench.settings.read()).endpoints ?? {});
  const known = [...providerNames(), ...own];
  if (known.includes(name) || providerRow(name)) return;
  throw new SetupError(`There is no provider "${name}".${nearestHint(name, known)} They are ${known.join(", ")}.`);
}

function tellCount(shown: readonly PricedModel[], options: ListOptions, io: Io): void {
  if (!io.terminal.err) return;
  const available = shown.filter((model) => model.available).length;
  const now = options.available || available === shown.length ? "" : `, ${available} can be asked now (--available)`;
  io.err(`${shown.length} ${shown.length === 1 ? "model" : "models"}${now}\n`);
}

async function list(text: string | undefined, options: ListOptions, io: Io): Promise<void> {
  const workbench = await io.workbench();
  await checkProvider(options.provider, workbench);
  const found = await workbench.models.list(filterOf(text, options));
  const most = options.maxPrice;
  const priced = pricedModels(found, Date.now(), await ownPrices(workbench));
  const shown = most === undefined ? priced : priced.filter((model) => costsAtMost(model, most));
  if (options.json) return io.out(jsonText(shown));
  if (shown.length === 0) return io.err("penny: no model is all that; leave an option out\n");
  io.out(modelTable(shown, tableSettings(io)));
  tellCount(shown, options, io);
}

async function show(name: string, options: { json?: true }, io: Io): Promise<void> {
  const workbench = await io.workbench();
  const known = await knownModel(workbench.models, workbench.keys.list, name);
  const own = await ownPrices(workbench);
  const [priced] = pricedModels([known], Date.now(), own);
  if (!priced) return;
  io.out(options.json ? jsonText(priced) : modelSheet(priced, Date.now(), own, io.color));
}

/** What is kept of a name: its full form, but for one that was insisted on with `!`. */
function asWritten(name: string, id: string): string {
  return name.endsWith("!") ? `${id}!` : id;
}

async function setDefault(name: string | undefined, options: { remove?: true }, io: Io): Promise<void> {
  const workbench = await io.workbench();
  if (options.remove) {
    await workbench.settings.change({ defaultModel: undefined });
    io.err(`penny: the default model is ${(await workbench.models.resolve()).id} again\n`);
    return;
  }
  if (name === undefined) return io.out(`${(await workbench.models.resolve(undefined, { keyLater: true })).id}\n`);
  const { id } = await workbench.models.resolve(name, { keyLater: true });
  const aliases = (await workbench.settings.read()).aliases ?? {};
  // A default that is an alias follows it when it is changed.
  await workbench.settings.change({ defaultModel: Object.hasOwn(aliases, name) ? name : asWritten(name, id) });
  io.err(`penny: the default model is ${id}\n`);
}

async function listAliases(options: { json?: true }, io: Io): Promise<void> {
  const aliases = (await (await io.workbench()).settings.read()).aliases ?? {};
  if (options.json) return io.out(jsonText(aliases));
  const names = Object.keys(aliases).sort();
  if (names.length === 0) return io.err("penny: there are no aliases; `penny models alias NAME MODEL` makes one\n");
  const width = Math.max(...names.map((name) => name.length));
  for (const name of names) io.out(`${name.padEnd(width)}  ${aliases[name]}\n`);
}

async function removeAlias(name: string, io: Io): Promise<void> {
  const workbench = await io.workbench();
  const { [name]: removed, ...rest } = (await workbench.settings.read()).aliases ?? {};
  if (removed === undefined) {
    throw new SetupError(
      `There is no alias ${name}.${nearestHint(name, Object.keys(rest))} \`penny models alias\` lists them.`,
    );
  }
  await workbench.settings.change({ aliases: Object.keys(rest).length > 0 ? rest : undefined });
  io.err(`penny: removed alias ${name}\n`);
}

async function setAlias(name: string, model: string, io: Io): Promise<void> {
  const { providerNames } = await import("../models/registry.ts");
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name) || providerNames().includes(name)) {
    throw new SetupError(
      `An alias cannot be named "${name}": take letters, digits, dots, hyphens and underscores, and no provider's name.`,
    );
  }
  const workbench = await io.workbench();
  const { id } = await workbench.models.resolve(model, { keyLater: true });
  const aliases = (await workbench.settings.read()).aliases ?? {};
  await workbench.settings.change({ aliases: { ...aliases, [name]: asWritten(model, id) } });
  io.err(`penny: ${name} is ${id}\n`);
}

async function alias(
  name: string | undefined,
  model: string | undefined,
  options: { remove?: true; json?: true },
  io: Io,
): Promise<void> {
  if (name === undefined) return listAliases(options, io);
  if (options.remove) return removeAlias(name, io);
  if (model === undefined)
    throw new SetupError(`Say which model ${name} stands for: \`penny models alias ${name} MODEL\`.`);
  return setAlias(name, model, io);
}

function addListVerb(command: Command, io: Io): void {
  command
    .command("list", { isDefault: true })
    .description("list models: those in this process, on servers of this machine, and hosted ones")
    .argument("[text]", "only models with this in their name")
    .option("--vision", "only models that read images")
    .option("--audio", "only models that read audio")
    .option("--video", "only models that read video")
    .option("--pdf", "only models that read PDF files")
    .option("--tools", "only models that call tools")
    .option("--schema", "only models that can be held to a JSON Schema")
    .option("--reasoning", "only models that reason before they answer")
    .option("--local", "only models that run on this machine")
    .option("--available", "only models that can be asked now: local, or with a key")
    .option("--retired", "also models that are no longer offered")
    .option("--provider <name>", "only models of this provider")
    .option(
      "--max-price <usd>",
      "at most so many dollars per million tokens, read and written",
      numberFrom("--max-price", 0, false),
    )
    .option("--json", "as JSON")
    .action((text: string | undefined, options: ListOptions) => list(text, options, io));
}

function addFitVerb(command: Command, io: Io, onCode: (code: ExitCode) => void): void {
  command
    .command("fit")
    .description("what memory a GGUF file needs in this process, and whether it fits here")
    .argument("<file>")
    .option("--context <tokens>", "tokens of context", numberFrom("--context", 1, true))
    .option("--json", "as JSON")
    .action(async (file: string, options: FitOptions) => onCode(await modelsFit(file, options, io)));
}

function addOtherVerbs(command: Command, io: Io): void {
  command
    .command("show")
    .description("all that is known of a model")
    .argument("<name>")
    .option("--json", "as JSON")
    .action((name: string, options: { json?: true }) => show(name, options, io));
  command
    .command("default")
    .description("set the model that is asked where none is named, or print it")
    .argument("[name]")
    .option("--remove", "go back to the largest pocket model")
    .action((name: string | undefined, options: { remove?: true }) => setDefault(name, options, io));
  command
    .command("alias")
    .description("give a model a short name, or list the short names")
    .argument("[name]")
    .argument("[model]")
    .option("--remove", "forget the short name")
    .option("--json", "list as JSON")
    .action((name: string | undefined, model: string | undefined, options: { remove?: true; json?: true }) =>
      alias(name, model, options, io),
    );
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Models by name, `provider/model`. Hosted ones need a key (`penny keys set`); servers on this machine and GGUF files need none.";
  const command = commandParser("penny models", about, io, EXAMPLES);
  addListVerb(command, io);
  addOtherVerbs(command, io);
  let code: ExitCode = exitCodes.ok;
  addFitVerb(command, io, (each) => {
    code = each;
  });
  await runVerbs(command, words);
  return code;
}

/** The command. */
export const modelsCommand: CliCommand = { name: "models", summary: SUMMARY, run };
