/** Simulates many calls against a provider with a token bucket, paced by the real pacer, in virtual time. */

import type { Clock } from "../src/run/clock.ts";
import { createPacer, type Pacer } from "../src/run/pace.ts";
import { retryAfterMs } from "../src/run/rate-headers.ts";
import { virtualTime } from "../test/support/virtual-time.ts";

interface BucketServer {
  refused: number;
  answer: () => { ok: boolean; headers: { [name: string]: string } };
}

/** A provider as the published descriptions have it: a bucket that refills continuously and holds five seconds' worth. */
function bucketServer(clock: Clock, limitAt: (elapsedMs: number) => number, headers: boolean): BucketServer {
  const start = clock.now();
  let level = (limitAt(0) / 60_000) * 5000;
  let filledAt = start;
  return {
    refused: 0,
    answer(): { ok: boolean; headers: { [name: string]: string } } {
      const now = clock.now();
      const perMinute = limitAt(now - start);
      level = Math.min((perMinute / 60_000) * 5000, level + ((now - filledAt) * perMinute) / 60_000);
      filledAt = now;
      const ok = level >= 1;
      if (ok) level -= 1;
      else this.refused++;
      const stated = {
        "x-ratelimit-limit-requests": String(perMinute),
        "x-ratelimit-remaining-requests": String(Math.floor(level)),
      };
      const wait: { [name: string]: string } = ok ? {} : { "retry-after": String(Math.ceil(60 / perMinute)) };
      return { ok, headers: { ...(headers ? stated : {}), ...wait } };
    },
  };
}

async function worker(pacer: Pacer, clock: Clock, server: BucketServer, jobs: { left: number }): Promise<void> {
  while (jobs.left > 0) {
    jobs.left--;
    for (let ok = false; !ok; ) {
      const place = await pacer.acquire("key", { input: 100, output: 100 }, new AbortController().signal);
      if (!place) return;
      const answer = server.answer();
      await clock.sleep(2500);
      place.observe(answer.headers);
      if (!answer.ok) place.refused(retryAfterMs(answer.headers, undefined, clock.now()));
      place.release(answer.ok ? { input: 100, output: 100 } : undefined);
      ok = answer.ok;
    }
  }
}

/** Minutes of virtual time and refusals that so many calls take. `limitAt`: calls a minute allowed after so many ms. */
export async function minutesFor(
  calls: number,
  concurrency: number,
  limitAt: (elapsedMs: number) => number,
  headers = true,
): Promise<{ minutes: number; refused: number }> {
  const { clock, run } = virtualTime();
  const pacer = createPacer(clock);
  const server = bucketServer(clock, limitAt, headers);
  const jobs = { left: calls };
  const startedAt = clock.now();
  await run(Promise.all(Array.from({ length: concurrency }, () => worker(pacer, clock, server, jobs))));
  return { minutes: (clock.now() - startedAt) / 60_000, refused: server.refused };
}
