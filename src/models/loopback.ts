/** Tells addresses of this machine from others. Looks nothing up: a name counts only if it always means this machine. */

/**
 * Whether a URL's host name is this machine's loopback: `localhost` and names under it (RFC 6761, section 6.3), 127.0.0.0/8,
 * `[::1]`.
 */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return /^127(\.\d{1,3}){3}$/.test(name) || name === "[::1]" || name === "::1";
}
