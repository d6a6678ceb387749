/**
 * Listens where hostile apps would send what they know: raw TCP (HTTP, WebSocket, TURN), UDP (STUN, TURN, QUIC) and DNS. Each case has a
 * port and a secret of its own, so that even an empty connection is told whose it is. Answers enough for an attack to go on.
 */
import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:net";

/** What a listener heard of one case. */
export interface Heard {
  /** The secret came, by these ways. */
  data: string[];
  /** Something came without it, by these ways. */
  contacts: string[];
}

/** Where one case sends to. */
export interface Aim {
  /** The attacker's address. */
  address: string;
  /** TCP and UDP port of this case alone. */
  port: number;
  /** Letters and digits that nothing else holds. */
  secret: string;
  /** Name below which every name is the attacker's; it says which case asks. */
  domain: string;
  /** What was heard so far. */
  heard: Heard;
}

/** The attacker. */
export interface Attacker {
  /** Listens for one more case. */
  aim: () => Promise<Aim>;
  close: () => void;
}

const DNS_PORT = 53;
const STUN_COOKIE = 0x2112a442;
const ALLOCATE = 0x0003;
const BINDING = 0x0001;

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** The answer of a TURN server that wants to know the name: so the secret comes in the second request. RFC 8489, RFC 8656. */
function stunAnswer(message: Buffer): Buffer | undefined {
  if (message.length < 20 || message.readUInt32BE(4) !== STUN_COOKIE) return undefined;
  const type = message.readUInt16BE(0);
  if (type !== ALLOCATE && type !== BINDING) return undefined;
  const body =
    type === ALLOCATE
      ? Buffer.concat([
          attribute(0x0009, Buffer.from([0, 0, 4, 1])),
          attribute(0x0014, Buffer.from("attacker")),
          attribute(0x0015, Buffer.from("nonce")),
        ])
      : attribute(0x0020, Buffer.from([0, 1, 0x21, 0x12, 0x21, 0x12, 0xa4, 0x43]));
  const head = Buffer.from(message.subarray(0, 20));
  head.writeUInt16BE(type === ALLOCATE ? 0x0113 : 0x0101, 0);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** What a page of the attacker does: it has a free network, so it asks again, and speaks to the page around it. */
function page(path: string): string {
  return `<!doctype html><title>attacker</title><script>
try { parent.postMessage("ATTACKER-PAGE", "*"); parent.postMessage({ penny: "guess" }, "*", [new MessageChannel().port2]); } catch {}
fetch("${path}-again").catch(() => 0);
</script>`;
}

function httpAnswer(head: string): string {
  const path = /^\S+ (\S+)/.exec(head)?.[1] ?? "/";
  const [type, body] = path.includes(".js")
    ? ["text/javascript", "0"]
    : path.includes(".css")
      ? ["text/css", "/**/"]
      : ["text/html", page(path.replaceAll(/[^\w/.-]/g, ""))];
  return [
    "HTTP/1.1 200 OK",
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Access-Control-Allow-Origin: *",
    "Access-Control-Allow-Headers: *",
    "Cache-Control: no-store",
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

/** The name that a DNS question is about. */
function askedName(message: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; at < message.length; ) {
    const length = message[at] ?? 0;
    if (length === 0) break;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join(".").toLowerCase();
}

/** Every name of type A is the attacker's address; there is nothing else. */
function dnsAnswer(message: Buffer, address: string): Buffer {
  let end = 12;
  while ((message[end] ?? 0) !== 0) end += 1 + (message[end] ?? 0);
  const question = message.subarray(12, end + 5);
  const isA = message.readUInt16BE(end + 1) === 1;
  const head = Buffer.alloc(12);
  message.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(isA ? 1 : 0, 6);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split(".").map(Number)]);
  return Buffer.concat(isA ? [head, question, record] : [head, question]);
}

/** Starts one. @param dns whether port 53 is ours to listen on. */
export async function startAttacker(address: string, dns: boolean): Promise<Attacker> {
  const aims: Aim[] = [];
  const open: (Server | Socket)[] = [];
  const note = (aim: Aim | undefined, way: string, bytes: string): void => {
    const owner = aims.find(({ secret }) => bytes.toLowerCase().includes(secret));
    if (owner) owner.heard.data.push(way);
    else aim?.heard.contacts.push(way);
  };
  if (dns) {
    const resolver = createSocket("udp4");
    resolver.on("message", (message, from) => {
      const name = askedName(message);
      const aim = aims.find(({ domain }) => name.endsWith(domain));
      if (aim) note(aim, `DNS ${name}`, name);
      resolver.send(dnsAnswer(message, address), from.port, from.address);
    });
    await new Promise<void>((resolve) => resolver.bind(DNS_PORT, "127.0.0.1", resolve));
    open.push(resolver);
  }
  const listenTcp = async (aim: Aim): Promise<void> => {
    const server = createServer((socket) => {
      let text = "";
      aim.heard.contacts.push("TCP connection");
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => {
        text += bytes.toString("latin1");
        note(aim, `TCP ${text.split("\r\n")[0]?.slice(0, 80)}`, text);
        const stun = stunAnswer(bytes);
        if (stun) socket.write(stun);
        else if (text.includes("\r\n\r\n")) socket.end(httpAnswer(text));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    const bound = server.address();
    aim.port = typeof bound === "object" && bound ? bound.port : 0;
    open.push(server);
  };
  const listenUdp = async (aim: Aim): Promise<void> => {
    const socket = createSocket("udp4");
    socket.on("error", () => undefined);
    socket.on("message", (bytes, from) => {
      note(aim, "UDP", bytes.toString("latin1"));
      const stun = stunAnswer(bytes);
      if (stun) socket.send(stun, from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(aim.port, address, resolve));
    open.push(socket);
  };
  return {
    aim: async () => {
      const number = aims.length;
      const aim: Aim = {
        address,
        port: 0,
        secret: `s${randomBytes(8).toString("hex")}`,
        domain: `v${number}.attacker.test`,
        heard: { data: [], contacts: [] },
      };
      await listenTcp(aim);
      await listenUdp(aim);
      aims.push(aim);
      return aim;
    },
    close: () => {
      for (const each of open) each.close();
    },
  };
}
