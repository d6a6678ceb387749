/** `penny models fit`: what memory a GGUF file needs in this process, and whether it fits here. Loads no model. */
import type { GgufFit } from "../models/gguf-fit.ts";
import type { GgufHeader } from "../models/gguf-header.ts";
import type { MachineMemory } from "../run/model-fit.ts";
import { tokens } from "./amounts.ts";
import { fromFolder } from "./ask-options.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { jsonText, withoutControls } from "./plain-text.ts";

/** What may be asked. */
export interface FitOptions {
  /** Tokens of context. Absent: what the model was trained for, at most 4,096. */
  context?: number;
  /** As JSON. */
  json?: true;
}

/** Bytes for people: `823 kB`, `1.5 MB`, `4.1 GB`. */
export function byteText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

const LIMITS: { readonly [limit in NonNullable<GgufFit["limit"]>]: string } = {
  "free-memory": "it needs more memory than is free now",
  "total-memory": "it needs more memory than this machine has",
  engine: "the engine in this process can address no more than 4 GiB: run it with llama.cpp or Ollama",
};

function verdict(fit: GgufFit): string {
  if (fit.fits) return "it fits";
  const why = LIMITS[fit.limit ?? "free-memory"];
  const shorter = fit.largestContextTokens;
  return `it does not fit: ${why}${shorter > 0 ? `; it would with a context of ${shorter} tokens` : ""}`;
}

function sheet(header: GgufHeader, fit: GgufFit, memory: MachineMemory): string {
  const lines: [string, string][] = [
    ["model", withoutControls(header.name ?? header.architecture)],
    ["kind", `${header.architecture}, ${tokens(header.parameters)} weights, ${header.quantisation}`],
    ["trained context", header.contextTokens === undefined ? "–" : `${header.contextTokens} tokens`],
    ["weights", byteText(fit.weightBytes)],
    [`context of ${fit.contextTokens}`, `${byteText(fit.cacheBytes)} (${fit.cacheType})`],
    ["working space", byteText(fit.computeBytes)],
    ["engine", byteText(fit.engineBytes)],
    ["needed", byteText(fit.neededBytes)],
    ["free here", `${byteText(memory.freeMemoryBytes)} of ${byteText(memory.totalMemoryBytes)}`],
    ["largest context", fit.largestContextTokens === 0 ? "none" : `${fit.largestContextTokens} tokens`],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return `${lines.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join("")}${verdict(fit)}\n`;
}

/**
 * Tells what memory a file needs. The code is `failed` if it does not fit.
 * @throws SetupError if the file is no GGUF file that can be used.
 */
export async function modelsFit(file: string, options: FitOptions, io: Io): Promise<ExitCode> {
  const { modelFit } = await import("../run/model-fit.ts");
  const { header, memory, fit } = await modelFit(fromFolder(io, file), options.context);
  if (options.json) {
    const { path, name, architecture, parameters, quantisation } = header;
    io.out(
      jsonText({
        path,
        name,
        architecture,
        parameters,
        quantisation,
        trainedContextTokens: header.contextTokens,
        ...memory,
        ...fit,
      }),
    );
  } else io.out(sheet(header, fit, memory));
  return fit.fits ? exitCodes.ok : exitCodes.failed;
}
