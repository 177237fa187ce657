import type { Readable } from "node:stream";
import { type LimitedChild, startChild } from "@archipel/sandbox/limited-child.ts";
import type { PrintDocument } from "../compose/document.ts";
import { PrintError, type ReportPrinter } from "../printer.ts";
import { childProgram, printFiles, printVersion } from "./program.ts";
import type { PrintReply, PrintRequest } from "./requests.ts";

interface PrintLimits {
  /** Of one child process, whose engine and fonts need 160 MB. */
  memoryBytes: number;
  /** Of one document. */
  seconds: number;
  /** A child that prints nothing for so long ends, and its memory is free. */
  idleSeconds: number;
  /** A child is replaced after so many documents, and after half of its processor time or memory: the engine keeps 1 MB of each document. */
  documents: number;
  cpuSeconds: number;
}

const defaultPrintLimits: PrintLimits = {
  memoryBytes: 640 * 1024 * 1024,
  seconds: 10,
  idleSeconds: 120,
  documents: 100,
  cpuSeconds: 120,
};

/** Old-space limit of V8, which holds only the program and one document. */
const HEAP_MEGABYTES = 96;
/** More than any report: what is longer is not read. */
const MOST_PDF_BYTES = 40 * 1024 * 1024;

/**
 * Prints by Typst in limited child processes. A child stays warm for the next documents, because loading the engine and the fonts takes
 * longer than most documents; it prints one at a time. Each document gets a child of its own while others are busy: the caller limits how
 * many are printed at once.
 */
export function openTypstPrinter(limits: Partial<PrintLimits> = {}): ReportPrinter {
  const all = { ...defaultPrintLimits, ...limits };
  const idle: WarmChild[] = [];
  const running = new Set<WarmChild>();
  const printBy = async (child: WarmChild, document: PrintDocument, signal: AbortSignal | undefined): Promise<Buffer | null> => {
    running.add(child);
    try {
      const pdf = await child.print(document, signal);
      if (pdf === null || child.isSpent) child.stop();
      else idle.push(child);
      return pdf;
    } catch (error) {
      child.stop();
      throw error;
    } finally {
      running.delete(child);
    }
  };
  return {
    version: printVersion(),
    async print(document, signal) {
      signal?.throwIfAborted();
      const warm = liveChild(idle);
      if (warm) {
        const pdf = await printBy(warm, document, signal);
        if (pdf !== null) return pdf;
      }
      const pdf = await printBy(await WarmChild.start(all), document, signal);
      if (pdf === null) throw new PrintError("heavy", "a new child ended at once");
      return pdf;
    },
    close() {
      for (const child of [...idle.splice(0), ...running]) child.stop();
    },
  };
}

function liveChild(idle: WarmChild[]): WarmChild | undefined {
  for (let child = idle.pop(); child !== undefined; child = idle.pop()) if (!child.hasEnded) return child;
  return undefined;
}

class WarmChild {
  readonly #limits: PrintLimits;
  readonly #child: LimitedChild;
  #printed = 0;
  hasEnded = false;

  private constructor(child: LimitedChild, limits: PrintLimits) {
    this.#child = child;
    this.#limits = limits;
    child.ended
      .finally(() => {
        this.hasEnded = true;
      })
      .catch(() => {});
  }

  static async start(limits: PrintLimits): Promise<WarmChild> {
    const { memoryBytes, cpuSeconds, idleSeconds } = limits;
    const child = startChild(await childProgram(), {
      limits: { memoryBytes, cpuSeconds, seconds: idleSeconds, outputBytes: 0 },
      heapMegabytes: HEAP_MEGABYTES,
      flags: ["--allow-addons", "--disable-warning=SecurityWarning"],
      environment: { UV_THREADPOOL_SIZE: "1", RAYON_NUM_THREADS: "1", MALLOC_ARENA_MAX: "1" },
      isInBackground: true,
    });
    child.input.write(`${JSON.stringify(printFiles)}\n`);
    return new WarmChild(child, limits);
  }

  get isSpent(): boolean {
    const { documents, cpuSeconds, memoryBytes } = this.#limits;
    const usage = this.#child.usage();
    return this.#printed >= documents || usage.cpuSeconds > cpuSeconds / 2 || usage.peakMemoryBytes > memoryBytes / 2;
  }

  stop(): void {
    this.#child.stop();
  }

  /** Null when the child had just ended, because it was idle for long: another one prints the document. */
  async print(document: PrintDocument, signal: AbortSignal | undefined): Promise<Buffer | null> {
    const { input, stream, ended, restartClock, stop } = this.#child;
    restartClock();
    this.#printed++;
    let isLate = false;
    const clock = setTimeout(() => {
      isLate = true;
      stop();
    }, this.#limits.seconds * 1000);
    signal?.addEventListener("abort", stop);
    try {
      input.write(`${JSON.stringify({ document } satisfies PrintRequest)}\n`);
      const pdf = await pdfFrom(stream);
      signal?.throwIfAborted();
      if (pdf !== null) return pdf;
      const { breach, code, errors } = await ended;
      if (breach === "timeout" && !isLate) return null;
      throw new PrintError("heavy", isLate ? "timeout" : (breach ?? (errors.trim().slice(-500) || `exit ${code}`)));
    } finally {
      clearTimeout(clock);
      signal?.removeEventListener("abort", stop);
    }
  }
}

/**
 * The next reply of a child; null when it ends before it.
 *
 * @throws PrintError when the engine refuses the document
 */
function pdfFrom(stream: Readable): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let reply: PrintReply | null = null;
    const settle = (act: () => void) => {
      stream.off("data", onData).off("end", onEnd).off("close", onEnd);
      stream.pause();
      act();
    };
    const onEnd = () => settle(() => resolve(null));
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (reply === null) {
        const all = Buffer.concat(chunks);
        const end = all.indexOf("\n");
        if (end < 0) return;
        const head = JSON.parse(all.toString("utf8", 0, end)) as PrintReply;
        if (!head.ok) return settle(() => reject(new PrintError("refused", head.detail)));
        if (head.bytes > MOST_PDF_BYTES) return settle(() => reject(new PrintError("heavy", "output")));
        reply = head;
        chunks = [all.subarray(end + 1)];
        length = chunks[0]?.length ?? 0;
      }
      const wanted = reply;
      if (wanted.ok && length >= wanted.bytes) settle(() => resolve(Buffer.concat(chunks).subarray(0, wanted.bytes)));
    };
    stream.on("data", onData).on("end", onEnd).on("close", onEnd);
    if (stream.destroyed) onEnd();
    else stream.resume();
  });
}
