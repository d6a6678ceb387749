/** Serves the page until Ctrl-C, and opens it in the person's browser. Parses nothing; what is printed of it is the command's. */
import { once } from "node:events";
import { SetupError } from "../record/setup-error.ts";
import type { Io, Served, ServeWish } from "./io.ts";

/**
 * Serves the page until Ctrl-C.
 * @param tell prints where it is, and gives the link that is opened.
 * @param opens whether it is opened; only on a terminal.
 * @throws SetupError
 */
export async function servePage(
  wish: Omit<ServeWish, "person">,
  opens: boolean,
  tell: (served: Served) => string,
  io: Io,
): Promise<void> {
  if (!io.serve) throw new SetupError("This program cannot serve a page.");
  const { openLink } = await import("../index.ts");
  const served = await io.serve({ ...wish, person: io.env.USER || "somebody" });
  try {
    const link = tell(served);
    if (opens && io.terminal.out && !(await openLink(link)))
      io.err("penny: no browser could be opened: open the link yourself\n");
    if (!io.signal.aborted) await once(io.signal, "abort");
  } finally {
    await served.close();
  }
}
