/** The place Cost. */
import { Heading } from "../parts.tsx";

/** The place. */
export function CostPlace() {
  return <Heading title="Cost" />;
}
