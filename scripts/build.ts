/**
 * Builds `dist/`: the page, the program, the library with its types, the in-process engine and the pocket models, and the licences of all
 * that is bundled. `npm run build`.
 */
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "tsdown";
import { build as viteBuild } from "vite";
import { engineAssets, workerEntry } from "../src/models/gguf-assets.ts";
import { sampleSuite } from "../src/run/found-suites.ts";
import { installedAsset, resizeAssets, resizeWorkerEntry } from "../src/run/resize-assets.ts";
import { sandboxWorkerEntry } from "../src/sandbox/process.ts";
import { buildLibraries, libraryFolders } from "./libraries.ts";

/**
 * Data files as JSON text that is parsed when it is needed: V8 reads that about twice as fast as the same data as a literal.
 * Source: https://v8.dev/blog/cost-of-javascript-2019#json (June 2019), measured again on the price ledger.
 */
const dataAsJsonText = {
  name: "data-as-json-text",
  transform: {
    filter: { id: /[\\/]data[\\/][^\\/]*\.json$/ },
    handler: (code: string) => ({
      code: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(code)))});`,
      moduleType: "js" as const,
    }),
  },
};

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");
const require = createRequire(import.meta.url);

async function licenceOf(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${about.license ?? "see the package"}.`;
  return `${about.name} ${about.version}\n\n${text.trim()}\n`;
}

async function copyAsset(from: string, to: string): Promise<void> {
  const source = from.startsWith("wasm-vips/")
    ? installedAsset(from)
    : /^(src|examples)\//.test(from)
      ? join(root, from)
      : require.resolve(from);
  const target = join(dist, to);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

/** Builds the page beside the old one and puts it in its place at once: a server that starts meanwhile finds one or the other. */
async function buildPage(): Promise<void> {
  const [made, old, place] = [".web-new", ".web-old", "web"].map((name) => join(dist, name)) as [
    string,
    string,
    string,
  ];
  await viteBuild({ configFile: join(root, "web/vite.config.ts"), logLevel: "warn", build: { outDir: made } });
  await rm(old, { recursive: true, force: true });
  await rename(place, old).catch(() => undefined);
  await rename(made, place);
  await rm(old, { recursive: true, force: true });
}

await mkdir(dist, { recursive: true });
for (const name of await readdir(dist))
  if (name !== "web") await rm(join(dist, name), { recursive: true, force: true });
await buildPage();
const { bundles } = await build({
  cwd: root,
  entry: {
    main: "src/main.ts",
    index: "src/index.ts",
    "gguf-worker": workerEntry,
    "resize-worker": resizeWorkerEntry,
    "sandbox-worker": sandboxWorkerEntry,
  },
  outDir: "dist",
  format: "esm",
  fixedExtension: false,
  platform: "node",
  target: "node24",
  minify: true,
  plugins: [dataAsJsonText],
  dts: false,
  clean: false,
  logLevel: "warn",
});
// Types are those of the library alone: nobody imports the program or its workers.
await build({
  cwd: root,
  entry: { index: "src/index.ts" },
  outDir: "dist",
  format: "esm",
  fixedExtension: false,
  platform: "node",
  target: "node24",
  dts: { emitDtsOnly: true },
  // Some files that the types come from use zod inside; no type that is given out does.
  deps: { neverBundle: ["zod"] },
  clean: false,
  logLevel: "warn",
});
const types = join(dist, "index.d.ts");
await writeFile(types, (await readFile(types, "utf8")).replace(/^import "zod";\n/, ""));
for (const { from, to } of [...engineAssets, ...resizeAssets, sampleSuite]) await copyAsset(from, to);
for (const name of await readdir(join(root, "src/models/pocket"))) {
  if (name.endsWith(".gguf")) await copyAsset(`src/models/pocket/${name}`, name);
}
await buildLibraries(join(dist, "libraries"));
const packages = [...new Set(bundles.flatMap((bundle) => [...bundle.inlinedDeps.keys()]))].sort();
// What the page is made of is not among the program's bundles.
const pagePackages = ["preact", "@preact/signals", "@preact/signals-core", "marked", "dompurify"];
const packageFolders = [...packages, ...pagePackages].map((name) => join(root, "node_modules", name));
const licences = await Promise.all(
  [...new Set([...packageFolders, ...(await libraryFolders())])].sort().map(licenceOf),
);
// The engine's package ships its own licence only, not that of what it compiled.
licences.push(await readFile(join(import.meta.dirname, "llama-cpp-licence.txt"), "utf8"));
const rule = `\n${"-".repeat(80)}\n\n`;
await writeFile(join(dist, "LICENCES.txt"), `This folder holds code of these packages.\n\n${licences.join(rule)}`);
