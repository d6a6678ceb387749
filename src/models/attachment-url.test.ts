import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import { fetchAttachment, isAttachmentUrl } from "./attachment-url.ts";

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SetupError);
  return (error as SetupError).message;
}

describe("a file attached by address", () => {
  test("comes with its bytes, the declared type and the name in the address", async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { "content-type": "Image/PNG; charset=binary" });
      response.end(Buffer.from([137, 80, 78, 71]));
    });
    const file = await fetchAttachment(`${base}/a/my%20cat.png?size=2`, { fetch });
    expect([...file.bytes]).toEqual([137, 80, 78, 71]);
    expect(file.declaredType).toBe("image/png");
    expect(file.name).toBe("my cat.png");
    expect(file.url).toBe(`${base}/a/my%20cat.png?size=2`);
  });

  test("takes the name that the server states, without folders", async () => {
    const base = await serve((request, response) => {
      const plain = 'attachment; filename="../../etc/notes.txt"';
      const extended = "attachment; filename=\"x.txt\"; filename*=UTF-8''caf%C3%A9.txt";
      response.setHeader("content-disposition", request.url === "/plain" ? plain : extended);
      response.end("text");
    });
    expect((await fetchAttachment(`${base}/plain`, { fetch })).name).toBe("notes.txt");
    expect((await fetchAttachment(`${base}/extended`, { fetch })).name).toBe("café.txt");
  });

  test("has no declared type where the server says only that it is bytes", async () => {
    const base = await serve((_, response) => {
      response.setHeader("content-type", "application/octet-stream");
      response.end("x");
    });
    const file = await fetchAttachment(`${base}/`, { fetch });
    expect(file).not.toHaveProperty("declaredType");
    expect(file).not.toHaveProperty("name");
  });

  test("is found after a redirect", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/old") response.writeHead(302, { location: "/new.txt" }).end();
      else response.end("moved");
    });
    expect(Buffer.from((await fetchAttachment(`${base}/old`, { fetch })).bytes).toString()).toBe("moved");
  });

  test("is refused if the server refuses it", async () => {
    const base = await serve((_, response) => response.writeHead(404).end("gone"));
    expect(await failure(fetchAttachment(`${base}/x.png?token=secret`, { fetch }))).toBe(
      `The attachment ${base}/x.png could not be fetched: the server answered 404; check the address.`,
    );
  });

  test("is refused above the size limit, announced or not", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/announced") response.setHeader("content-length", "2000000");
      response.write(Buffer.alloc(1_500_000));
      response.end(Buffer.alloc(500_000));
    });
    for (const path of ["/announced", "/chunked"]) {
      expect(await failure(fetchAttachment(base + path, { fetch, maxBytes: 1_000_000 }))).toContain("larger than 1 MB");
    }
  });

  test("is refused if it is empty", async () => {
    const base = await serve((_, response) => response.end());
    expect(await failure(fetchAttachment(`${base}/x`, { fetch }))).toContain("is empty");
  });

  test("is refused if it does not come in time", async () => {
    const base = await serve((_, response) => response.write("a beginning"));
    expect(await failure(fetchAttachment(`${base}/x`, { fetch, timeoutMs: 50 }))).toContain("within 0.05 s");
  });

  test("is refused if nobody listens there", async () => {
    const base = await serve((_, response) => response.end());
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await failure(fetchAttachment(`${base}/x`, { fetch }))).toContain("ECONNREFUSED");
  });

  test("is refused for anything but http and https", async () => {
    for (const text of ["file:///etc/passwd", "data:text/plain,x", "ftp://host/x", "http://"]) {
      expect(await failure(fetchAttachment(text, { fetch }))).toContain("no http or https address");
    }
  });

  test("sends no name and password and shows none", async () => {
    let seen: string | undefined;
    const base = await serve((request, response) => {
      seen = request.headers.authorization;
      response.end("x");
    });
    const file = await fetchAttachment(base.replace("http://", "http://me:secret@"), { fetch });
    expect(seen).toBeUndefined();
    expect(file.url).not.toContain("secret");
  });
});

test("addresses are told from paths", () => {
  expect(["https://a/b", "HTTP://a"].map(isAttachmentUrl)).toEqual([true, true]);
  expect(["photo.png", "./http://x", "C:\\x", "-"].map(isAttachmentUrl)).toEqual([false, false, false, false]);
});
