/** The place Log. */
import { Heading } from "../parts.tsx";

/** The place. */
export function LogPlace() {
  return <Heading title="Log" />;
}
