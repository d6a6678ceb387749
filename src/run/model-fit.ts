/** What memory a GGUF file needs in this process, and whether it fits into that of this machine. Loads no model and shows nothing. */
import { totalmem } from "node:os";
import { type GgufFit, ggufFit } from "../models/gguf-fit.ts";
import { type GgufHeader, readGgufHeader } from "../models/gguf-header.ts";

/** Memory of this machine, or of the container around this process where it has less. */
export interface MachineMemory {
  /** Free now, bytes. */
  freeMemoryBytes: number;
  /** All of it, bytes. */
  totalMemoryBytes: number;
}

/** A file, the machine, and whether the one fits into the other. */
export interface ModelFit {
  /** What the file says of itself. */
  header: GgufHeader;
  /** The machine. */
  memory: MachineMemory;
  /** What is needed. */
  fit: GgufFit;
}

function memoryHere(): MachineMemory {
  const limit = process.constrainedMemory();
  const total = totalmem();
  return {
    freeMemoryBytes: process.availableMemory(),
    totalMemoryBytes: limit > 0 && limit < total ? limit : total,
  };
}

/**
 * What a file needs here.
 * @param path absolute path of a GGUF file.
 * @param contextTokens of context. Absent: what the model was trained for, at most 4,096.
 * @throws SetupError if the file is no GGUF file that can be used.
 */
export async function modelFit(path: string, contextTokens?: number): Promise<ModelFit> {
  const header = await readGgufHeader(path);
  const memory = memoryHere();
  return {
    header,
    memory,
    fit: ggufFit(header, { ...memory, ...(contextTokens === undefined ? {} : { contextTokens }) }),
  };
}
