import { createWriteStream, type ReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply } from "fastify";
import { withinBudget } from "../../gate/limits/readers.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { whileSpaceLasts } from "../../kernel/disk-space.ts";
import { type PreparedFile, preparedFile } from "../../kernel/prepared-file.ts";
import { asksForPart } from "../byte-range.ts";
import { acceptsGzip } from "../negotiate.ts";
import type { HttpRequest } from "../route.ts";
import { type FileFacts, sendFile, sendText, sendUnchanged } from "../send-file.ts";

/** A file of which a reader sees a part has no tag: the version of the whole would tell of the rest. Its own bytes name it. */
type PreparedFacts = Omit<FileFacts, "tag"> & { readonly tag: string | null };

/**
 * Answers a prepared file or a part of it, and writes the file first if needed. A request that counted as a part pays for a whole file
 * then.
 */
export async function sendPrepared(
  { core, actor }: { core: Core; actor: Actor },
  request: HttpRequest,
  reply: FastifyReply,
  { tag, ...facts }: PreparedFacts,
  prepared: PreparedFile,
): Promise<FastifyReply> {
  // Before the file: it may be deleted since, and would be written for nothing.
  const unchanged = tag === null ? null : sendUnchanged(request, reply, { ...facts, tag });
  if (unchanged) return unchanged;
  const whole = { actor, address: request.ip, host: request.hostname, cost: "file" } as const;
  const write = () => (asksForPart(request) ? withinBudget(core, whole, () => prepared.prepare()) : prepared.prepare());
  const file = (await prepared.open()) ?? (await write());
  return sendOpened(request, reply, { ...facts, tag: tag ?? (await prepared.digest(file)) }, file);
}

function sendOpened(request: HttpRequest, reply: FastifyReply, facts: FileFacts, file: FileHandle): Promise<FastifyReply> {
  return answerFrom(file, async (open) => sendFile(request, reply, { ...facts, size: (await file.stat()).size, open }));
}

type Read = (range?: { start: number; end: number }) => ReadStream;

/** Answers out of an open file. When it is replaced or deleted meanwhile, this answer goes on with the bytes that it began. */
async function answerFrom(file: FileHandle, answer: (read: Read) => FastifyReply | Promise<FastifyReply>): Promise<FastifyReply> {
  let isRead = false;
  const read: Read = (range) => {
    isRead = true;
    return file.createReadStream(range ?? { start: 0 });
  };
  try {
    return await answer(read);
  } finally {
    // Else its stream closes it.
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
  /** Whether the caller sees a part of the layer. */
  readonly isPart: boolean;
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
  { layerId, extension, version, text, fileName, isPart, ...download }: WrittenText,
): Promise<FastifyReply> {
  const facts = { ...download, fileName: `${fileName}.${extension}`, tag: isPart ? null : `${version}-${extension}` };
  const prepared = preparedFile(call.core, { id: layerId, version, extension }, (path) =>
    pipeline(Readable.from(whileSpaceLasts(call.core, text())), createWriteStream(path)),
  );
  const asksForFile = request.method === "HEAD" || request.headers.range !== undefined;
  if (asksForFile) return sendPrepared(call, request, reply, facts, prepared);
  const file = await prepared.open();
  if (file === null) return sendText(request, reply, facts, text);
  // Whether the file of a part is written already says whether something changed since somebody asked for it.
  if (facts.tag !== null && !acceptsGzip(request)) return sendOpened(request, reply, { ...facts, tag: facts.tag }, file);
  return answerFrom(file, (read) => sendText(request, reply, facts, read));
}
