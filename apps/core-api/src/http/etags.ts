import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A feature's version as its ETag. */
export const etagOf = (version: number) => `"${version}"`;

/** The ETags in a conditional header. Compressing proxies mark ETags as weak (`W/`); the version in them is the same. */
function tagsOf(header: string): string[] {
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}

/** Whether `If-None-Match` says that the client already has this version. */
export function isKnown(request: FastifyRequest, etag: string): boolean {
  const header = request.headers["if-none-match"];
  return header !== undefined && tagsOf(header).some((tag) => tag === "*" || tag === etag);
}

/** Sends a text with its digest as `ETag`; 304 to a client that already has it. For short texts that depend on many things. */
export function sendDigested(request: FastifyRequest, reply: FastifyReply, type: string, text: string): FastifyReply {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  reply.header("etag", etag);
  if (isKnown(request, etag)) return reply.status(304).send();
  // As bytes, so that Fastify does not rewrite the media type: GDAL compares it character by character.
  return reply.type(type).send(Buffer.from(text));
}

/**
 * The version that the client has seen, from `If-Match`: null without the header (or with `*`), 0 for a value that is not one of our
 * versions.
 */
export function versionSeen(request: FastifyRequest): number | null {
  const header = request.headers["if-match"];
  if (header === undefined || header.trim() === "*") return null;
  const [tag = "", ...others] = tagsOf(header);
  const version = /^"([1-9]\d{0,8})"$/.exec(tag)?.[1];
  return version === undefined || others.length > 0 ? 0 : Number(version);
}
