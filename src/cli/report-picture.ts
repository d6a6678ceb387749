/**
 * The SVG of an answer as a picture in a page. Inside an `<img>` no script of it runs and no address is fetched, whatever it holds
 * (https://svgwg.org/specs/integration/#secure-static-mode, 2026-11-27). Pure; escaped.
 */
import { svgIn } from "../scorers/renders-svg.ts";
import { escapedHtml } from "./report-escape.ts";

/** The picture; the empty string for an answer without one. */
export function pictureIn(answer: string, about: string): string {
  const svg = svgIn(answer);
  if (svg === "") return "";
  // Many models leave it out; inside HTML it would do without, on its own it does not.
  const whole = /\sxmlns\s*=/.test(svg.slice(0, svg.indexOf(">")))
    ? svg
    : svg.replace(/^<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"');
  return `<img class="picture" alt="${escapedHtml(about)}" src="data:image/svg+xml;base64,${Buffer.from(whole).toString("base64")}">`;
}
