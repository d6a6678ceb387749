/** The place Ask. */
import { Heading } from "../parts.tsx";

/** The place. */
export function AskPlace() {
  return <Heading title="Ask" />;
}
