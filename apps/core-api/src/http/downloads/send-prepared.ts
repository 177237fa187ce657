import { createReadStream, createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply } from "fastify";
import { withinBudget } from "../../gate/limits/readers.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { type PreparedFile, preparedFile } from "../../kernel/prepared-file.ts";
import { asksForPart } from "../byte-range.ts";
import { acceptsGzip } from "../negotiate.ts";
import type { HttpRequest } from "../route.ts";
import { type FileToSend, sendFile, sendText } from "../send-file.ts";

/**
 * Answers a prepared file or a part of it, and writes the file first if needed. A request that counted as a part pays for a whole file
 * then.
 */
export async function sendPrepared(
  { core, actor }: { core: Core; actor: Actor },
  request: HttpRequest,
  reply: FastifyReply,
  facts: Omit<FileToSend, "size" | "open">,
  prepared: PreparedFile,
): Promise<FastifyReply> {
  const isPart = asksForPart(request);
  const whole = { actor, address: request.ip, host: request.hostname, cost: "file" } as const;
  const path = (await prepared.existing()) ?? (await (isPart ? withinBudget(core, whole, () => prepared.prepare()) : prepared.prepare()));
  if (request.method === "HEAD") {
    const { size } = await stat(path);
    return sendFile(request, reply, { ...facts, size, open: () => Promise.reject(new Error("HEAD has no body")) });
  }
  // Opened once: when a newer version replaces the file, this answer goes on with the bytes that it began.
  const file = await open(path);
  let isRead = false;
  const read = (range?: { start: number; end: number }) => {
    isRead = true;
    return file.createReadStream(range ?? { start: 0 });
  };
  try {
    return await sendFile(request, reply, { ...facts, size: (await file.stat()).size, open: read });
  } finally {
    if (!isRead) await file.close();
  }
}

/** A layer as text. */
interface WrittenText {
  readonly layerId: string;
  readonly fileName: string;
  readonly extension: string;
  readonly mediaType: string;
  readonly isPublic: boolean;
  readonly version: string;
  /** The same version gives the same text. */
  text(): AsyncGenerator<string>;
}

/**
 * Answers a layer as text. A download is written while it is read, so that it begins at once; a program that asks for the size or for a part
 * gets a prepared file, and so do downloads from then on.
 */
export async function sendWrittenText(
  call: { core: Core; actor: Actor },
  request: HttpRequest,
  reply: FastifyReply,
  { layerId, extension, version, text, fileName, ...download }: WrittenText,
): Promise<FastifyReply> {
  const facts = { ...download, fileName: `${fileName}.${extension}`, tag: `${version}-${extension}` };
  const prepared = preparedFile(call.core, { id: layerId, version, extension }, (path) =>
    pipeline(Readable.from(text()), createWriteStream(path)),
  );
  const existing = await prepared.existing();
  const asksForFile = request.method === "HEAD" || request.headers.range !== undefined;
  if (asksForFile || (existing !== null && !acceptsGzip(request))) return sendPrepared(call, request, reply, facts, prepared);
  return sendText(request, reply, facts, existing === null ? text : () => createReadStream(existing));
}
