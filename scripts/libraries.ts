/**
 * Makes the libraries that apps may use without a network: each a script that puts a global in place, and a list of what modules get
 * from it. `node scripts/libraries.ts` makes `dist/libraries`; the build does too.
 */
import { copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import type { LibraryList } from "../src/sandbox/app-libraries.ts";

const root = resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

interface Source {
  /** Module names, each with the global that holds it. */
  modules: { [specifier: string]: string };
  /** Modules whose exports a module has too: models expect them there. */
  also?: { [specifier: string]: string[] };
  /** Its own file, taken as it is, if it makes the global by itself. Absent: bundled from its modules. */
  file?: string;
  /** Style sheet. */
  styles?: string;
  /** Libraries that must be there before. */
  needs?: string[];
  /** For models: what it is for and how it is had. */
  about: string;
  /** Package whose version is told. Default the library's name. */
  package?: string;
}

const SOURCES: { [name: string]: Source } = {
  preact: {
    modules: {
      preact: "preact",
      "preact/hooks": "preactHooks",
      "preact/compat": "React",
      "preact/jsx-runtime": "preactJsxRuntime",
      "@preact/signals": "preactSignals",
      htm: "htm",
      "htm/preact": "htmPreact",
    },
    also: { "htm/preact": ["preact/hooks", "preact"] },
    about:
      "components with hooks and signals; `html` of `htm/preact` needs no compiler; `react` and `react-dom` are its `preact/compat`",
  },
  d3: { modules: { d3: "d3" }, about: "scales, shapes, data joins" },
  plot: {
    modules: { "@observablehq/plot": "Plot" },
    needs: ["d3"],
    package: "@observablehq/plot",
    about: "charts from tables: `Plot.plot({ marks: [Plot.dot(rows, { x, y })] })`",
  },
  uplot: {
    modules: { uplot: "uPlot" },
    styles: "uplot/dist/uPlot.min.css",
    about: "fast line charts of very many points",
  },
  papaparse: { modules: { papaparse: "Papa" }, about: "reads and writes CSV" },
  marked: { modules: { marked: "marked" }, about: "Markdown to HTML" },
  mermaid: { modules: { mermaid: "mermaid" }, file: "mermaid/dist/mermaid.min.js", about: "diagrams from text" },
  tailwind: {
    modules: {},
    file: "@tailwindcss/browser",
    package: "@tailwindcss/browser",
    about: 'utility classes, as a script: `<script src="penny:tailwind"></script>`',
  },
};

/** The package that a module is of: `htm` of `htm/preact`, `@preact/signals` of itself. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Packages whose code is in the libraries, and that of the engine of exported files. */
const PACKAGES: ReadonlySet<string> = new Set([
  ...Object.entries(SOURCES).flatMap(([name, { modules, package: told = name }]) => [
    told,
    ...Object.keys(modules).map(packageOf),
  ]),
  "sql.js",
]);

/** Folders of all packages whose code is in the libraries, and of those that these are made of: for the licences. */
export async function libraryFolders(): Promise<string[]> {
  const found = new Set<string>();
  const visit = async (name: string, from: string): Promise<void> => {
    const places = [join(from, "node_modules", name), join(root, "node_modules", name)];
    for (const folder of places) {
      if (found.has(folder)) return;
      const about = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
      if (about === undefined) continue;
      found.add(folder);
      const { dependencies = {} } = JSON.parse(about) as { dependencies?: { [name: string]: string } };
      for (const each of Object.keys(dependencies)) await visit(each, folder);
      return;
    }
  };
  for (const name of PACKAGES) await visit(name, root);
  return [...found].filter((folder) => !folder.includes("/@types/"));
}

async function bundled({ modules, needs = [], also = {} }: Source): Promise<string> {
  const globalOf = (specifier: string): string => modules[specifier] ?? specifier;
  const entry = Object.entries(modules)
    .map(([specifier, global], index) => {
      const more = (also[specifier] ?? []).map((each) => `...globalThis.${globalOf(each)}`);
      const value = more.length > 0 ? `{ ${more.join(", ")}, ...m${index} }` : `whole(m${index})`;
      return `import * as m${index} from "${specifier}"; globalThis.${global} = ${value};`;
    })
    .join("\n");
  // A package that exports one thing is that thing, with the names beside it.
  const whole = `const whole = (module) => "default" in module && Object.keys(module).length === 1 ? module.default : module;\n`;
  const globals = Object.fromEntries(needs.flatMap((name) => Object.entries(SOURCES[name]?.modules ?? {})));
  const id = "\0entry";
  const { output } = await build({
    input: "entry",
    write: false,
    external: Object.keys(globals),
    platform: "browser",
    plugins: [
      {
        name: "entry",
        resolveId: (source) => (source === "entry" ? id : undefined),
        load: (source) => (source === id ? whole + entry : undefined),
      },
    ],
    resolve: { alias: { react: "preact/compat" } },
    cwd: root,
    output: { format: "iife", minify: true, globals, codeSplitting: false },
    logLevel: "silent",
  });
  return output[0].code;
}

/** What modules export beside `default`, and what is on the default of one that has nothing else. */
async function names(specifiers: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const specifier of specifiers) {
    const module = (await import(specifier)) as object;
    const inner = "default" in module ? module.default : undefined;
    const more = typeof inner === "object" && inner !== null ? Object.keys(inner) : [];
    for (const name of [...Object.keys(module), ...more]) found.add(name);
  }
  return [...found].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default");
}

/** A script as it comes. One in strict mode would make no globals where it is evaluated. */
async function taken(file: string): Promise<string> {
  return (await readFile(require.resolve(file), "utf8")).replace(/^"use strict";/, "");
}

/** SQLite for a browser, which exported files with data hold. */
async function buildEngine(folder: string): Promise<void> {
  const wasm = await readFile(require.resolve("sql.js/dist/sql-wasm-browser.wasm"));
  await writeFile(join(folder, "sqlite.wasm.gz"), gzipSync(wasm, { level: 9 }));
  await copyFile(require.resolve("sql.js/dist/sql-wasm-browser.js"), join(folder, "sqlite.js"));
}

/** Makes all libraries in a folder. */
export async function buildLibraries(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await buildEngine(folder);
  const list: LibraryList = {};
  for (const [name, source] of Object.entries(SOURCES)) {
    const code = source.file ? await taken(source.file) : await bundled(source);
    await writeFile(join(folder, `${name}.js`), code);
    if (source.styles) await writeFile(join(folder, `${name}.css`), await readFile(require.resolve(source.styles)));
    const about = JSON.parse(
      await readFile(join(root, "node_modules", source.package ?? name, "package.json"), "utf8"),
    ) as { version: string };
    const modules: LibraryList[string]["modules"] = {};
    for (const [specifier, global] of Object.entries(source.modules))
      modules[specifier] = {
        global,
        names: source.file ? [] : await names([specifier, ...(source.also?.[specifier] ?? [])]),
      };
    list[name] = {
      version: about.version,
      about: source.about,
      needs: source.needs ?? [],
      hasStyles: Boolean(source.styles),
      modules,
    };
  }
  await writeFile(join(folder, "list.json"), JSON.stringify(list));
}

/** When a file was last changed, milliseconds since 1970; 0: it is not there. */
async function changedAt(path: string): Promise<number> {
  return stat(join(root, path)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (import.meta.main) {
  const made = await changedAt("dist/libraries/list.json");
  const sources = await Promise.all(["package-lock.json", "scripts/libraries.ts"].map(changedAt));
  if (made < Math.max(...sources)) await buildLibraries(join(root, "dist/libraries"));
}
