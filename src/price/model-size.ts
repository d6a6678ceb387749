/**
 * How large a hosted model is taken to be: what its name says, what EcoLogits assumes of closed models, or the class that
 * its name suggests. Makers of closed models publish no sizes; all of these are ranges of guesses and say so.
 */

/** Assumed size of a model. */
export interface ModelSize {
  /** Billions of parameters in all, at least and at most. */
  totalBillions: [number, number];
  /** Billions of parameters that take part in each token, at least and at most. */
  activeBillions: [number, number];
  /** Whence this is. `name`: the name says it. `ecologits`: its assumption. `class`: by words in the name. `unknown`: anything. */
  basis: "name" | "ecologits" | "class" | "unknown";
}

function mixture(total: number): Omit<ModelSize, "basis"> {
  // EcoLogits takes 10 to 30 % of a closed mixture of experts to be active.
  return { totalBillions: [total, total], activeBillions: [total * 0.1, total * 0.3] };
}

function dense(low: number, high = low): Omit<ModelSize, "basis"> {
  return { totalBillions: [low, high], activeBillions: [low, high] };
}

/** EcoLogits 0.9.1's assumptions (2025-11-13), https://ecologits.ai/latest/methodology/proprietary_models/. */
const ASSUMED: [RegExp, Omit<ModelSize, "basis">][] = [
  [/^gpt-4o-mini/, dense(8, 28)],
  [/^(gpt-4o|chatgpt-4o)/, mixture(440)],
  [/^gpt-4(-\d{4}|-32k|$)/, mixture(1760)],
  [/^gpt-5(-2025|-chat|-codex|$)/, mixture(300)],
  [/claude-opus-4(-|$)/, mixture(2000)],
  [/claude-(sonnet-4(-0|-5|-2025|$)|4-sonnet)/, mixture(440)],
  [/claude-haiku-4-5/, dense(10, 35)],
  [/^gemini-2\.5-flash-lite/, dense(8, 28)],
  [/^gemini-2\.5-flash/, mixture(440)],
  [/^gemini-2\.5-pro/, mixture(2000)],
  [/^mistral-large-2(402|407|411)/, dense(123)],
];

const CLASSES: [RegExp, Omit<ModelSize, "basis">][] = [
  [/nano|mini|lite|haiku|small|tiny|micro|luna|flash-8b|turbo|3\.5|instant|edge/, dense(3, 35)],
  [/flash|sonnet|medium|fast|terra|nova-pro|coder|plus|command/, mixture(440)],
  [/opus|pro|ultra|large|gpt-4\.5|gpt-4$|fable|mythos|max|sol|astra|grok-[3-9]|^o[13]/, mixture(2000)],
];

/** `235b-a22b`, `8x7b`, `70b`: billions of parameters in all and, after `a`, those active. */
function sizeInName(id: string): Omit<ModelSize, "basis"> | undefined {
  const experts = /(?:^|[-_/])(\d+)x(\d+(?:\.\d+)?)b(?![a-z])/i.exec(id);
  if (experts) {
    const [count, each] = [Number(experts[1]), Number(experts[2])];
    // Experts share their attention layers: Mixtral 8x7b has 46.7 billion in all and 12.9 active (https://mistral.ai/news/mixtral-of-experts, 2023).
    return { totalBillions: [count * each * 0.8, count * each], activeBillions: [each * 1.5, each * 2] };
  }
  const total = /(?:^|[-_/.p])(\d+(?:\.\d+)?)b(?![a-z0-9])/i.exec(id);
  if (!total) return undefined;
  const active = /[-_]a(\d+(?:\.\d+)?)b(?![a-z0-9])/i.exec(id);
  const all = Number(total[1]);
  const used = active ? Number(active[1]) : all;
  return all > 0 && used > 0 ? { totalBillions: [all, all], activeBillions: [used, used] } : undefined;
}

/** Published sizes of open models whose names do not say what is active (their model cards, 2024 to 2026). */
const PUBLISHED: [RegExp, Omit<ModelSize, "basis">][] = [
  [/gpt-oss-120b/, { totalBillions: [117, 117], activeBillions: [5.1, 5.1] }],
  [/gpt-oss(-safeguard)?-20b/, { totalBillions: [21, 21], activeBillions: [3.6, 3.6] }],
  [/deepseek-(v3|r1|chat|reasoner)(?!.*distill)/, { totalBillions: [671, 671], activeBillions: [37, 37] }],
  [/llama-?4-maverick/, { totalBillions: [400, 400], activeBillions: [17, 17] }],
  [/llama-?4-scout/, { totalBillions: [109, 109], activeBillions: [17, 17] }],
  [/kimi-k2/, { totalBillions: [1000, 1000], activeBillions: [32, 32] }],
];

/** The assumed size of a model by its full name; where nothing is known, anything from 1 to 2,000 billion parameters. */
export function modelSize(model: string): ModelSize {
  const id = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  const bare = id.replace(/^([a-z-]+\.)?(anthropic|openai|meta|amazon|mistral)\./, "");
  const published = PUBLISHED.find(([ids]) => ids.test(bare))?.[1] ?? sizeInName(bare);
  if (published) return { ...published, basis: "name" };
  const assumed = ASSUMED.find(([ids]) => ids.test(bare))?.[1];
  if (assumed) return { ...assumed, basis: "ecologits" };
  const kind = CLASSES.find(([ids]) => ids.test(bare))?.[1];
  if (kind) return { ...kind, basis: "class" };
  return { totalBillions: [1, 2000], activeBillions: [1, 600], basis: "unknown" };
}
