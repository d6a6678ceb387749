/**
 * Suites that a person may mean without naming a file: those below the folder they work in, and the sample that comes with penny. Says
 * of each whether reading or running it runs programs that it brings; runs none of them and reads no case.
 */
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../record/hash.ts";
import { suiteFilesBelow } from "../store/suite-files.ts";
import { readTextFile } from "../store/text-file.ts";
import { isProgram } from "./imported-value.ts";
import { isPromptfoo } from "./promptfoo/is-promptfoo.ts";
import { yamlSource } from "./suite-source.ts";

/** A suite's file that was found. */
export interface FoundSuite {
  /** Stands for its path where paths are not to be named: 16 hexadecimal digits. */
  id: string;
  /** Path of its file. */
  path: string;
  /** Path from the folder that was looked through, with `/`; `sample` for the sample. */
  name: string;
  /** Whether it is the sample that comes with penny. */
  isSample: boolean;
  /** Whether it may bring programs that run with the person's rights: TypeScript, JavaScript, configurations of promptfoo. */
  bringsPrograms: boolean;
}

/** The sample: in the repository while this runs from source, beside the bundle in a build. */
export const sampleSuite: { from: string; to: string } = { from: "examples/first/suite.yaml", to: "sample-suite.yaml" };

/** Path of the sample. */
export function sampleSuitePath(): string {
  const from = import.meta.url.endsWith(".ts") ? `../../${sampleSuite.from}` : `./${sampleSuite.to}`;
  return fileURLToPath(new URL(from, import.meta.url));
}

async function bringsPrograms(path: string): Promise<boolean> {
  if (isProgram(path)) return true;
  try {
    return isPromptfoo(yamlSource(await readTextFile(path, "suite"), path).content);
  } catch {
    // What cannot be read runs nothing; reading it again as a suite says what is wrong.
    return false;
  }
}

/** The suite in a file, as it is now. @param folder from which its name is told. Absent: only the sample has one. */
export async function foundSuiteAt(folder: string | undefined, path: string): Promise<FoundSuite> {
  const isSample = path === sampleSuitePath();
  return {
    id: sha256(path).slice(0, 16),
    path,
    name: isSample
      ? "sample"
      : relative(folder ?? "", path)
          .split(sep)
          .join("/"),
    isSample,
    bringsPrograms: await bringsPrograms(path),
  };
}

/** The suites below a folder, then the sample. @param folder absent: the sample alone. */
export async function foundSuites(folder: string | undefined): Promise<FoundSuite[]> {
  const sample = sampleSuitePath();
  const below = folder === undefined ? [] : (await suiteFilesBelow(folder)).filter((path) => path !== sample);
  return Promise.all([...below, sample].map((path) => foundSuiteAt(folder, path)));
}
