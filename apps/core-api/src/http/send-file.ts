import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { NoSuchObjectError } from "@archipel/storage/object-store.ts";
import type { FastifyReply } from "fastify";
import type { Core } from "../kernel/core.ts";
import { rangeOf } from "./byte-range.ts";
import { disposition } from "./content-disposition.ts";
import { isKnown } from "./etags.ts";
import { acceptsGzip } from "./negotiate.ts";
import type { HttpRequest } from "./route.ts";

/** What every answer about a file says of it. */
export interface FileFacts {
  readonly fileName: string;
  readonly mediaType: string;
  /** `public`: shared caches may keep it, and ask again each time. */
  readonly isPublic: boolean;
  /** The address never has other bytes: a browser keeps its parts without asking again. */
  readonly isFinal?: boolean;
  /** Names the content: two files with the same tag have the same bytes. */
  readonly tag: string;
  /** The bytes come from someone: browsers must save them and never show them under this host, whatever type they claim. */
  readonly isUntrusted?: boolean;
}

export interface FileToSend extends FileFacts {
  readonly size: number;
  /** Opens the file, or the bytes `start` to `end`, both included. */
  readonly open: (range?: { start: number; end: number }) => Readable | Promise<Readable>;
}

/** A stored object under the hash of its content. Without its size, the store is asked for it. */
export async function storedFile(
  core: Core,
  { objectKey, size, ...facts }: Omit<FileToSend, "open" | "tag" | "size"> & { objectKey: string; size: number | null },
): Promise<FileToSend> {
  const open: FileToSend["open"] = (range) => core.storage.get(objectKey, range);
  const bytes = size ?? (await core.storage.stat(objectKey))?.size;
  if (bytes === undefined) throw new NoSuchObjectError(`no object ${objectKey}`);
  return { ...facts, size: bytes, tag: objectKey.replace(/^sha256\//, ""), open };
}

/** An hour, as for tiles of maps: a dataset may become private, and caches do not ask in that time. */
const FINAL = "public, max-age=3600, immutable";

/** The headers of a file. Proxies must not compress it: a part of compressed bytes is no part of the file. */
function describeFile(reply: FastifyReply, { fileName, mediaType, isPublic, isFinal, isUntrusted }: Omit<FileFacts, "tag">): FastifyReply {
  reply
    .type(mediaType)
    .header("cache-control", `${isPublic ? (isFinal ? FINAL : "public, max-age=0, must-revalidate") : "private, no-cache"}, no-transform`)
    .header("vary", "authorization")
    .header("accept-ranges", "bytes")
    .header("x-content-type-options", "nosniff")
    .header("content-disposition", disposition(fileName));
  return isUntrusted ? reply.header("content-security-policy", "default-src 'none'; sandbox") : reply;
}

/** Answers a client that has the file already; null when it does not. */
export function sendUnchanged(request: HttpRequest, reply: FastifyReply, facts: FileFacts): FastifyReply | null {
  const etag = `"${facts.tag}"`;
  return isKnown(request, etag) ? describeFile(reply, facts).header("etag", etag).status(304).send() : null;
}

/**
 * Answers a file, or one part of it (RFC 9110, 14): programs such as GDAL and QGIS open it in place, and a download that broke off goes on.
 * Several ranges in one request give the whole file.
 */
export async function sendFile(request: HttpRequest, reply: FastifyReply, file: FileToSend): Promise<FastifyReply> {
  const unchanged = sendUnchanged(request, reply, file);
  if (unchanged) return unchanged;
  const etag = `"${file.tag}"`;
  const isHead = request.method === "HEAD";
  const range = isHead || !isStillThis(request, etag) ? "whole" : rangeOf(request.headers.range, file.size);
  if (range === "unsatisfiable") {
    reply.status(416).header("content-range", `bytes */${file.size}`).header("accept-ranges", "bytes").header("cache-control", "no-store");
    return reply.send({ error: "range-not-satisfiable", params: { size: file.size } });
  }
  // Opened first: a file that cannot be read is an error, without the headers of a file.
  const part = range === "whole" ? undefined : range;
  const body = isHead ? Readable.from([]) : await file.open(part);
  describeFile(reply, file).header("etag", etag);
  reply.header("content-length", part ? part.end - part.start + 1 : file.size);
  if (part) reply.status(206).header("content-range", `bytes ${part.start}-${part.end}/${file.size}`);
  return reply.send(body);
}

/** Answers a text while it is written, compressed if the client accepts that. Its tag is weak, because it has no parts yet; null: it has none. */
export function sendText(
  request: HttpRequest,
  reply: FastifyReply,
  { tag, ...facts }: Omit<FileFacts, "tag"> & { readonly tag: string | null },
  text: () => AsyncIterable<string | Buffer>,
): FastifyReply {
  describeFile(reply, facts).header("vary", "authorization, accept-encoding");
  if (tag !== null) {
    reply.header("etag", `W/"${tag}"`);
    if (isKnown(request, `"${tag}"`)) return reply.status(304).send();
  }
  const source = text();
  const plain = source instanceof Readable ? source : Readable.from(source);
  if (!acceptsGzip(request)) return reply.send(plain);
  const gzip = createGzip({ level: 4 });
  // When the client or the database disconnects, the other side ends too.
  plain.once("error", (error) => gzip.destroy(error));
  gzip.once("close", () => plain.destroy());
  return reply.header("content-encoding", "gzip").send(plain.pipe(gzip));
}

/** Whether the client that asks for a part means this content: the tags must be equal and strong. We send no dates to compare. */
function isStillThis({ headers }: HttpRequest, etag: string): boolean {
  const condition = headers["if-range"];
  return condition === undefined || condition === etag;
}
