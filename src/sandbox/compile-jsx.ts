/**
 * Makes of one JSX or TSX module the script of a document that shows its component. Only syntax is changed, types are not checked, and
 * nothing runs here.
 */
import { messageOf } from "../record/setup-error.ts";

/** Where the component is shown. */
const JSX_ROOT = "penny-root";

/** The component: what the module exports by default, else what it calls `App`. */
const SHOW = `;import{render as pennyRender,h as pennyCreate}from"preact";pennyRender(pennyCreate(typeof pennyApp==="undefined"?App:pennyApp,{}),document.getElementById("${JSX_ROOT}"));`;

/** A script element for a document; a module that is no JSX becomes one that throws what is wrong with it. */
export async function jsxScript(source: string): Promise<string> {
  // Loaded when it is first needed: most apps are HTML.
  const { transform } = await import("sucrase");
  let code: string;
  try {
    const compiled = transform(source, {
      transforms: ["typescript", "jsx"],
      jsxRuntime: "automatic",
      jsxImportSource: "preact",
      production: true,
      disableESTransforms: true,
    });
    code = `${compiled.code.replace(/^(\s*)export\s+default\s+/m, "$1const pennyApp=")}\n${SHOW}`;
  } catch (error) {
    code = `throw new SyntaxError(${JSON.stringify(messageOf(error))})`;
  }
  return `<div id="${JSX_ROOT}"></div><script type="module">${code.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "<\\!--")}</script>`;
}
