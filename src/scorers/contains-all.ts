/** `contains-all`: `contains` by a name of its own, whose opposite says of a list that not all of it is there. */
import { contains } from "./contains.ts";
import type { Scorer } from "./scorer.ts";

const { checkOpposite: _, ...rest } = contains;

/** The scorer. The value is the share of the texts that is there. */
export const containsAll: Scorer = {
  ...rest,
  name: "contains-all",
  summary: "the answer has all of these texts in it",
  expects: "a list of texts; or { text: […], ignoreCase: true }",
  examples: [{ expected: ["red", "blue"], right: "blue and red", wrong: "red and green" }],
};
