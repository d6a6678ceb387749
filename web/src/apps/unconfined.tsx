/** Says so where this browser does not keep apps from the network. */
import { isConfined } from "./confined.ts";

/** The notice; nothing where the browser does, or where that is not known yet. */
export function Unconfined() {
  if (isConfined.value !== false) return null;
  return (
    <p class="soft" role="status">
      This browser does not keep apps from all of the network (it has no Connection-Allowlist), so they get no data of
      yours in it. An app may still reach a host that it names.
    </p>
  );
}
