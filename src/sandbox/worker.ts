/** The process in which untrusted code is run: takes a job, answers with what came of it. Each kind of job is loaded when it first comes. */
import type { Job, JobMessage, JobResult } from "./jobs.ts";
import { watchMemory } from "./memory-watch.ts";

async function done(job: Job): Promise<JobResult[Job["kind"]]> {
  if (job.kind === "javascript") return (await import("./run-javascript.ts")).runJavaScript(job.code, job.tests);
  if (job.kind === "sql") return (await import("./run-sql.ts")).runSql(job.code, job.before);
  if (job.kind === "query") return (await import("./app-query.ts")).appQuery(job.wish);
  return (await import("./draw-svg.ts")).drawSvg(job.code, job.width);
}

let isWatched = false;

process.on("message", async ({ job, mostMemory }: JobMessage) => {
  if (mostMemory !== undefined && !isWatched) watchMemory(mostMemory);
  isWatched ||= mostMemory !== undefined;
  process.send?.(await done(job));
});
