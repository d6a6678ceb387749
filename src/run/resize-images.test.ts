import { crc32, deflateSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { sha256 } from "../record/hash.ts";
import type { FilePart } from "../record/message.ts";
import type { ResizedFile } from "../store/resized-rows.ts";
import { mediaSize } from "./media-size.ts";
import { imageResizer, resizedSize } from "./resize-images.ts";
import { shrink } from "./shrink-files.ts";

const resizer = imageResizer();
afterAll(() => resizer.close());

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of one colour. @param alpha 0 to 255. Source: https://www.w3.org/TR/png-3/ (2025). */
function png(width: number, height: number, alpha: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 4, Buffer.from([200, 30, 30, alpha]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const head = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([head, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", new Uint8Array())]);
}

function inHand(bytes: Uint8Array, mediaType = "image/png"): Parameters<typeof shrink>[1] {
  const part: FilePart = { type: "file", mediaType, sha256: sha256(bytes), size: bytes.length, name: "a.png" };
  return { part, bytes, read: async () => bytes };
}

test("an image keeps its shape, the same one gives the same bytes, and JPEG is written unless something shows through", async () => {
  const opaque = await resizer.resize(png(640, 320, 255), 64, "a.png");
  expect(opaque.mediaType).toBe("image/jpeg");
  expect(await mediaSize(opaque.bytes, opaque.mediaType)).toEqual({ width: 64, height: 32 });
  expect(await resizer.resize(png(640, 320, 255), 64, "a.png")).toEqual(opaque);
  expect((await resizer.resize(png(640, 320, 100), 64, "a.png")).mediaType).toBe("image/png");
});

test("many at once each get their own", async () => {
  const sides = [32, 48, 64, 80, 96];
  const all = await Promise.all(sides.map((side) => resizer.resize(png(200, 100, 255), side, "a.png")));
  const sizes = await Promise.all(all.map(({ bytes, mediaType }) => mediaSize(bytes, mediaType)));
  expect(sizes.map(({ width }) => width)).toEqual(sides);
});

test("bytes that are no image are told by the file's name, and the thread goes on", async () => {
  await expect(resizer.resize(new Uint8Array([1, 2, 3]), 64, "b.jpg")).rejects.toThrow(
    /^b\.jpg cannot be made smaller/,
  );
  expect((await resizer.resize(png(100, 100, 255), 50, "a.png")).mediaType).toBe("image/jpeg");
});

test("sizes are known before anything is decoded", () => {
  expect(resizedSize({ width: 4032, height: 3024 }, 384)).toEqual({ width: 384, height: 288 });
  expect(resizedSize({ width: 100, height: 50 }, 384)).toEqual({ width: 100, height: 50 });
  expect(resizedSize({ width: 10_000, height: 1 }, 100)).toEqual({ width: 100, height: 1 });
});

test("looking makes nothing; sending notes what an image became, and the next one knows it", async () => {
  const notes = new Map<string, ResizedFile>();
  let made = 0;
  const context = {
    resized: async ({ source, side }: { source: string; side: number }) => notes.get(`${source} ${side}`),
    putResized: async ({ source, side }: { source: string; side: number }, became: ResizedFile) =>
      void notes.set(`${source} ${side}`, became),
    resizer: {
      ...resizer,
      resize: (...words: Parameters<typeof resizer.resize>) => {
        made++;
        return resizer.resize(...words);
      },
    },
  };
  const file = inHand(png(640, 320, 255));
  const looked = await shrink(context, file, 64, "look");
  expect({ made, size: looked?.size }).toEqual({ made: 0, size: { width: 64, height: 32 } });
  const sent = await shrink(context, file, 64, "send");
  expect(sent?.part.sha256).toBe(sha256((await sent?.read()) ?? new Uint8Array()));
  expect((await shrink(context, file, 64, "look"))?.part).toEqual(sent?.part);
  expect(made).toBe(1);
  expect(await shrink(context, file, 640, "send")).toBeUndefined();
  expect(await shrink(context, inHand(Buffer.from("text"), "text/plain"), 64, "send")).toBeUndefined();
  await expect(shrink(context, inHand(Buffer.from("<svg/>"), "image/svg+xml"), 64, "look")).rejects.toThrow(
    /a\.png is image\/svg\+xml, which cannot be made smaller here: convert it to JPEG first\.$/,
  );
});
