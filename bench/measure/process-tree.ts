import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/** Result of a program. Memory is the peak of the program itself, and the highest peak of one of its children. */
export interface Ran {
  seconds: number;
  output: string;
  peakBytes: number;
  peakChildBytes: number;
}

const POLL_MS = 50;

/** Runs a program to its end and measures its memory from /proc. @throws Error with its output when it fails */
export async function watchedRun(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const peaks = { own: 0, child: 0 };
  const timer = setInterval(() => look(child, peaks), POLL_MS);
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${errors.slice(-2000)}`);
    return { seconds: (performance.now() - start) / 1000, output, peakBytes: peaks.own, peakChildBytes: peaks.child };
  } finally {
    clearInterval(timer);
  }
}

function look(child: ChildProcess, peaks: { own: number; child: number }): void {
  if (child.pid === undefined) return;
  peaks.own = Math.max(peaks.own, statusOf(child.pid)?.peakBytes ?? 0);
  for (const entry of readdirSync("/proc")) {
    const status = /^\d+$/.test(entry) ? statusOf(Number(entry)) : undefined;
    if (status?.parent === child.pid) peaks.child = Math.max(peaks.child, status.peakBytes);
  }
}

function statusOf(pid: number): { parent: number; peakBytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return { parent: number("PPid"), peakBytes: number("VmHWM") * 1024 };
  } catch {
    return undefined;
  }
}
