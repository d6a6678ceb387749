/** An app that uses what ordinary apps use, and says by `penny.store` what of it works. */

const CHECKS = `
const check = {
  "inline style": () => getComputedStyle(document.querySelector("#styled")).color === "rgb(1, 2, 3)",
  "event handler in markup": () => { document.querySelector("#handler").click(); return window.handled === true; },
  "submit of a form": () => new Promise((done) => { const form = document.querySelector("form"); form.onsubmit = () => done(true); form.querySelector("button").click(); }),
  "dialog that a form closes": () => { const dialog = document.querySelector("dialog"); dialog.show(); dialog.querySelector("button").click(); return new Promise((done) => { setTimeout(() => done(!dialog.open && dialog.returnValue === "good"), 100); }); },
  "text with tags in a script": () => ["<iframe src=x>", "<link rel=y>"].join().length === 27,
  "worker that evaluates": () => new Promise((done) => { const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(eval('1+2'))"]))); worker.onmessage = ({ data }) => done(data === 3); }),
  "data image": () => loads("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>"),
  "blob image": () => loads(URL.createObjectURL(new Blob(["<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>"], { type: "image/svg+xml" }))),
  "innerHTML": () => { const box = document.createElement("div"); box.innerHTML = "<b>x</b>"; return box.firstChild.localName === "b"; },
  "innerHTML of rows": () => { const body = document.createElement("tbody"); body.innerHTML = "<tr><td>1"; return body.rows.length === 1; },
  "eval": () => eval("1+1") === 2,
  "new Function": () => new Function("return 2")() === 2,
  "worker of a blob": () => new Promise((done) => { const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(3)"]))); worker.onmessage = ({ data }) => done(data === 3); }),
  "WebAssembly": async () => (await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).instance instanceof WebAssembly.Instance,
  "import of a blob": async () => (await import(URL.createObjectURL(new Blob(["export default 4"], { type: "text/javascript" })))).default === 4,
  "module in the document": () => window.moduleRan === true,
  "canvas": () => { const pen = document.createElement("canvas").getContext("2d"); pen.fillRect(0, 0, 1, 1); return pen.getImageData(0, 0, 1, 1).data[3] === 255; },
  "sound": () => new AudioContext().createOscillator() instanceof OscillatorNode,
  "localStorage": () => { localStorage.setItem("a", "1"); localStorage.b = "2"; const ok = localStorage.a === "1" && localStorage.getItem("b") === "2" && localStorage.length === 2 && Object.keys(localStorage).join() === "a,b" && localStorage.getItem("c") === null; localStorage.clear(); return ok && localStorage.length === 0; },
  "sessionStorage": () => { sessionStorage["x y"] = 1; delete sessionStorage["x y"]; return sessionStorage["x y"] === undefined && !("x y" in sessionStorage); },
  "confirm": () => confirm("x") === true,
  "prompt": () => prompt("x", "y") === "y",
  "fetch of data": async () => (await (await fetch("data:text/plain,hello")).text()) === "hello",
  "fetch of a blob": async () => (await (await fetch(URL.createObjectURL(new Blob(["hi"])))).text()) === "hi",
  "hash": () => new Promise((done) => { onhashchange = () => done(location.hash === "#there"); location.hash = "#there"; }),
  "FileReader": () => new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result === "x"); reader.readAsText(new Blob(["x"])); }),
  "custom element with a shadow tree": () => { customElements.define("x-y", class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: "open" }).innerHTML = "<i>z</i>"; } }); return document.createElement("x-y").shadowRoot.textContent === "z"; },
  "MessageChannel": () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = ({ data }) => done(data === 5); port2.postMessage(5); }),
  "frame of srcdoc": () => new Promise((done) => { onmessage = ({ data }) => data === "inner" && done(true); const frame = document.createElement("iframe"); frame.srcdoc = "<script>parent.postMessage('inner','*')<\\/script>"; document.body.append(frame); }),
  "standards mode": () => document.compatMode === "CSS1Compat",
};
const loads = (src) => new Promise((done) => { const image = new Image(); image.onload = () => done(true); image.onerror = () => done(false); image.src = src; });
(async () => {
  const works = {};
  for (const [name, works1] of Object.entries(check)) {
    try { works[name] = await Promise.race([works1(), new Promise((done) => setTimeout(() => done("no answer"), 5000))]); }
    catch (error) { works[name] = String(error); }
  }
  await penny.store.set("features", works);
})();`;

/** The app. */
export const FEATURES: string = `<!doctype html><html lang="en"><title>Features</title>
<style>#styled{color:rgb(1,2,3)}</style><p id="styled">x</p>
<button id="handler" onclick="window.handled=true">x</button><form><button>x</button></form><dialog><form method="dialog"><button value="good">x</button></form></dialog>
<script type="module">window.moduleRan = true;</script>
<script>addEventListener("load", () => {${CHECKS}});</script>`;
