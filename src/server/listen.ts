/** Listens on the loopback address, on the first port that is free. */
import type { Server } from "node:http";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Where every server here listens: this machine alone. */
export const ADDRESS = "127.0.0.1";
const PORTS_TRIED = 100;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once("error", failed);
    server.listen(port, ADDRESS, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/**
 * Listens on the first port that is free, from the wanted one.
 * @param wanted 0: any.
 * @returns the port.
 * @throws SetupError if none is free.
 */
export async function listenNear(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      return await listen(server, port);
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken)
        throw new SetupError(`Port ${port} cannot be listened on: ${messageOf(error)}. Choose another with --port.`);
      if (port >= Math.min(65_535, wanted + PORTS_TRIED))
        throw new SetupError(`Ports ${wanted} to ${port} are all taken: choose another with --port.`);
    }
  }
}
