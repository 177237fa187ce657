import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { isAbsolute } from "node:path";
import type { Readable, Writable } from "node:stream";
import { type Budget, currentBudget } from "./budget.ts";
import type { ChildProgram } from "./program.ts";
import { type Breach, type ChildLimits, type ChildUsage, type Watch, watchChild } from "./watch.ts";

export interface ChildOptions {
  limits: ChildLimits;
  /** Absolute paths of files and directories that the child may read, beside its program. */
  readable?: readonly string[];
  /** The only directory that it may write; also its working directory. Without one it writes nowhere. */
  workDirectory?: string;
  /** Limit of V8's old space, in megabytes. */
  heapMegabytes: number;
  /** Other flags of Node. */
  flags?: readonly string[];
  /** Other variables of its environment, which has nothing of ours. */
  environment?: Readonly<Record<string, string>>;
  /** It waits for processes that answer callers, as each child of work with a budget does. */
  isInBackground?: boolean;
}

/** How a child ended, and all that it wrote. */
export interface Ending {
  output: Buffer;
  errors: string;
  /** Null when it was killed. */
  code: number | null;
  breach: Breach | null;
}

export interface LimitedChild {
  pid: number | undefined;
  input: Writable;
  /** What the child streams on descriptor 3 while it works. Nobody reads it: resume it, or the child waits. */
  stream: Readable;
  /** Rejects with a BudgetError when the budget of the work that started it is over. */
  ended: Promise<Ending>;
  usage(): ChildUsage;
  /** Restarts the wall-clock limit, because the child begins another task. */
  restartClock(): void;
  /** Ends the child now; harmless when it has ended. */
  stop(): void;
}

/**
 * Starts a child process under Node's permission model. It inherits no environment variable, reads the program and the paths given here, and
 * cannot start processes. It is killed when it exceeds its memory or time, or the budget of the work that starts it (`withBudget`). Machine code
 * of an addon ignores the permission model, so a program with one needs limits of its own (`--allow-addons` among the flags).
 *
 * @throws BudgetError when the work may start no further child
 * @throws RangeError for a relative path
 */
export function startChild(program: ChildProgram, options: ChildOptions): LimitedChild {
  const { limits, readable = [], workDirectory, heapMegabytes, flags = [], environment = {}, isInBackground = false } = options;
  assertAbsolute(workDirectory === undefined ? readable : [workDirectory, ...readable]);
  const budget = currentBudget();
  budget?.countChild();
  const child = spawn(
    ...limited(limits.cpuSeconds, process.execPath, [
      "--permission",
      ...[...program.readable, ...(workDirectory ? [workDirectory] : []), ...readable].map((path) => `--allow-fs-read=${path}`),
      ...(workDirectory ? [`--allow-fs-write=${workDirectory}`] : []),
      `--max-old-space-size=${heapMegabytes}`,
      ...flags,
      "--disable-warning=ExperimentalWarning",
      program.file,
    ]),
    {
      cwd: workDirectory ?? "/",
      env: { NODE_ENV: "production", NODE_PATH: program.libraries, ...environment },
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    },
  );
  if (isInBackground || budget) yieldToOthers(child.pid);
  const watch = watchChild(child, limits, budget);
  const { stdin, stdout, stderr } = child;
  const stream = child.stdio[3] as Readable;
  stdin.on("error", () => {});
  stream.on("error", () => {});
  const ended = endOf(child, { stdout, stderr }, watch, limits, budget);
  ended.catch(() => {});
  return {
    pid: child.pid,
    input: stdin,
    stream,
    ended,
    usage: watch.usage,
    restartClock: watch.restart,
    stop: () => void child.kill("SIGKILL"),
  };
}

/** The child has another working directory, where a relative path of ours would be another file. @throws RangeError */
export function assertAbsolute(paths: readonly string[]): void {
  const relative = paths.find((path) => !isAbsolute(path));
  if (relative !== undefined) throw new RangeError(`a child process needs absolute paths, not ${JSON.stringify(relative)}`);
}

const MOST_ERROR_BYTES = 1024 * 1024;
/** Margin that lets our own watch act before the limit of the system. */
const SLACK_SECONDS = 5;

/** When the machine has no memory left, Linux ends a child and not the process that started it (-1000 to 1000). */
const FIRST_TO_END = 500;

/**
 * Runs the command under limits of the system, so that a child ends by itself when its parent was killed and nobody watches it. A crash leaves
 * no file with what the child had in memory.
 */
function limited(cpuSeconds: number, command: string, args: string[]): [command: string, args: string[]] {
  if (!existsSync("/bin/sh")) return [command, args];
  const limits = [
    "ulimit -c 0",
    ...(Number.isFinite(cpuSeconds) ? [`ulimit -t ${Math.ceil(cpuSeconds) + SLACK_SECONDS}`] : []),
    ...(existsSync("/proc/self/oom_score_adj") ? [`{ echo ${FIRST_TO_END} > /proc/self/oom_score_adj; } 2> /dev/null`] : []),
  ];
  return ["/bin/sh", ["-c", `${limits.join("; ")}; exec "$0" "$@"`, command, ...args]];
}

/** Before the child has threads: they inherit its priority. */
function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch {
    // Where the system refuses, or the child has ended, the other limits apply.
  }
}

async function endOf(
  child: ChildProcess,
  { stdout, stderr }: { stdout: Readable; stderr: Readable },
  watch: Watch,
  limits: ChildLimits,
  budget: Budget | undefined,
): Promise<Ending> {
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  const writing = bytesOf(stdout, limits.outputBytes ?? Number.POSITIVE_INFINITY, () => watch.stop("output"));
  try {
    const [output, complaints, code] = await Promise.all([writing, bytesOf(stderr, MOST_ERROR_BYTES, () => {}), exited]);
    if (watch.breach() === "budget") budget?.assertLeft();
    const errors = complaints.toString("utf8");
    const isOutOfHeap = code !== 0 && /heap out of memory/.test(errors);
    return { output, errors, code, breach: watch.breach() ?? (isOutOfHeap ? "memory" : null) };
  } finally {
    watch.end();
  }
}

/** What is beyond the limit is dropped. */
async function bytesOf(stream: Readable, most: number, onExcess: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) onExcess();
    else chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
