/** Elements of inline SVG for the HTML reports. Pure. Draws no plot itself; colours are classes that the page's style gives. */
import { escapedHtml } from "./report-escape.ts";

type Attributes = { [name: string]: string | number };

/** An element; values of attributes are escaped, its content is not. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? Number(value.toFixed(2)) : escapedHtml(value)}"`,
  );
  return `<${name}${list.join("")}>${content}</${name}>`;
}

/** A straight line. @param kind its classes. */
export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  return element("line", { x1, y1, x2, y2, class: kind });
}

/** Text, escaped. @param kind its classes. */
export function text(x: number, y: number, content: string, kind: string): string {
  return element("text", { x, y, class: kind }, escapedHtml(content));
}

/** A picture. @param label what it shows, for those who do not see it. */
export function svg(width: number, height: number, label: string, content: string): string {
  return element(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    content,
  );
}

/** The step of an axis: 1, 2 or 5 times a power of ten, at most so many parts. */
export function niceStep(span: number, parts: number): number {
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return step * power;
}
