/**
 * Which process wrote a pending call, and whether it is still alive. A process number alone does not tell: numbers are
 * used again, so the start time is compared where the system tells it (Linux). Starts and ends no process.
 */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** A process, told apart from all others that ever ran. */
export interface ProcessIdentity {
  /** Process number. */
  pid: number;
  /** Name of the machine. */
  host: string;
  /** Boot and start time in the system's own units, only to be compared. Absent: the system does not tell. */
  start?: string;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

/**
 * When a process started: id of the boot and clock ticks since it.
 * Source: field 22 of /proc/PID/stat, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (2025). The second
 * field, the name, is in brackets and may itself hold spaces and brackets.
 */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  const boot = textOf("/proc/sys/kernel/random/boot_id");
  const ticks = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return ticks === undefined || boot === undefined ? undefined : `${boot.trim()}/${ticks}`;
}

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  const start = startOf(process.pid);
  return { pid: process.pid, host: hostname(), ...(start === undefined ? {} : { start }) };
}

/**
 * Whether a process has ended. False also where that cannot be known: on another machine, or where a number was given
 * to a new process and the system does not tell start times.
 */
export function hasEnded(identity: ProcessIdentity, here: string = hostname()): boolean {
  if (identity.host !== here) return false;
  const start = startOf(identity.pid);
  if (identity.start !== undefined && start !== undefined) return identity.start !== start;
  try {
    // Signal 0 tests for existence and sends nothing.
    process.kill(identity.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
