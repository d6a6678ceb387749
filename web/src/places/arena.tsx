/** The place Arena. */
import { Heading } from "../parts.tsx";

/** The place. */
export function ArenaPlace() {
  return <Heading title="Arena" />;
}
