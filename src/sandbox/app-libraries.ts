/** The libraries that apps may use without a network, from the files that the build made (scripts/libraries.ts). Inlines nothing. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "../record/setup-error.ts";
import type { SqlEngine } from "./app-alone.ts";

/** What the build made: each library by its name. */
export interface LibraryList {
  [name: string]: {
    /** Version of the package. */
    version: string;
    /** What it is for, in a few words. */
    about: string;
    /** Names of libraries that must be there before. */
    needs: string[];
    /** Whether it has a style sheet. */
    hasStyles: boolean;
    /** What `import` may name, each with the global that holds it and what it exports beside `default`. */
    modules: { [specifier: string]: { global: string; names: string[] } };
  };
}

/** A library, with its code. */
export interface AppLibrary {
  /** Name: `uplot`. */
  name: string;
  /** Version of the package. */
  version: string;
  /** What it is for, in a few words. */
  about: string;
  /** A script that puts its globals in place. */
  code: string;
  /** Its style sheet. Absent: it has none. */
  styles?: string;
  /** Names of libraries that must be there before. */
  needs: readonly string[];
  /** What `import` may name, each with the global that holds it and what it exports beside `default`. */
  modules: { readonly [specifier: string]: { readonly global: string; readonly names: readonly string[] } };
}

/** Names that models use for the same. */
const ALIASES: { readonly [specifier: string]: string } = {
  react: "preact/compat",
  "react-dom": "preact/compat",
  "react-dom/client": "preact/compat",
  "react/jsx-runtime": "preact/jsx-runtime",
  tailwindcss: "tailwind",
  "@tailwindcss/browser": "tailwind",
};

function libraryFolder(): string {
  const from = import.meta.url.endsWith(".ts") ? "../../dist/libraries/" : "./libraries/";
  return fileURLToPath(new URL(from, import.meta.url));
}

async function loaded(folder: string): Promise<AppLibrary[]> {
  let text: string;
  try {
    text = await readFile(join(folder, "list.json"), "utf8");
  } catch {
    return [];
  }
  const list = JSON.parse(text) as LibraryList;
  return Promise.all(
    Object.entries(list).map(async ([name, { hasStyles, ...rest }]) => ({
      name,
      ...rest,
      code: await readFile(join(folder, `${name}.js`), "utf8"),
      ...(hasStyles ? { styles: await readFile(join(folder, `${name}.css`), "utf8") } : {}),
    })),
  );
}

let libraries: Promise<AppLibrary[]> | undefined;

/** All libraries; none where the build has not made them. Read once. */
export function appLibraries(): Promise<readonly AppLibrary[]> {
  libraries ??= loaded(libraryFolder());
  return libraries;
}

let engine: Promise<SqlEngine> | undefined;

async function loadedEngine(folder: string): Promise<SqlEngine> {
  try {
    const [code, wasm] = await Promise.all([
      readFile(join(folder, "sqlite.js"), "utf8"),
      readFile(join(folder, "sqlite.wasm.gz")),
    ]);
    return { code, wasm };
  } catch {
    throw new SetupError(
      "Data cannot be embedded: what runs queries in a file is not there. Run `npm run build:libraries`.",
    );
  }
}

/** SQLite for files that apps are taken away in. Read once. @throws SetupError where the build has not made it. */
export function sqlEngine(): Promise<SqlEngine> {
  engine ??= loadedEngine(libraryFolder());
  return engine;
}

/** Each library as a line for a model: name, version, how it is had, what for. */
export function libraryLines(all: readonly AppLibrary[]): string[] {
  return all.map(({ name, version, about, modules }) => {
    const named = Object.entries(modules);
    const imports = named.map(([specifier]) => `\`${specifier}\``).join(", ");
    const globals = named.map(([, { global }]) => `\`${global}\``).join(", ");
    const how =
      named.length > 0 ? `import ${imports}; or \`<script src="penny:${name}">\` for the global ${globals}` : "";
    return [`${name} ${version}`, about, how].filter((each) => each !== "").join(": ");
  });
}

/** What an address or a name of a module means, without the host, the version and the folder of a public copy. */
function plainName(address: string): string {
  const bare = address.replace(/^penny:/, "");
  const path = /^https?:\/\/([^/]+)\/?(.*)$/i.exec(bare);
  if (path?.[1] === "cdn.tailwindcss.com") return "tailwind";
  const name = (path?.[2] ?? bare).replace(/^(npm|gh|ajax\/libs|v\d+|stable)\//, "").replace(/[?#].*$/, "");
  return name.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, "$1");
}

/** The library and module that an address or a name means. `undefined`: none of ours. */
export function findLibrary(
  all: readonly AppLibrary[],
  address: string,
): { library: AppLibrary; specifier?: string } | undefined {
  const plain = plainName(address).toLowerCase();
  const parts = plain.split("/");
  // From the whole name to that of the package: the rest may be a file in it.
  const tried = parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
  for (const one of tried) {
    const wanted = ALIASES[one] ?? one;
    for (const library of all) {
      if (wanted in library.modules) return { library, specifier: wanted };
      if (library.name === wanted) return { library };
    }
  }
  return undefined;
}
