/**
 * Hostile apps that want something of the page around them, or of the person before it. What they reach they post to the page; `HOST-
 * SECRET` is what only the page has, `REACHED` says that something worked which must not.
 */
import { markup, script, type Vector } from "./vector.ts";

const reached = (source: string): string => `try{${source};parent.postMessage("REACHED","*")}catch{}`;
const inClick = (source: string): string => `onclick=async()=>{${source}}`;
const COPYING = `<textarea>@SECRET</textarea><script>onclick=()=>{document.querySelector('textarea').select();document.execCommand('copy')}</script>`;
const OVER = "position:fixed;inset:0;width:100%;height:100%";
/** Script that makes a frame over all with a document that copies. */
const FRAME = `const f=document.createElement("iframe");f.style.cssText="${OVER}";f.srcdoc=${JSON.stringify(COPYING).replaceAll("</", "<\\/")};`;
const THEFT = `const i=document.createElement("input");document.body.append(i);i.onkeydown=()=>{parent.postMessage("REACHED a key","*");fetch("@URL")};`;

/** A document nested in the app, or in its place, that copies in a person's click. */
const copying: readonly Vector[] = [
  markup(
    "the clipboard by command in a frame of srcdoc",
    `<iframe style="${OVER}" srcdoc="${COPYING}"></iframe>`,
    "click",
  ),
  script("the clipboard by command in a frame made by script", `${FRAME}document.body.append(f)`, "click"),
  script(
    "the clipboard by command in a frame that is filled later",
    `${FRAME}const s=f.srcdoc;f.srcdoc="x";document.body.append(f);f.onload=()=>{f.onload=null;f.srcdoc=s}`,
    "click",
  ),
  script(
    "the clipboard by command in a frame filled by an attribute node",
    `${FRAME}const a=document.createAttribute("srcdoc");a.value=f.srcdoc;f.removeAttribute("srcdoc");f.setAttributeNode(a);document.body.append(f)`,
    "click",
  ),
  script(
    "the clipboard by command in a frame of a frame",
    `${FRAME}const g=f.cloneNode();g.srcdoc="<style>body{margin:0}</style>"+f.outerHTML;document.body.append(g)`,
    "click",
  ),
  script(
    "the clipboard by command in a closed shadow tree",
    `${FRAME}const d=document.createElement("div");d.attachShadow({mode:"closed"}).append(f);document.body.append(d)`,
    "click",
  ),
  script(
    "the clipboard by command in a copy of a closed shadow tree",
    `${FRAME}const d=document.createElement("div");d.attachShadow({mode:"closed",clonable:true}).append(f);document.body.append(d.cloneNode(true))`,
    "click",
  ),
  markup(
    "the clipboard by command in a closed shadow tree of the markup",
    `<div><template shadowrootmode="closed"><iframe style="${OVER}" srcdoc="${COPYING}"></iframe></template></div>`,
    "click",
  ),
  script(
    "the clipboard by command in a closed shadow tree of a text",
    `${FRAME}const d=document.createElement("div");document.body.append(d);d.setHTMLUnsafe('<div><template shadowrootmode="closed">'+f.outerHTML+"</template></div>")`,
    "click",
  ),
  script(
    "the clipboard by command, with what the guard may use changed",
    `for(const p of [Node,Element,Document,DocumentFragment,MutationObserver,MutationRecord,NodeList,String,HTMLIFrameElement,Array])for(const n of Reflect.ownKeys(p.prototype))if(!/^(append|style|constructor|srcdoc|createElement|body|setProperty)$/.test(String(n)))try{Object.defineProperty(p.prototype,n,{value:()=>[],configurable:true})}catch{}
${FRAME}document.body.append(f)`,
    "click",
  ),
  script(
    "the clipboard by command in a frame of a javascript address",
    `${FRAME}f.removeAttribute("srcdoc");f.src="javascript:"+JSON.stringify(${JSON.stringify(COPYING).replaceAll("</", "<\\/")});document.body.append(f)`,
    "click",
  ),
  script(
    "the clipboard by command in a frame of a set",
    `const s=document.createElement("frameset");s.cols="*";const f=document.createElement("frame");f.src="javascript:"+JSON.stringify(${JSON.stringify(COPYING).replaceAll("</", "<\\/")});s.append(f);document.body=s`,
    "click",
  ),
  script(
    "the clipboard by command in a closed shadow tree written in pieces",
    `${FRAME}document.write("<div><templ");document.write('ate shadowroot');document.write('mode="closed">'+f.outerHTML+"</template></div>")`,
    "click",
  ),
  markup(
    "the clipboard by command in a closed shadow tree that begins in a script",
    `<script>document.write("<div><template shadow")</script>rootmode="closed"><iframe style="${OVER}" srcdoc="${COPYING}"></iframe></template></div>`,
    "click",
  ),
  script(
    "the clipboard by command in a document of a javascript address",
    `setTimeout(()=>location="javascript:"+JSON.stringify(${JSON.stringify(COPYING.replace("<textarea>", "<textarea style='position:fixed;top:0'>")).replaceAll("</", "<\\/")}),200)`,
    "click",
  ),
];

