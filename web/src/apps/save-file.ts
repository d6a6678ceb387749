/** Hands a file to the browser to keep. */

/** Saves it under a name, as bytes that no page opens by itself. */
export function saveFile(name: string, content: string | ArrayBuffer): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
