/**
 * Ends this process when it holds more memory than it may. It watches from a thread of its own, so it also ends what never comes back to
 * JavaScript, such as a query. It looks some times a second: what is taken faster than that is not held to the byte.
 * SQLite's own bound, `hard_heap_limit`, does nothing in Node, which builds it without counting memory (Node 24.21, tried 2026-11-30).
 */
import { Worker } from "node:worker_threads";

const EVERY_MS = 25;

/** Begins to watch. @param mostBytes resident memory at which the process is killed. */
export function watchMemory(mostBytes: number): void {
  const code = `setInterval(() => process.memoryUsage.rss() > ${mostBytes} && process.kill(process.pid, "SIGKILL"), ${EVERY_MS})`;
  new Worker(code, { eval: true }).unref();
}
