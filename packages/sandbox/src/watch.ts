import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import type { Budget } from "./budget.ts";

/** What one child process may consume. When it exceeds a limit it is killed. */
export interface ChildLimits {
  /** Resident memory of the child, in bytes. */
  memoryBytes: number;
  /** Wall-clock time, in seconds, including the time that it waits for a slow reader. */
  seconds: number;
  /** Processor time, in seconds; infinite for a child that only works on our own files. */
  cpuSeconds: number;
  /** Length of what it may write on its standard output; unlimited by default. */
  outputBytes?: number;
}

/** The limit that a child exceeded; `budget`: that of the work which started it. */
export type Breach = "timeout" | "memory" | "output" | "budget";

/** Figures of one run, for logs and for the history of a job. */
export interface ChildUsage {
  seconds: number;
  /** Processor time, user and system; 0 where there is no /proc. */
  cpuSeconds: number;
  peakMemoryBytes: number;
}

export interface Watch {
  restart(): void;
  /** Kills the child for this reason, unless it already exceeded another limit. */
  stop(breach: Breach): void;
  breach(): Breach | null;
  usage(): ChildUsage;
  end(): void;
}

const WATCH_MS = 100;

/**
 * V8 limits its own objects, but not other buffers, nor the memory of machine code, and a child that waits for its reader uses time without
 * processor time. So memory and both times are measured from outside.
 *
 * @param budget that of the work which started the child
 */
export function watchChild(child: ChildProcess, limits: ChildLimits, budget?: Budget): Watch {
  const started = performance.now();
  let begun = started;
  let lookedAt = started;
  let isLow = false;
  let ended: number | null = null;
  let used = { cpuSeconds: 0, peakMemoryBytes: 0 };
  let breach: Breach | null = null;
  const stop = (why: Breach) => {
    breach ??= why;
    child.kill("SIGKILL");
  };
  const timer = setInterval(async () => {
    if (performance.now() - begun > limits.seconds * 1000) return stop("timeout");
    const found = child.pid && ended === null ? await usedBy(child.pid) : null;
    if (ended !== null) return;
    if (found) {
      used = found;
      lookedAt = performance.now();
    }
    budget?.count(child, used.cpuSeconds);
    if (budget?.breach) return stop("budget");
    if (budget?.isLong && !isLow && child.pid) {
      isLow = true;
      lowerPriority(child.pid);
    }
    if (used.peakMemoryBytes > limits.memoryBytes) stop("memory");
    if (used.cpuSeconds > limits.cpuSeconds) stop("timeout");
  }, WATCH_MS);
  return {
    restart: () => {
      begun = performance.now();
    },
    stop,
    breach: () => breach,
    usage: () => ({ seconds: ((ended ?? performance.now()) - started) / 1000, ...used }),
    end: () => {
      clearInterval(timer);
      ended = performance.now();
      // What it used since the last look is not known: all that time counts, so that many short children are not free.
      budget?.count(child, used.cpuSeconds + (MEASURES_CPU ? (ended - lookedAt) / 1000 : 0), true);
    },
  };
}

const MEASURES_CPU = existsSync("/proc/self/stat");

/** A quarter of the processor time of a child with the priority below normal, when both want it. The lowest priority could get none. */
const LONG_PRIORITY = 13;

/** Lets children of shorter work go first. On Linux each thread has a priority of its own. */
function lowerPriority(pid: number): void {
  try {
    const threads = MEASURES_CPU ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    for (const thread of threads) setPriority(thread, LONG_PRIORITY);
  } catch {
    // Where the system refuses, or the child has ended, the other limits apply.
  }
}

/** /proc counts time in hundredths of a second on all Linux systems that we know. */
const TICKS_A_SECOND = 100;

/** Consumption from /proc. Null without /proc or when the process is gone: then only the wall-clock limit applies. */
async function usedBy(pid: number): Promise<{ cpuSeconds: number; peakMemoryBytes: number } | null> {
  try {
    const [status, stat] = await Promise.all([readFile(`/proc/${pid}/status`, "utf8"), readFile(`/proc/${pid}/stat`, "utf8")]);
    const peakMemoryBytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    // The command, in parentheses, may hold spaces; the fields after it are numbered from three.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    return peakMemoryBytes > 0 ? { cpuSeconds, peakMemoryBytes } : null;
  } catch {
    return null;
  }
}
