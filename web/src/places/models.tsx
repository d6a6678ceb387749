/** The place Models. */
import { Heading } from "../parts.tsx";

/** The place. */
export function ModelsPlace() {
  return <Heading title="Models" />;
}
