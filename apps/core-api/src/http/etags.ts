import type { FastifyRequest } from "fastify";

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
