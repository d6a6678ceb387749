/** `penny serve`: opens the local page and the OpenAI-compatible endpoint until Ctrl-C. Parses and prints. */
import { type CliCommand, type ExitCode, exitCodes, type Io, type Served } from "./io.ts";
import { commandParser, type Example, numberFrom, parseWords } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { servePage } from "./serve-page.ts";

const SUMMARY = "open the local web page, and an OpenAI-compatible endpoint that logs, costs and caches";

const EXAMPLES: readonly Example[] = [
  { words: "penny serve", does: "open the page in the browser" },
  { words: "penny serve --port 8080 --no-open", does: "only show the link" },
  { words: "penny serve --budget 5 --cache", does: "clients spend at most $5, and nothing twice" },
  { words: "penny serve --key", does: "show the endpoint's address and key for other programs, and end" },
];

const USUAL_PORT = 4114;

interface ServeFlags {
  port?: number;
  open: boolean;
  key?: true;
  renew?: true;
  budget?: number;
  cache?: true;
  json?: true;
}

function tell({ link, url, key, port }: Served, flags: ServeFlags, io: Io): void {
  if (flags.json) {
    io.out(jsonText({ url, link, endpoint: `${url}v1`, key, port }));
    return;
  }
  if (port !== (flags.port ?? USUAL_PORT) && flags.port !== 0)
    io.err(`penny: port ${flags.port ?? USUAL_PORT} is taken; this is ${port}\n`);
  io.out(`${link}\n`);
  io.err(
    `penny: the link opens the page; ${url}v1 is the OpenAI-compatible endpoint (\`penny serve --key\`). Ctrl-C ends\n`,
  );
}

async function serve(flags: ServeFlags, io: Io): Promise<ExitCode> {
  if (flags.key) {
    const { serverKeys } = await import("../store/server-keys.ts");
    const { dir } = await io.workbench();
    const { key } = await serverKeys(dir, flags.renew ?? false);
    if (flags.json) io.out(jsonText({ key }));
    else io.out(`${key}\n`);
    return exitCodes.ok;
  }
  const wish = {
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.renew ? { renewKeys: true } : {}),
    endpoint: {
      ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
      ...(flags.cache ? { cache: true } : {}),
    },
  };
  const shown = (served: Served): string => {
    tell(served, flags, io);
    return served.link;
  };
  await servePage(wish, flags.open, shown, io);
  return exitCodes.ok;
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Serves the web page and an OpenAI-compatible endpoint on this machine alone, until Ctrl-C. The link holds a token; without it nothing is given out.";
  const command = commandParser("penny serve", about, io, EXAMPLES)
    .option(
      "--port <port>",
      `port; if it is taken, the next free one (default: ${USUAL_PORT})`,
      numberFrom("--port", 0, true, 65_535),
    )
    .option("--no-open", "only show the link")
    .option("--key", "show the endpoint's key, and end")
    .option("--renew", "make a new token and key first; old links and clients are shut out")
    .option(
      "--budget <dollars>",
      "most that clients of the endpoint may spend until the server ends; refuses calls that could pass it",
      numberFrom("--budget", 0, false),
    )
    .option("--cache", "answer equal requests of the endpoint from the log")
    .option("--json", "addresses and key, for programs");
  if (!(await parseWords(command, words))) return exitCodes.ok;
  return serve(command.opts<ServeFlags>(), io);
}

/** The command. */
export const serveCommand: CliCommand = { name: "serve", summary: SUMMARY, run };
