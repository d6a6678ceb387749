import { PDFDocument } from "pdf-lib";
import { expect, test } from "vitest";
import { mediaSize } from "./media-size.ts";

/** A PNG header with the sides in it; nothing reads further. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

/** Silence in 16-bit mono at 8 kHz. */
function wav(seconds: number): Uint8Array {
  const data = seconds * 16_000;
  const bytes = new Uint8Array(44 + data);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => bytes.set(new TextEncoder().encode(value), at);
  text(0, "RIFF");
  view.setUint32(4, 36 + data, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 16_000, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, data, true);
  return bytes;
}

test("an image tells its pixels", async () => {
  expect(await mediaSize(png(4032, 3024), "image/png")).toEqual({ width: 4032, height: 3024 });
});

test("audio tells its seconds", async () => {
  expect(await mediaSize(wav(3), "audio/wav")).toEqual({ seconds: 3 });
});

test("a PDF tells its pages", async () => {
  const document = await PDFDocument.create();
  for (let page = 0; page < 3; page++) document.addPage();
  expect(await mediaSize(await document.save(), "application/pdf")).toEqual({ pages: 3 });
});

test("what cannot be read is unknown, not an error", async () => {
  expect(await mediaSize(new Uint8Array([1, 2, 3]), "image/png")).toEqual({});
  expect(await mediaSize(new Uint8Array([1, 2, 3]), "application/pdf")).toEqual({});
  expect(await mediaSize(new Uint8Array([1, 2, 3]), "application/zip")).toEqual({});
});
