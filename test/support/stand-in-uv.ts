/**
 * A stand-in for uv, for machines that have none and no network: takes exactly the words that penny says to it, makes a true environment
 * by Python's own `venv`, and unpacks wheels of one folder into it as a wheel's format says, those that do harm too. Fails in uv's own shape.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PROGRAM = `#!/usr/bin/env python3
import glob, json, os, re, shutil, subprocess, sys, zipfile
words = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "heard"), "a") as heard:
    heard.write(json.dumps({"words": words, "folder": os.getcwd(), "env": dict(os.environ)}) + "\\n")
if words[:4] == ["venv", "--quiet", "--no-project", "--no-python-downloads"] and len(words) == 5:
    sys.exit(subprocess.call([sys.executable, "-m", "venv", "--without-pip", words[4]]))
if words[:7] != ["pip", "install", "--quiet", "--no-build", "--link-mode", "copy", "--python"] or words[8:9] != ["--"]:
    sys.exit("error: unexpected argument " + " ".join(words))
prefix = os.path.dirname(os.path.dirname(words[7]))
site = glob.glob(prefix + "/lib/python*/site-packages")[0]
for asked in words[9:]:
    name = re.match(r"[\\w.-]+", asked)[0]
    wheels = glob.glob(os.path.join(os.environ.get("UV_FIND_LINKS", "/nowhere"), name + "-*.whl"))
    if not wheels:
        sys.stderr.write(f"""  × Failed to fetch: \`https://pypi.org/simple/{name}/\`
  ├─▶ Request failed after 3 retries
  ├─▶ client error (Connect)
  ╰─▶ dns error: failed to lookup address information: Temporary failure in
      name resolution
""")
        sys.exit(1)
    with zipfile.ZipFile(wheels[0]) as wheel:
        for member in wheel.namelist():
            parts = member.split("/")
            is_data = parts[0].endswith(".data") and parts[1] == "data"
            target = os.path.join(prefix, *parts[2:]) if is_data else os.path.join(site, member)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if os.path.lexists(target):
                os.unlink(target)
            with open(target, "wb") as file:
                file.write(wheel.read(member))
            os.chmod(target, 0o755)
`;

/** What it heard at one start. */
export interface HeardByUv {
  /** Its words. */
  words: string[];
  /** The folder that it started in. */
  folder: string;
  /** Its environment. */
  env: { [name: string]: string };
}

/** Puts one into a folder, which may then stand on the path. */
export function standInUv(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "uv"), PROGRAM);
  chmodSync(join(folder, "uv"), 0o755);
}

/** What the one in this folder heard. */
export function heardByUv(folder: string): HeardByUv[] {
  if (!existsSync(join(folder, "heard"))) return [];
  const lines = readFileSync(join(folder, "heard"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as HeardByUv);
}

const PACK = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.argv[2]).items(): wheel.writestr(name, text)`;

/** Writes a wheel `name` 1.0 with these files into a folder. */
export function writeWheel(folder: string, name: string, files: { [path: string]: string }): void {
  mkdirSync(folder, { recursive: true });
  const about = `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`;
  const all = { ...files, [`${name}-1.0.dist-info/METADATA`]: about };
  execFileSync("python3", ["-c", PACK, join(folder, `${name}-1.0-py3-none-any.whl`), JSON.stringify(all)]);
}
