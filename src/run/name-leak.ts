/**
 * Answers that give away who wrote them: a vote on such an answer is not blind. Words count that name a model or its maker and stand
 * not in the prompt; everyday words and makers with other fame only where the answer speaks of itself. Pure.
 * The idea is FastChat's, which drops battles with any of a list of words: clean_battle_data.py at 0e6d3e4 (2025-04-12).
 */

/** Words that mean a model or its maker wherever they stand. */
const NAMES =
  "anthropic claude openai chatgpt gpt-3 gpt-3.5 gpt-4 gpt-4o gpt-4.1 gpt-5 deepseek qwen tongyi mistral mixtral vicuna hunyuan ernie-bot xai grok minimax moonshot kimi zhipu chatglm glm-4 cohere command-r baichuan internlm".split(
    " ",
  );

/** Words that mean much else too. */
const WORDS =
  "google gemini gemma bard palm meta llama alibaba microsoft phi amazon nova apple nvidia nemotron yi olmo falcon granite ibm reka jamba stepfun doubao bytedance baidu tencent pocket".split(
    " ",
  );

/** Words before or after a name that make it the writer's own. */
const SELF =
  /\b(?:i am|i'm|i’m|my name is|call me|as an? (?:ai|language|large)|(?:trained|made|developed|created|built|designed) (?:by|at))\b[^.!?\n]{0,80}$/i;

/** Parts of a model's name that tell nothing. */
const PLAIN =
  /^(?:\d.*|v\d.*|\d*b|mini|nano|small|medium|large|pro|max|lite|flash|turbo|instruct|chat|latest|preview|base|fast|thinking|it|hf|gguf|q\d.*|exp|free|ai|the|model|models)$/i;

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The word as a pattern: whole, whatever its case. */
function pattern(word: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, "giu");
}

/** What names a model: its whole name without the provider, and the parts of it that are words of their own. */
function partsOf(name: string): { whole: string[]; parts: string[] } {
  const plain = (name.split(" · ")[0] ?? name).trim();
  const short = plain.slice(plain.lastIndexOf("/") + 1);
  const parts = plain.split(/[/:\s_-]+/).filter((part) => part.length >= 3 && !PLAIN.test(part));
  return { whole: short.length >= 4 && /[^\p{L}]/u.test(short) ? [short] : [], parts };
}

/**
 * The first word of an answer that gives away a model. `undefined`: none.
 * @param names names of the models in the battle.
 * @param question what was asked: its words are no secret.
 */
export function nameLeak(answer: string, names: readonly string[], question: string): string | undefined {
  const own = names.map(partsOf);
  const known = (word: string): boolean => pattern(word).test(question);
  const always = [...own.flatMap(({ whole }) => whole), ...NAMES];
  for (const word of always) {
    if (known(word)) continue;
    const found = pattern(word).exec(answer);
    if (found) return found[0];
  }
  for (const word of new Set([...own.flatMap(({ parts }) => parts), ...WORDS])) {
    if (known(word)) continue;
    for (const found of answer.matchAll(pattern(word))) if (SELF.test(answer.slice(0, found.index))) return found[0];
  }
  return undefined;
}
