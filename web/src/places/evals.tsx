/** The place Evals. */
import { Heading } from "../parts.tsx";

/** The place. */
export function EvalsPlace() {
  return <Heading title="Evals" />;
}
