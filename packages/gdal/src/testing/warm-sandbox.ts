import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { UnreadableError } from "../model.ts";
import { goodReply, type SandboxRun } from "../sandbox/process.ts";
import type { SandboxReply, SandboxRequest } from "../sandbox/requests.ts";
import type { WarmRequest } from "./warm-child.ts";

/** GDAL keeps some memory of each request. */
const MAX_ANSWERS = 60;
/** Words of an engine that must not be used again. */
const BROKEN_ENGINE = /Aborted|RuntimeError|unreachable|out of bounds|signature mismatch/;

let child: ChildProcess | null = null;
let answers = 0;
let last: Promise<unknown> = Promise.resolve();

function warmChild(): ChildProcess {
  if (child && answers < MAX_ANSWERS) return child;
  endChild();
  answers = 0;
  child = fork(join(import.meta.dirname, "warm-child.ts"), {
    execArgv: ["--wasm-lazy-validation", "--liftoff-only", "--disable-warning=ExperimentalWarning"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

function endChild(): void {
  child?.kill("SIGKILL");
  child = null;
}

function ask(request: SandboxRequest, rowsFile: string): Promise<SandboxReply> {
  const asked = warmChild();
  answers++;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(guard);
      asked.off("message", onReply);
      asked.off("exit", onExit);
    };
    const guard = setTimeout(() => {
      end();
      endChild();
      reject(new UnreadableError("timeout", "took too long"));
    }, request.limits.seconds * 1000);
    const onReply = (reply: SandboxReply) => {
      end();
      // A broken engine may also show in a finding of the inspection.
      if ((!reply.ok && reply.reason === "memory") || BROKEN_ENGINE.test(JSON.stringify(reply))) endChild();
      resolve(reply);
    };
    const onExit = () => {
      end();
      endChild();
      reject(new UnreadableError("crash", "the warm child ended"));
    };
    asked.on("message", onReply);
    asked.on("exit", onExit);
    asked.send({ request, rowsFile } satisfies WarmRequest);
  });
}

/**
 * Answers requests by one child with GDAL, one after the other: a child for each file, as in the product, takes half a second to start.
 * Memory and rights are not limited.
 */
export async function runWarm(request: SandboxRequest): Promise<SandboxRun> {
  const begun = performance.now();
  const rows = new PassThrough();
  rows.on("error", () => {});
  const rowsFile = join(tmpdir(), `archipel-rows-${randomUUID()}`);
  const asked = last.then(() => ask(request, rowsFile));
  last = asked.catch(() => {});
  const giveRows = () => {
    if (!existsSync(rowsFile)) return void rows.end();
    const file = createReadStream(rowsFile);
    file.once("open", () => rmSync(rowsFile));
    file.pipe(rows);
  };
  const reply = asked.finally(giveRows).then(goodReply);
  reply.catch(() => {});
  const usage = () => ({ seconds: (performance.now() - begun) / 1000, cpuSeconds: 0, peakMemoryBytes: 0 });
  return { rows, reply, usage, restartClock() {}, stop: () => void rows.destroy() };
}
