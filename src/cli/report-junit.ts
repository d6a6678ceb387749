/**
 * A run as JUnit XML, for continuous integration: a suite for each model (with each prompt), a test for each case and epoch, and a
 * suite for the gates. Pure.
 *
 * Source: the schema that Jenkins and GitLab read, https://github.com/testmoapp/junitxml (2024).
 */
import type { EvalCell, EvalReport } from "../index.ts";
import { cellsOfRows, rowName } from "../run/eval-rows.ts";

/** What XML 1.0 cannot hold, even escaped. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replace(NOT_XML, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}

function attributes(values: { [name: string]: string | number | undefined }): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

const seconds = (ms: number | undefined): string => ((ms ?? 0) / 1000).toFixed(3);

function testOf(cell: EvalCell, suite: string): string {
  const name = cell.epoch > 1 ? `${cell.case} #${cell.epoch}` : cell.case;
  const open = `    <testcase${attributes({ name, classname: suite, time: seconds(cell.figures?.modelMs) })}`;
  if (cell.passed) return `${open}/>\n`;
  if (cell.passed === undefined && cell.error === undefined)
    return `${open}>\n      <skipped message="not asked, or cut off"/>\n    </testcase>\n`;
  const why =
    cell.error ??
    cell.scores
      .filter((score) => !score.passed)
      .map((score) => `${score.scorer}: ${score.why}`)
      .join("; ");
  const kind = cell.error === undefined ? "failure" : "error";
  const answer = cell.error === undefined ? (cell.answer ?? "") : "";
  return `${open}>\n      <${kind}${attributes({ message: why, type: kind })}>${escaped(answer)}</${kind}>\n    </testcase>\n`;
}

function suiteOf(
  name: string,
  tests: readonly string[],
  counts: { failures: number; errors: number; skipped: number },
  ms?: number,
): string {
  const about = attributes({ name, tests: tests.length, ...counts, time: seconds(ms) });
  return `  <testsuite${about}>\n${tests.join("")}  </testsuite>\n`;
}

/** The XML text. */
export function junitReport(report: EvalReport): string {
  const suites = cellsOfRows(report.rows, report.cells).map(({ row, cells }) => {
    const name = `${report.suite} · ${rowName(row)}`;
    const ms = cells.reduce((sum, cell) => sum + (cell.figures?.modelMs ?? 0), 0);
    const counts = { failures: row.scored - row.passed, errors: row.errors, skipped: row.unfinished };
    return suiteOf(
      name,
      cells.map((cell) => testOf(cell, name)),
      counts,
      ms,
    );
  });
  if (report.gates.length > 0) {
    const name = `${report.suite} · gates`;
    const tests = report.gates.map(({ gate, passed, why }) => {
      const open = `    <testcase${attributes({ name: gate, classname: name })}`;
      return passed
        ? `${open}/>\n`
        : `${open}>\n      <failure${attributes({ message: why, type: "gate" })}/>\n    </testcase>\n`;
    });
    const failures = report.gates.filter((gate) => !gate.passed).length;
    suites.push(suiteOf(name, tests, { failures, errors: 0, skipped: 0 }));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: report.suite })}>\n${suites.join("")}</testsuites>\n`;
}
