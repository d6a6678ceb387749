/** Says so where this browser does not keep apps from the network. */
import { isConfined } from "./confined.ts";

/** The notice; nothing where the browser does, or where that is not known yet. */
export function Unconfined() {
  if (isConfined.value !== false) return null;
  return (
    <p class="unconfined" role="status">
      <strong>This browser does not keep apps from all of the network</strong> (it has no Connection-Allowlist). They
      run, but get no data of yours in it, nor what they kept, and keep nothing. What you type into one may reach a host
      that it names. Chrome, Chromium and Edge have it since version 152.
    </p>
  );
}
