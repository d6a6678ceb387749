/**
 * Builds `dist/`: the program, the library with its types, the in-process engine and the pocket models, and the licences of all
 * that is bundled. `npm run build`.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "tsdown";
import { engineAssets, workerEntry } from "../src/models/gguf-assets.ts";
import { sampleSuite } from "../src/run/found-suites.ts";
import { installedAsset, resizeAssets, resizeWorkerEntry } from "../src/run/resize-assets.ts";
import { sandboxWorkerEntry } from "../src/sandbox/process.ts";

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

await rm(dist, { recursive: true, force: true });
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
  dts: true,
  clean: false,
  logLevel: "warn",
});
for (const { from, to } of [...engineAssets, ...resizeAssets, sampleSuite]) await copyAsset(from, to);
for (const name of await readdir(join(root, "src/models/pocket"))) {
  if (name.endsWith(".gguf")) await copyAsset(`src/models/pocket/${name}`, name);
}
const packages = [...new Set(bundles.flatMap((bundle) => [...bundle.inlinedDeps.keys()]))].sort();
const licences = await Promise.all(packages.map((name) => licenceOf(join(root, "node_modules", name))));
// The engine's package ships its own licence only, not that of what it compiled.
licences.push(await readFile(join(import.meta.dirname, "llama-cpp-licence.txt"), "utf8"));
const rule = `\n${"-".repeat(80)}\n\n`;
await writeFile(join(dist, "LICENCES.txt"), `This folder holds code of these packages.\n\n${licences.join(rule)}`);
