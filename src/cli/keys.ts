/** `penny keys`: API keys of providers, kept in the key file. Shows for whom there is one, never the key. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { hiddenLine } from "./hidden-input.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";
import { jsonText } from "./plain-text.ts";

const SUMMARY = "keep API keys of providers; they are never shown or logged";

const EXAMPLES: readonly Example[] = [
  { words: "penny keys set openai", does: "asks for the key without showing it" },
  { words: "penny keys set anthropic < key.txt", does: "takes it from a pipe" },
  { words: "penny keys set 192.168.1.5:8000", does: "for a server named by address" },
  { words: "penny keys", does: "for whom there is a key" },
  { words: "penny keys remove openai", does: "forget it" },
];

async function list(options: { json?: true }, io: Io): Promise<void> {
  const names = await (await io.workbench()).keys.list();
  if (options.json) return io.out(jsonText(names));
  if (names.length === 0)
    return io.err(
      "penny: no keys are set; `penny keys set PROVIDER` keeps one, and the provider's environment variable serves too\n",
    );
  const width = Math.max(...names.map(({ provider }) => provider.length));
  for (const { provider, source } of names)
    io.out(`${provider.padEnd(width)}  ${source === "file" ? "key file" : "environment"}\n`);
}

/** The name under which a provider's key is kept. A host or an own endpoint is its own name. */
async function keptName(provider: string, io: Io): Promise<string> {
  const { providerRow } = await import("../models/provider-table.ts");
  const { providerNames } = await import("../models/registry.ts");
  const row = providerRow(provider.toLowerCase());
  if (row) return row.sameAs ?? row.name;
  const own = Object.keys((await (await io.workbench()).settings.read()).endpoints ?? {});
  const known = [...providerNames(), ...own].filter((name) => name !== "pocket");
  const isHost = /^[\w.-]+(:\d+)?$/.test(provider) && /[.:]|^localhost$/.test(provider);
  if (known.includes(provider) || isHost) return provider;
  throw new SetupError(
    `There is no provider "${provider}".${nearestHint(provider, known)} Of a server named by address, give the host: \`penny keys set HOST:PORT\`.`,
  );
}

async function set(provider: string, io: Io): Promise<ExitCode> {
  const name = await keptName(provider, io);
  const key = await hiddenLine(`Key for ${name} (not shown): `, io);
  if (key === undefined) return exitCodes.interrupted;
  const { keys } = await io.workbench();
  await keys.set(name, key);
  io.err(`penny: kept the key for ${name}\n`);
  const source = (await keys.list()).find((each) => each.provider === name)?.source;
  if (source === "environment") io.err(`  The environment also has one for ${name}, and that comes first.\n`);
  return exitCodes.ok;
}

async function remove(provider: string, io: Io): Promise<void> {
  const { providerRow } = await import("../models/provider-table.ts");
  const row = providerRow(provider.toLowerCase());
  const { keys } = await io.workbench();
  const name = row ? (row.sameAs ?? row.name) : provider;
  await keys.remove(name);
  io.err(`penny: forgot the key for ${name}\n`);
  const left = (await keys.list()).find((each) => each.provider === name);
  if (left) io.err(`  The environment still has one for ${name}.\n`);
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Keys are looked for in each provider's environment variable first, then in a file that only you can read. No command shows one.";
  const command = commandParser("penny keys", about, io, EXAMPLES);
  let code: ExitCode = exitCodes.ok;
  command
    .command("list", { isDefault: true })
    .description("list the providers for which there is a key, and where it is")
    .option("--json", "as JSON")
    .action((options: { json?: true }) => list(options, io));
  command
    .command("set")
    .description("keep a key, asked for without showing it or piped in")
    .argument("<provider>")
    .action(async (provider: string) => {
      code = await set(provider, io);
    });
  command
    .command("remove")
    .description("forget a key that is kept")
    .argument("<provider>")
    .action((provider: string) => remove(provider, io));
  await runVerbs(command, words);
  return code;
}

/** The command. */
export const keysCommand: CliCommand = { name: "keys", summary: SUMMARY, run };
