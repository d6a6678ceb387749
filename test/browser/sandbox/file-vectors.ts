/** Hostile apps that try to get round what an exported file has in place of headers: elements, texts, windows and clicks. */
import { markup, script, type Vector } from "./vector.ts";

const HINT = `<link rel=preconnect href=http://@NAME:@PORT/>`;
const QUOTED = JSON.stringify(HINT);
const hinted = (of: string): string =>
  `const l=${of};l.setAttribute("rel","dns-prefetch");l.setAttribute("href","http://@NAME/");document.head.append(l)`;
const XHTML = "http://www.w3.org/1999/xhtml";
const LINK = `const a=document.createElement("a");a.href="@URL";a.target="_blank";`;

/** All of them. */
export const fileVectors: readonly Vector[] = [
  script("hint by innerHTML", `const d=document.createElement("div");d.innerHTML=${QUOTED};document.body.append(d)`),
  script("hint by write", `document.write(${QUOTED})`),
  script("hint by write in pieces", `document.write("<li");document.write("nk rel=dns-prefetch href=http://@NAME/>")`),
  markup("hint begun by a script", `<script>document.write("<li")</script>nk rel=dns-prefetch href=http://@NAME/>`),
  markup("hint in capitals", `<LINK\nREL=DNS-PREFETCH HREF=http://@NAME/>`),
  markup("hint spelt by references", `<link rel="dns&#45;prefetch" href="http&colon;//@NAME/">`),
  markup(
    "hint after a title that does not end",
    `<svg><title><link rel=dns-prefetch href=http://@NAME/></title></svg>`,
  ),
  markup(
    "hint in a quoted script",
    `<p title="<script>"><link rel=dns-prefetch href=http://@NAME/><p title="</script>">`,
  ),
  script("hint of another name space", hinted(`document.createElementNS("${XHTML}","x:link")`)),
  script("hint of another document", hinted(`document.implementation.createHTMLDocument("").createElement("link")`)),
  script(
    "hint that is a document",
    hinted(`document.implementation.createDocument("${XHTML}","link",null).documentElement`),
  ),
  script(
    "hint of a class of its own",
    `class L extends HTMLLinkElement{};customElements.define("x-l",L,{extends:"link"});${hinted("new L()")}`,
  ),
  script("hint of a name that changes", `let n=0;${hinted(`document.createElement({toString:()=>n++?"b":"link"})`)}`),
  script(
    "hint of XML",
    hinted(`new DOMParser().parseFromString('<h:link xmlns:h="${XHTML}"/>',"text/xml").documentElement`),
  ),
  script(
    "hint of XML with an entity",
    hinted(
      `new DOMParser().parseFromString('<!DOCTYPE a [<!ENTITY x "&#60;link xmlns=&#39;${XHTML}&#39;/>">]><a>&x;</a>',"text/xml").documentElement.firstChild`,
    ),
  ),
  script(
    "hint of a fetched document",
    `const r=new XMLHttpRequest();r.open("GET",URL.createObjectURL(new Blob(['<h:link xmlns:h="${XHTML}" rel="dns-prefetch" href="http://@NAME/"/>'],{type:"text/xml"})));r.responseType="document";r.onload=()=>document.head.append(r.responseXML.documentElement);r.send()`,
  ),
  script(
    "hint by style sheet of XSLT",
    `const x=(s)=>new DOMParser().parseFromString(s,"text/xml");const p=new XSLTProcessor();p.importStylesheet(x('<s:stylesheet version="1.0" xmlns:s="http://www.w3.org/1999/XSL/Transform"><s:template match="/"><s:element name="link" namespace="${XHTML}"><s:attribute name="rel">dns-prefetch</s:attribute><s:attribute name="href">http://@NAME/</s:attribute></s:element></s:template></s:stylesheet>'));document.head.append(p.transformToFragment(x("<a/>"),document))`,
  ),
  script(
    "hint by parts of a range",
    `document.head.append(document.createRange().createContextualFragment(${QUOTED}))`,
  ),
  script(
    "hint by a clean text",
    `document.body.setHTML(${QUOTED},{sanitizer:{elements:["link"],attributes:["rel","href"]}})`,
  ),
  script("hint by a text that is not cleaned", `document.body.setHTMLUnsafe(${QUOTED})`),
  script(
    "hint of a parsed document",
    `document.head.append(document.adoptNode(Document.parseHTMLUnsafe(${QUOTED}).querySelector("link")))`,
  ),
  script(
    "hint with what the guard may use changed",
    `for(const p of [String,Array,RegExp,Function,Object,Reflect])for(const n of Object.getOwnPropertyNames(p.prototype??p))if(!/^(constructor|call|apply|hasOwnProperty)$/.test(n))try{Object.defineProperty(p.prototype??p,n,{value:()=>[],configurable:true})}catch{}
${hinted(`document.createElement("link")`)}`,
  ),
  script(
    "hint with a policy of its own",
    `const p=trustedTypes.createPolicy("own",{createHTML:(t)=>t});document.body.innerHTML=p.createHTML(${QUOTED})`,
  ),
  script(
    "away with what the guard may use changed",
    `RegExp.prototype.exec=()=>["blob"];RegExp.prototype.test=()=>true;String.prototype.startsWith=()=>true;Event.prototype.preventDefault=()=>0;setTimeout(()=>location="@URL",100)`,
  ),
  script(
    "away by an early listener",
    `navigation.onnavigate=(e)=>e.stopImmediatePropagation();addEventListener("click",(e)=>e.stopImmediatePropagation(),true);setTimeout(()=>{const a=document.createElement("a");a.href="@URL";document.body.append(a);a.click()},100)`,
  ),
  script("window of a link that is in no document", `onclick=()=>{${LINK}a.click()}`, "click"),
  script(
    "window of a dispatched click",
    `onclick=()=>{onclick=null;${LINK}document.body.append(a);a.dispatchEvent(new MouseEvent("click"))}`,
    "click",
  ),
  script(
    "window of a dispatched click in no document",
    `onclick=()=>{${LINK}a.dispatchEvent(new MouseEvent("click"))}`,
    "click",
  ),
  script(
    "window of a click on what is in a link",
    `onclick=()=>{onclick=null;${LINK}const b=document.createElement("b");a.append(b);b.click()}`,
    "click",
  ),
  script(
    "window of a link with a slot",
    `onclick=()=>{onclick=null;${LINK}const d=document.createElement("div");const s=d.attachShadow({mode:"closed"});a.append(document.createElement("slot"));s.append(a);const b=document.createElement("b");d.append(b);b.dispatchEvent(new MouseEvent("click",{composed:true,bubbles:true}))}`,
    "click",
  ),
  script(
    "window of a link in a shadow tree, with what the guard may use changed",
    `const each=Array.prototype[Symbol.iterator];Array.prototype[Symbol.iterator]=function*(){};Event.prototype.composedPath=()=>[];Node.prototype.getRootNode=()=>document;onclick=()=>{onclick=null;${LINK}const d=document.createElement("div");d.attachShadow({mode:"closed"}).append(a);document.body.append(d);a.dispatchEvent(new MouseEvent("click"));Array.prototype[Symbol.iterator]=each}`,
    "click",
  ),
  script(
    "window of a drawn link",
    `onclick=()=>{onclick=null;const a=document.createElementNS("http://www.w3.org/2000/svg","a");a.setAttribute("href","@URL");a.setAttribute("target","_blank");a.dispatchEvent(new MouseEvent("click"))}`,
    "click",
  ),
  markup(
    "window of a drawn link whose address moves",
    `<svg style="position:fixed;inset:0;width:100%;height:100%"><a href="#x" target="_blank"><animate attributeName="href" values="@URL" dur="99s"/><rect width="2000" height="2000"/></a></svg>`,
    "click",
  ),
  script(
    "window of a javascript address",
    `onclick=()=>{onclick=null;const a=document.createElement("a");a.target="x";a.href="javascript:'<script>location=\\\\'@URL\\\\'</'+'script>'";document.body.append(a);a.click()}`,
    "click",
  ),
  script(
    "window of a document of its own",
    `onclick=()=>{onclick=null;const a=document.createElement("a");a.target="_blank";a.href=URL.createObjectURL(new Blob([${JSON.stringify(HINT)}],{type:"text/html"}));document.body.append(a);a.click()}`,
    "click",
  ),
  script(
    "form into a window, in a click",
    `onclick=()=>{const f=document.createElement("form");f.action="@URL";f.target="_blank";document.body.append(f);f.submit()}`,
    "click",
  ),
  script(
    "form of a shadow tree",
    `onclick=()=>{const d=document.createElement("div");const s=d.attachShadow({mode:"closed"});const f=document.createElement("form");f.action="@URL";f.target="_blank";s.append(f);document.body.append(d);f.requestSubmit()}`,
    "click",
  ),
  script(
    "form that becomes another",
    `onclick=()=>{const d=document.createElement("dialog");const f=document.createElement("form");f.method="dialog";f.onsubmit=()=>{f.method="get";f.action="@URL";f.target="_blank"};d.append(f);document.body.append(d);f.requestSubmit()}`,
    "click",
  ),
];
