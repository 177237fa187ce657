import type { FastifyRequest } from "fastify";

/** A feature's version as its entity tag. */
export const etagOf = (version: number) => `"${version}"`;

/** What a header of conditions lists. Proxies that compress mark tags as weak (`W/`): the version in it is the same. */
function tagsOf(header: string): string[] {
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}

/** Whether `If-None-Match` says that the client has this very state. */
export function isKnown(request: FastifyRequest, etag: string): boolean {
  const header = request.headers["if-none-match"];
  return header !== undefined && tagsOf(header).some((tag) => tag === "*" || tag === etag);
}

/**
 * The version that the client has seen, from `If-Match`: null when it says nothing (or `*`), 0 when what it says can be no version of
 * ours.
 */
export function versionSeen(request: FastifyRequest): number | null {
  const header = request.headers["if-match"];
  if (header === undefined || header.trim() === "*") return null;
  const [tag = "", ...others] = tagsOf(header);
  const version = /^"([1-9]\d{0,8})"$/.exec(tag)?.[1];
  return version === undefined || others.length > 0 ? 0 : Number(version);
}
