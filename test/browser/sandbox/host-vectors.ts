/**
 * Hostile apps that want something of the page around them, or of the person before it. What they reach they post to the page; `HOST-
 * SECRET` is what only the page has, `REACHED` says that something worked which must not.
 */
import { markup, script, type Vector } from "./vector.ts";

const reached = (source: string): string => `try{${source};parent.postMessage("REACHED","*")}catch{}`;
const inClick = (source: string): string => `onclick=async()=>{${source}}`;
const THEFT = `const i=document.createElement("input");document.body.append(i);i.onkeydown=()=>{parent.postMessage("REACHED a key","*");fetch("@URL")};`;

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
  markup(
    "the clipboard by command in a frame of srcdoc",
    `<iframe style="position:fixed;inset:0;width:100%;height:100%" srcdoc="<textarea>@SECRET</textarea><script>onclick=()=>{document.querySelector('textarea').select();document.execCommand('copy')}</script>"></iframe>`,
    "click",
  ),
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
