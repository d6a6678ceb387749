/** Options that take two words (`-p NAME VALUE`), which commander does not know: both are made one. Pure. */

const NAME_AND_VALUE = /^[\p{L}\p{N}_.-]+=/u;
const FILE_AND_TYPE = /=[\w.+-]+\/[\w.+-]+$/;

/** When the word after a flag is whole already, by flag. */
const PAIRS: { [flag: string]: RegExp } = {
  "-p": NAME_AND_VALUE,
  "--param": NAME_AND_VALUE,
  "-o": NAME_AND_VALUE,
  "--option": NAME_AND_VALUE,
  "--at": FILE_AND_TYPE,
};

/** The words with `-p NAME VALUE` as `-p NAME=VALUE`, the same for `-o`, and for `--at FILE TYPE`. After `--` nothing changes. */
export function pairedWords(words: readonly string[]): string[] {
  const end = words.indexOf("--");
  const before = end === -1 ? words : words.slice(0, end);
  const joined: string[] = [];
  for (let index = 0; index < before.length; index++) {
    const word = before[index] ?? "";
    const [first, second] = before.slice(index + 1, index + 3);
    joined.push(word);
    const whole = PAIRS[word];
    if (!whole || first === undefined) continue;
    index++;
    if (second === undefined || whole.test(first)) {
      joined.push(first);
    } else {
      joined.push(`${first}=${second}`);
      index++;
    }
  }
  return end === -1 ? joined : [...joined, ...words.slice(end)];
}

/** Name and value of a `NAME=VALUE` word; `undefined` if it is none. */
export function nameAndValue(word: string): { name: string; value: string } | undefined {
  const at = word.indexOf("=");
  return at < 1 ? undefined : { name: word.slice(0, at), value: word.slice(at + 1) };
}
