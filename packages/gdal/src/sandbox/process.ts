import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { type SandboxLimits, UnreadableError } from "../model.ts";
import { childProgram } from "./program.ts";
import type { SandboxReply, SandboxRequest } from "./requests.ts";

/** Figures of one run, for logs and for the history of a job. */
export interface SandboxUsage {
  seconds: number;
  /** Processor time, user and system; 0 where there is no /proc. */
  cpuSeconds: number;
  peakMemoryBytes: number;
}

export interface SandboxRun {
  /** The rows that the child streams while it works. */
  rows: Readable;
  /** @throws UnreadableError */
  reply: Promise<Extract<SandboxReply, { ok: true }>>;
  usage(): SandboxUsage;
  /** Restarts the wall-clock limit, because the child begins another task. */
  restartClock(): void;
  /** Ends the child now; harmless when it has ended. */
  stop(): void;
}

const WATCH_MS = 100;
/** Old-space limit of V8. With the program and V8's other memory it stays below the limit of a child. */
const HEAP_MEGABYTES = 304;
const SMALL_MEGABYTES = 1;

/** Creates a directory for one task, and removes it afterwards. */
export async function withWorkDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await makeWorkDirectory();
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export async function makeWorkDirectory(): Promise<string> {
  return mkdtemp(join(await realpath(tmpdir()), "archipel-gdal-"));
}

/**
 * Starts a child process for one request. It inherits no environment variable, may read the program, the one file and its work directory, may
 * write only there, and cannot start processes. It is killed when it exceeds its memory or time, which is an ordinary `unreadable`.
 *
 * @param readable the file of the request, if any
 */
export async function runSandbox(request: SandboxRequest, readable: string | null): Promise<SandboxRun> {
  const { limits, workDirectory } = request;
  const program = await childProgram();
  // Files that we write ourselves are trusted: the wall-clock limit is enough.
  const stats = readable ? statSync(readable) : null;
  const megabytes = stats ? stats.size / 2 ** 20 : Number.POSITIVE_INFINITY;
  const cpuSeconds = limits.cpuSeconds + limits.cpuSecondsAMegabyte * megabytes;
  const child = spawn(
    ...limited(cpuSeconds, process.execPath, [
      "--permission",
      ...[...program.readable, workDirectory, ...(readable ? [readable] : [])].map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-write=${workDirectory}`,
      `--max-old-space-size=${HEAP_MEGABYTES}`,
      // GDAL's code is a trusted dependency, most of it never called: validating it all would take a third of the start.
      "--wasm-lazy-validation",
      // A small file is read before optimised code would pay for its compilation: a third of the processor time.
      ...(stats?.isFile() && megabytes < SMALL_MEGABYTES ? ["--liftoff-only"] : []),
      "--disable-warning=ExperimentalWarning",
      program.file,
    ]),
    { cwd: workDirectory, env: { NODE_ENV: "production", NODE_PATH: program.libraries }, stdio: ["pipe", "pipe", "pipe", "pipe"] },
  );
  const watch = watchChild(child, limits, cpuSeconds);
  child.stdin?.on("error", () => {});
  child.stdin?.end(JSON.stringify(request));
  const rows = child.stdio[3] as Readable;
  rows.on("error", () => {});
  const reply = readReply(child, watch);
  reply.catch(() => {});
  return { rows, reply, usage: watch.usage, restartClock: watch.restart, stop: () => void child.kill("SIGKILL") };
}

/** Margin that lets our own watch act before the limit of the system. */
const SLACK_SECONDS = 5;

/** Runs the command under a limit of the system, so that a child ends by itself when its parent was killed and nobody watches it. */
function limited(cpuSeconds: number, command: string, args: string[]): [command: string, args: string[]] {
  if (!Number.isFinite(cpuSeconds) || !existsSync("/bin/sh")) return [command, args];
  return ["/bin/sh", ["-c", `ulimit -t ${Math.ceil(cpuSeconds) + SLACK_SECONDS}; exec "$0" "$@"`, command, ...args]];
}

async function readReply(child: ChildProcess, watch: Watch): Promise<Extract<SandboxReply, { ok: true }>> {
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  if (!child.stdout || !child.stderr) throw new Error("the child has no pipes");
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  watch.end();
  const breach = watch.breach();
  if (breach) throw new UnreadableError(breach, breach === "timeout" ? "took too long" : "needed too much memory");
  const answer = parseReply(output);
  if (!answer && /heap out of memory/.test(errors)) throw new UnreadableError("memory", "needed too much memory");
  if (!answer) throw new UnreadableError("crash", errors.trim().split("\n").slice(-5).join("\n").slice(0, 1_000) || `exit ${code}`);
  if (!answer.ok) throw new UnreadableError(answer.reason, answer.detail);
  return answer;
}

function parseReply(output: string): SandboxReply | null {
  try {
    return JSON.parse(output) as SandboxReply;
  } catch {
    return null;
  }
}

interface Watch {
  restart(): void;
  breach(): "timeout" | "memory" | null;
  usage(): SandboxUsage;
  end(): void;
}

/**
 * V8 limits its objects and wasm.ts limits GDAL's memory, but neither limits other buffers, and a child that waits for its reader uses time
 * without processor time. So memory and both times are measured from outside.
 */
function watchChild(child: ChildProcess, limits: SandboxLimits, cpuSecondsAllowed: number): Watch {
  const started = performance.now();
  let begun = started;
  let ended: number | null = null;
  let used = { cpuSeconds: 0, peakMemoryBytes: 0 };
  let breach: "timeout" | "memory" | null = null;
  const stop = (why: "timeout" | "memory") => {
    breach ??= why;
    child.kill("SIGKILL");
  };
  const timer = setInterval(async () => {
    if (performance.now() - begun > limits.seconds * 1000) return stop("timeout");
    used = (child.pid && (await usedBy(child.pid))) || used;
    if (used.peakMemoryBytes > limits.memoryBytes) stop("memory");
    if (used.cpuSeconds > cpuSecondsAllowed) stop("timeout");
  }, WATCH_MS);
  return {
    restart: () => {
      begun = performance.now();
    },
    breach: () => breach,
    usage: () => ({ seconds: ((ended ?? performance.now()) - started) / 1000, ...used }),
    end: () => {
      clearInterval(timer);
      ended = performance.now();
    },
  };
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
