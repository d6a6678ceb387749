/** The place Learn. */
import { Heading } from "../parts.tsx";

/** The place. */
export function LearnPlace() {
  return <Heading title="Learn" />;
}
