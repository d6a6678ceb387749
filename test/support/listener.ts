/** A server on this machine that notes what is asked of it, also by sockets, and answers nothing. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The server. */
export interface Listener {
  /** Its host and port. */
  at: string;
  /** Paths that were asked for so far. */
  heard: string[];
  close: () => void;
}

/** Starts one. */
export async function startListener(): Promise<Listener> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? "");
    response.end();
  });
  server.on("upgrade", (request, socket) => {
    heard.push(request.url ?? "");
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { at: `127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close: () => void server.close() };
}
