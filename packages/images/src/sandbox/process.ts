import type { Readable, Writable } from "node:stream";
import { type Ending, startChild } from "@archipel/sandbox/limited-child.ts";
import { type DrawnImage, ImageError, type ImageLimits, type RedrawOptions } from "../model.ts";
import { childProgram } from "./program.ts";
import type { ImageReply, ImageRequest } from "./requests.ts";

/** Old-space limit of V8, which holds only the program: pixels and files are outside. */
const HEAP_MEGABYTES = 128;
/** More than any of the pictures that we ask for. */
const MOST_OUTPUT_BYTES = 40 * 1024 * 1024;

/**
 * Runs one request in a child process of its own, which costs 0.15 s to start. It has no right to read or write files; libvips, which is
 * machine code and ignores these rights, gets the file as bytes, uses one thread and keeps no cache.
 *
 * @throws ImageError, or the reason of an aborted `signal`
 */
export async function runImageChild(
  request: ImageRequest,
  file: Readable,
  limits: ImageLimits,
  { signal, onUsage }: Omit<RedrawOptions, "limits"> = {},
): Promise<DrawnImage[]> {
  const { memoryBytes, seconds, cpuSeconds } = limits;
  const child = startChild(await childProgram(), {
    limits: { memoryBytes, seconds, cpuSeconds, outputBytes: MOST_OUTPUT_BYTES },
    heapMegabytes: HEAP_MEGABYTES,
    flags: ["--allow-addons", "--disable-warning=SecurityWarning"],
    environment: { UV_THREADPOOL_SIZE: "1", VIPS_CONCURRENCY: "1", VIPS_BLOCK_UNTRUSTED: "1", MALLOC_ARENA_MAX: "1" },
    isInBackground: true,
  });
  child.stream.resume();
  signal?.addEventListener("abort", child.stop);
  try {
    signal?.throwIfAborted();
    child.input.write(`${JSON.stringify(request)}\n`);
    const [ending] = await Promise.all([child.ended, send(file, child.input)]);
    signal?.throwIfAborted();
    return imagesIn(ending);
  } finally {
    signal?.removeEventListener("abort", child.stop);
    child.stop();
    file.destroy();
    onUsage?.(child.usage());
  }
}

/** A child that ends early breaks the pipe: its reply says why. */
async function send(file: Readable, input: Writable): Promise<void> {
  for await (const chunk of file) {
    if (!input.writable) return;
    if (!input.write(chunk)) await drained(input);
  }
  input.end();
}

function drained(input: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      input.off("drain", done).off("close", done);
      resolve();
    };
    input.on("drain", done).on("close", done);
    if (input.destroyed) done();
  });
}

function imagesIn({ output, errors, code, breach }: Ending): DrawnImage[] {
  if (breach) throw new ImageError({ reason: "heavy", detail: breach });
  const end = output.indexOf("\n");
  const reply = end < 0 ? null : parseReply(output.toString("utf8", 0, end));
  if (!reply) throw new ImageError({ reason: "heavy", detail: errors.trim().slice(-1_000) || `exit ${code}` });
  if (!reply.ok) throw new ImageError(reply.fault);
  let at = end + 1;
  return reply.images.map(({ bytes, ...image }) => {
    const content = output.subarray(at, at + bytes);
    at += bytes;
    return { ...image, content };
  });
}

function parseReply(line: string): ImageReply | null {
  try {
    return JSON.parse(line) as ImageReply;
  } catch {
    return null;
  }
}
