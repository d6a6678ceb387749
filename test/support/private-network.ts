/**
 * Runs a program in a network of its own: nothing can leave it, an address that looks public is the attacker's, and the program may be
 * the name server. Needs Linux with `unshare`, `ip` and the right to make namespaces; elsewhere there is the loopback address alone.
 */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, run } from "./run-penny.ts";

/** TEST-NET-2 of RFC 5737: an address that nobody has. */
export const PRIVATE_ADDRESS = "198.51.100.7";

/** Pairs of interfaces: WebRTC gathers addresses of one that is up and is not the loopback. */
const SET_UP = [
  "ip link set lo up",
  "ip link add penny0 type veth peer name penny1",
  "ip link set penny0 up",
  "ip link set penny1 up",
  `ip addr add ${PRIVATE_ADDRESS}/24 dev penny0`,
  "ip route add default dev penny0",
].join(" && ");

function words(folder: string, program: string, args: readonly string[]): string[] {
  const names = join(folder, "resolv.conf");
  writeFileSync(names, "nameserver 127.0.0.1\n");
  const script = `${SET_UP} && mount --bind "${names}" /etc/resolv.conf && exec "$@"`;
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  return [...user, "--net", "--mount", "sh", "-c", script, "sh", program, ...args];
}

/** Whether this machine can make one. */
export function hasPrivateNetwork(folder: string): boolean {
  if (process.platform !== "linux" || !existsSync("/etc/resolv.conf")) return false;
  try {
    execFileSync("unshare", words(folder, "true", []), { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs a program in one. */
export function runInPrivateNetwork(folder: string, program: string, args: readonly string[]): Promise<Outcome> {
  return run("unshare", words(folder, program, args));
}
