/** A question to data as an app's document: a table of its rows, and a plot where their shape allows one. Pure. */

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** The document. It asks anew whenever it is opened. @param title what was asked, in words. */
export function queryDocument(title: string, sql: string): string {
  const name = escaped(title.replace(/\s+/g, " ").trim());
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${name}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #8884; }
figure { margin: 1rem 0; }
pre { white-space: pre-wrap; opacity: .8; }
</style>
<h1>${name}</h1>
<figure id="plot"></figure>
<table><thead></thead><tbody></tbody></table>
<details><summary>SQL</summary><pre>${escaped(sql)}</pre></details>
<p id="problem" role="alert"></p>
<script type="module">
import * as Plot from "@observablehq/plot";
const sql = ${JSON.stringify(sql).replaceAll("<", "\\u003c")};
const row = (tag, values) => {
  const line = document.createElement("tr");
  for (const value of values) line.append(Object.assign(document.createElement(tag), { textContent: value ?? "–" }));
  return line;
};
try {
  const { columns, rows } = await penny.query(sql);
  document.querySelector("thead").append(row("th", columns));
  document.querySelector("tbody").append(...rows.map((values) => row("td", values)));
  const isNumber = (at) => rows.length > 0 && rows.every((values) => values[at] === null || typeof values[at] === "number");
  const numbers = columns.map((_, at) => at).filter(isNumber);
  const name = columns.findIndex((_, at) => !numbers.includes(at));
  // As wide as there is room, so that its words are as large as they are meant.
  const look = { style: { background: "none", color: "currentColor" }, width: Math.min(720, plot.clientWidth) };
  const marginLeft = Math.min(120, look.width / 3);
  if (name >= 0 && numbers.length > 0 && rows.length <= 60) {
    const x = (values) => values[numbers[0]];
    const y = (values) => String(values[name]);
    const marks = [Plot.barX(rows, { x, y, fill: "teal", sort: { y: null } }), Plot.ruleX([0])];
    plot.append(Plot.plot({ ...look, marginLeft, x: { label: columns[numbers[0]] }, y: { label: null }, marks }));
  } else if (numbers.length > 1) {
    const [across, up] = numbers;
    const marks = [Plot.dot(rows, { x: (values) => values[across], y: (values) => values[up], stroke: "teal" })];
    plot.append(Plot.plot({ ...look, grid: true, x: { label: columns[across] }, y: { label: columns[up] }, marks }));
  }
} catch (error) {
  problem.textContent = error.message;
}
</script>
`;
}

/** What stands in an app that is there for questions alone. */
export const questionDocument = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>My data</title>
<style>:root { color-scheme: light dark; } body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; max-width: 40rem; }</style>
<h1>My data</h1>
<p>Give a file or the log under Data, ask in words, look at the SQL and its rows, and keep what is worth it as an app with a table and a plot.
`;
