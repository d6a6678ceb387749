import fc from "fast-check";
import { expect, test } from "vitest";
import { dependenciesOf, programIn } from "./script-metadata.ts";

const withDependencies = (inside: string): string =>
  `# /// script\n# requires-python = ">=3.11"\n${inside}\n# ///\nprint(1)\n`;

test("packages are read from inline metadata, on one line or several", () => {
  expect(dependenciesOf("print(1)\n")).toEqual([]);
  expect(dependenciesOf(withDependencies("# dependencies = []"))).toEqual([]);
  expect(dependenciesOf(withDependencies('# dependencies = ["requests<3", "rich"]'))).toEqual(["requests<3", "rich"]);
  const several = `# dependencies = [\n#   "httpx[http2] >= 0.27, < 1",  # for the web\n#   'rich~=13.0; python_version < "3.14"',\n# ]`;
  expect(dependenciesOf(withDependencies(several))).toEqual([
    "httpx[http2] >= 0.27, < 1",
    'rich~=13.0; python_version < "3.14"',
  ]);
});

test("what is no name of a package with versions is refused: addresses, paths, options", () => {
  for (const odd of [
    "evil @ https://evil.example/x.whl",
    "git+https://evil.example/x",
    "../x",
    "/x",
    "--index-url=https://evil.example",
    "-r x",
    "a b",
    "x;import os;",
    "",
  ])
    expect(dependenciesOf(withDependencies(`# dependencies = [${JSON.stringify(odd)}]`)), odd).toBeUndefined();
  expect(dependenciesOf(withDependencies("# dependencies = [open('x')]"))).toBeUndefined();
  expect(dependenciesOf("# /// script\n# dependencies = ['x']\nprint(1)\n")).toBeUndefined();
  expect(
    dependenciesOf(withDependencies('# dependencies = ["rich"]\n# [tool.uv]\n# index-url = "https://evil.example"')),
  ).toEqual(["rich"]);
});

test("the program is the block in its language, wherever it stands", () => {
  const answer = "Run:\n```sh\npip install x\n```\nthen\n```python\nprint('hi')\n```\n";
  expect(programIn(answer, "python")).toEqual({ language: "python", script: "print('hi')\n", dependencies: [] });
  expect(programIn(answer, "node")).toBe("no script");
  expect(programIn("```\nconsole.log(1)\n```", "node")).toMatchObject({ script: "console.log(1)\n" });
  expect(programIn("import os\nprint(os.getcwd())", "python")).toMatchObject({
    script: "import os\nprint(os.getcwd())\n",
  });
  expect(programIn("I don't know.", "python")).toBe("no script");
  expect(programIn("```python\n\n```", "python")).toBe("no script");
  expect(programIn(`\`\`\`py\n${withDependencies('# dependencies = ["x @ file:///x"]')}\`\`\``, "python")).toBe(
    "odd dependencies",
  );
});

test("a program with characters that a person cannot see is none", () => {
  for (const odd of ["\u001b[2J", "\u202e", "\u200b", "\u2066", "\u0000"])
    expect(programIn(`\`\`\`python\nprint("a${odd}b")\n\`\`\``, "python"), JSON.stringify(odd)).toBe("odd characters");
  expect(programIn('```python\nprint("ä\t→ 🙂")\n```', "python")).toMatchObject({ language: "python" });
});

test("whatever stands in the metadata, what is given on is a name with versions", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (all) => {
      const found = dependenciesOf(withDependencies(`# dependencies = ${JSON.stringify(all)}`)) ?? [];
      return found.every((each) => /^[A-Za-z0-9]/.test(each) && !/[@/\\\n]|:\/\//.test(each));
    }),
  );
});
