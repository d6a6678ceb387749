import { expect, test } from "vitest";
import { jsxScript } from "./compile-jsx.ts";

test("a component is compiled, types and all, and shown", async () => {
  const script = await jsxScript(
    `import { useState } from "react";\nexport default function Counter({ step = 1 }: { step?: number }) {\n  const [n, setN] = useState<number>(0);\n  return <button onClick={() => setN(n + step)}>{n}</button>;\n}`,
  );
  expect(script).toContain('from "preact/jsx-runtime"');
  expect(script).toContain("const pennyApp=function Counter({ step = 1 }");
  expect(script).not.toContain("<button");
  expect(script.match(/<\/script>/g)).toHaveLength(1);
});

test("an end of script in a text does not end the script", async () => {
  expect((await jsxScript(`const App = () => <p>{"</script>"}</p>;`)).match(/<\/script>/g)).toHaveLength(1);
});

test("a module that is none throws what is wrong with it, where the app runs", async () => {
  expect(await jsxScript("const = 1")).toContain("throw new SyntaxError(");
});
