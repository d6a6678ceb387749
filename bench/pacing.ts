/** `node bench/pacing.ts`: how near to ideal the pacer comes. Virtual time: the same figures on every machine. */
import { minutesFor } from "./pacing-simulation.ts";

const scenarios: { name: string; ideal: number; run: () => ReturnType<typeof minutesFor> }[] = [
  { name: "20,000 calls, 4,000 a minute", ideal: 5, run: () => minutesFor(20_000, 256, () => 4000) },
  { name: "2,000 calls, 50 a minute", ideal: 40, run: () => minutesFor(2000, 256, () => 50) },
  {
    name: "68,000 calls, 4,000 a minute, halved after 10 minutes",
    ideal: 24,
    run: () => minutesFor(68_000, 256, (elapsed) => (elapsed < 600_000 ? 4000 : 2000)),
  },
  {
    name: "8,000 calls, 4,000 a minute, limit not stated",
    ideal: 2,
    run: () => minutesFor(8000, 256, () => 4000, false),
  },
];

for (const { name, ideal, run } of scenarios) {
  const { minutes, refused } = await run();
  console.log(`${name}: ${minutes.toFixed(2)} min, ${(minutes / ideal).toFixed(3)} × ideal, ${refused} refused`);
}
