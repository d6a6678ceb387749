/** A server with OpenAI's embeddings route and vectors of a test's choosing. It keeps what it was sent, and breaks as told. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What it was sent. */
export interface EmbeddingsAsked {
  /** Path of the request. */
  path: string;
  /** The `Authorization` header. Absent: there was none. */
  authorization?: string;
  /** The body. */
  body: { model: string; input: string; encoding_format?: string };
}

/** The server. */
export interface EmbeddingsServer {
  /** Address with `/v1`. */
  url: string;
  /** All requests, in order. */
  asked: EmbeddingsAsked[];
  /** Ends it. */
  close: () => Promise<void>;
}

/** Starts one. @param reply a vector, or a status and body of its own. @param pages what GET gives by path; 404 for others. */
export async function startEmbeddingsServer(
  reply: (text: string) => number[] | { status: number; body: unknown },
  pages: { readonly [path: string]: unknown } = {},
): Promise<EmbeddingsServer> {
  const asked: EmbeddingsAsked[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      const page = pages[request.url ?? ""];
      response.writeHead(page === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(page ?? {}));
      return;
    }
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as EmbeddingsAsked["body"];
    const { authorization } = request.headers;
    asked.push({ path: request.url ?? "", body, ...(authorization === undefined ? {} : { authorization }) });
    const said = reply(body.input);
    const tokens = body.input.split(" ").length;
    const good = {
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: said }],
      model: body.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
    response.writeHead(Array.isArray(said) ? 200 : said.status, { "content-type": "application/json" });
    response.end(JSON.stringify(Array.isArray(said) ? good : said.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
