import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { currentBudget } from "@archipel/sandbox/budget.ts";
import { assertAbsolute, type Ending, startChild } from "@archipel/sandbox/limited-child.ts";
import type { ChildUsage } from "@archipel/sandbox/watch.ts";
import { failureOf } from "../failure.ts";
import { UnreadableError } from "../model.ts";
import { childProgram } from "./program.ts";
import type { SandboxReply, SandboxRequest } from "./requests.ts";
import { cpuSecondsFor, workAmount } from "./work-amount.ts";

/** Figures of one run, for logs and for the history of a job. */
export type SandboxUsage = ChildUsage;

/** What a child answers when all went well. */
export type SandboxReplyOf = Extract<SandboxReply, { ok: true }>;
type GoodReply = SandboxReplyOf;

export interface SandboxRun {
  /** The rows that the child streams while it works. */
  rows: Readable;
  /** @throws UnreadableError */
  reply: Promise<GoodReply>;
  usage(): SandboxUsage;
  /** Restarts the wall-clock limit, because the child begins another task. */
  restartClock(): void;
  /** Ends the child now; harmless when it has ended. */
  stop(): void;
}

/** Old-space limit of V8. With the program and V8's other memory it stays below the limit of a child. */
const HEAP_MEGABYTES = 304;
const SMALL_BYTES = 1024 * 1024;

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

type RunSandbox = (request: SandboxRequest, readable: string | readonly string[] | null) => Promise<SandboxRun>;

let runner: RunSandbox = runInChild;

/** Runs one request in the sandbox. @throws RangeError for a relative path */
export const runSandbox: RunSandbox = async (request, readable) => {
  assertAbsolute([readable ?? []].flat());
  return runner(request, readable);
};

/** For tests that are not about the sandbox: answers requests in another way (testing/warm-sandbox.ts); null is the ordinary way. */
export function answerBy(other: RunSandbox | null): void {
  runner = other ?? runInChild;
}

/**
 * Starts a child process for one request. It may read the program, the files of the request and its work directory, and may write only there. It is
 * killed when it exceeds its memory or time, which is an ordinary `unreadable`.
 *
 * @param readable the files of the request, if any
 */
async function runInChild(request: SandboxRequest, readable: string | readonly string[] | null): Promise<SandboxRun> {
  const { limits, workDirectory } = request;
  const program = await childProgram();
  // Files that we write ourselves are trusted: the wall-clock limit is enough.
  const files = readable === null ? [] : [readable].flat();
  const amounts = files.map(workAmount);
  for (const [index, path] of files.entries()) currentBudget()?.growBy(path, amounts[index]?.bytes ?? 0);
  const amount = amounts.length === 0 ? null : amounts.reduce((a, b) => ({ bytes: a.bytes + b.bytes, entries: a.entries + b.entries }));
  const { memoryBytes, seconds } = limits;
  const child = startChild(program, {
    limits: { memoryBytes, seconds, cpuSeconds: amount ? cpuSecondsFor(amount, limits) : Number.POSITIVE_INFINITY },
    readable: files,
    workDirectory,
    heapMegabytes: HEAP_MEGABYTES,
    flags: [
      // GDAL's code is a trusted dependency, most of it never called: validating it all would take a third of the start.
      "--wasm-lazy-validation",
      // A small file is read before optimised code would pay for its compilation: a third of the processor time.
      ...(amount && amount.bytes < SMALL_BYTES ? ["--liftoff-only"] : []),
    ],
  });
  child.input.end(JSON.stringify(request));
  const reply = child.ended.then(replyIn);
  reply.catch(() => {});
  return { rows: child.stream, reply, usage: child.usage, restartClock: child.restartClock, stop: child.stop };
}

function replyIn({ output, errors, code, breach }: Ending): GoodReply {
  if (breach === "timeout") throw new UnreadableError("timeout", "took too long");
  if (breach) throw new UnreadableError("memory", "needed too much memory");
  const answer = parseReply(output);
  if (!answer) throw failureOf("crash", errors.trim().split("\n").slice(-5).join("\n").slice(0, 1_000) || `exit ${code}`);
  return goodReply(answer);
}

/** @throws UnreadableError for the reply of a failure */
export function goodReply(reply: SandboxReply): GoodReply {
  if (!reply.ok) throw failureOf(reply.reason, reply.detail);
  return reply;
}

function parseReply(output: Buffer): SandboxReply | null {
  try {
    return JSON.parse(output.toString("utf8")) as SandboxReply;
  } catch {
    return null;
  }
}