/** All of them. */
export const hostVectors: readonly Vector[] = [
  script("the page's document", reached(`parent.document.title="@SECRET"`)),
  script("the page's cookie", `try{parent.postMessage(document.cookie,"*")}catch{}`),
  script("the page's storage", `try{parent.postMessage(localStorage.hostSecret??"","*")}catch{}`),
  script("a broadcast to the page", `try{new BroadcastChannel("host").postMessage("@SECRET")}catch{}`),
  script(
    "the page's address",
    `parent.postMessage(document.baseURI+" "+document.referrer+" "+[...location.ancestorOrigins],"*")`,
  ),
  script("the page's history, back", `setTimeout(()=>history.back(),50)`),
  script(
    "the page's history, flooded",
    `let n=0;setTimeout(()=>{const t=setInterval(()=>{location.hash="#"+n;if(++n>20)clearInterval(t)},10)},1000)`,
  ),
  script("a page in the app's place that speaks to the page", `setTimeout(()=>location="@PLACE/x",50)`),
  script("alert, confirm and prompt", `setTimeout(()=>{alert("x");confirm("x");prompt("x")},50)`),
  script(
    "a trap on leaving",
    `onbeforeunload=(e)=>{e.preventDefault();e.returnValue="x";return "x"}`,
    "click and leave",
  ),
  script(
    "a download",
    `setTimeout(()=>{const a=document.createElement("a");a.href=URL.createObjectURL(new Blob(["x"]));a.download="x.bin";document.body.append(a);HTMLElement.prototype.click.call(a)},50)`,
  ),
  script(
    "a download in a click",
    inClick(
      `const a=document.createElement("a");a.href=URL.createObjectURL(new Blob(["x"]));a.download="x.bin";document.body.append(a);HTMLElement.prototype.click.call(a)`,
    ),
    "click",
  ),
  markup(
    "a download in a frame of srcdoc",
    `<iframe srcdoc="<a download=x.bin href=data:application/octet-stream,x>x</a><script>document.querySelector('a').click()</script>"></iframe>`,
  ),
  script(
    "fullscreen in a click",
    inClick(`await document.body.requestFullscreen();parent.postMessage("REACHED","*")`),
    "click",
  ),
  script(
    "pointer lock in a click",
    inClick(`await document.body.requestPointerLock();parent.postMessage("REACHED","*")`),
    "click",
  ),
  script(
    "the clipboard by command in a click",
    inClick(
      `const t=document.createElement("textarea");t.value="@SECRET";document.body.append(t);t.select();document.execCommand("copy")`,
    ),
    "click",
  ),
  script(
    "the clipboard in a click",
    inClick(`await navigator.clipboard.write([new ClipboardItem({"text/plain":"@SECRET"})])`),
    "click",
  ),
  script(
    "reading the clipboard in a click",
    inClick(`await navigator.clipboard.readText();parent.postMessage("REACHED","*")`),
    "click",
  ),
  ...copying,
  script("the keyboard", `${THEFT}setInterval(()=>{window.focus();i.focus()},50)`, "type"),
  markup(
    "the keyboard, from a frame of srcdoc",
    `<iframe srcdoc="<input><script>const i=document.querySelector('input');i.onkeydown=()=>top.postMessage('REACHED a key','*');setInterval(()=>{window.focus();i.focus()},50)</script>"></iframe>`,
    "type",
  ),
  script("print", `setTimeout(()=>print(),50)`),
  markup(
    "sound that begins by itself",
    `<script>const a=new AudioContext();a.resume().then(()=>a.state==="running"&&parent.postMessage("REACHED","*"))</script>`,
  ),
  script(
    "ports of a guessed token",
    `parent.postMessage({penny:"guess"},"*",[new MessageChannel().port2]);parent.postMessage({penny:undefined},"*",[new MessageChannel().port2])`,
  ),
];
