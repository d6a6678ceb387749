/**
 * The words with which bubblewrap runs one program. Starts nothing itself: run-script.ts does.
 *
 * What it stops: reading and writing files other than those of the one folder (system programs and libraries can be read, not changed);
 * the network, unless it was granted; seeing, ending or tracing other programs; environment variables, and keys in them; typing into the
 * terminal. What it does not stop: faults of the kernel; a program that spoils the folder it was given; taking all processors.
 * Source: bwrap(1) of bubblewrap 0.8, https://github.com/containers/bubblewrap (2026-11-30).
 */

/** What one program is given. */
export interface BubblewrapWish {
  /** The folder that it may change; the only one that it sees of the person's. */
  folder: string;
  /** Folders that lie in it and that it must not see, such as that of keys. */
  hidden: readonly string[];
  /** Files and folders that it may read, beside the system's. */
  readable: readonly string[];
  /** The script's file, and where it sees it. */
  script: { file: string; as: string };
  /** Whether it has the network. */
  network: boolean;
  /** Environment that it has; no other. */
  env: { readonly [name: string]: string };
  /** The program and its words. */
  command: readonly string[];
}

const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"];
const SETTINGS = [
  "/etc/ld.so.cache",
  "/etc/alternatives",
  "/etc/localtime",
  "/etc/ssl",
  "/etc/pki",
  "/etc/ca-certificates",
];
const NETWORK = ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services"];

/** The words after `bwrap`. */
export function bubblewrapWords(wish: BubblewrapWish): string[] {
  const { folder, hidden, readable, script, network, env, command } = wish;
  const seen = [...SYSTEM, ...SETTINGS, ...(network ? NETWORK : [])];
  const mounts = [
    ...readable.map((path) => ["--ro-bind", path, path]),
    ["--bind", folder, folder],
    ...hidden.map((path) => ["--tmpfs", path]),
    // What lies in another comes after it: an environment in the hidden folder is seen.
  ].sort((one, other) => (one[1] ?? "").length - (other[1] ?? "").length);
  return [
    "--unshare-all",
    ...(network ? ["--share-net"] : []),
    "--die-with-parent",
    "--new-session",
    ...seen.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...mounts.flat(),
    ...["--ro-bind", script.file, script.as, "--chdir", folder, "--clearenv"],
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--",
    ...command,
  ];
}
