import { primaryOf } from "@archipel/contracts/dataset-translations.ts";
import type { FastifyRequest } from "fastify";
import Negotiator from "negotiator";

/**
 * Whether the client accepts gzip at least as much as plain bytes (RFC 9110, 12.5.3). `gzip;q=0` refuses it, and so does a missing header.
 */
export function acceptsGzip(request: Pick<FastifyRequest, "headers">): boolean {
  return new Negotiator(request).encoding(["gzip", "identity"]) === "gzip";
}

/** The languages that the client accepts, best first, without their regions. Those that it refuses (`q=0`) and `*` are left out. */
export function acceptedLanguages(request: Pick<FastifyRequest, "headers">): string[] {
  if (request.headers["accept-language"] === undefined) return [];
  return [...new Set((new Negotiator(request).languages() as string[]).map(primaryOf))].filter((language) => language !== "*");
}

const JSON_TYPES = ["application/json", "application/geo+json", "application/schema+json"];

/** Whether the client prefers a page to JSON (RFC 9110, 12.5.1). Without an `Accept` header, or with `*\/*` alone, it gets JSON. */
export function prefersPage(request: Pick<FastifyRequest, "headers">): boolean {
  const { accept } = request.headers;
  if (accept === undefined || accept === "*/*") return false;
  return new Negotiator(request).mediaType([...JSON_TYPES, "text/html"]) === "text/html";
}

/** Whether the client prefers a PDF to JSON. */
export function prefersPdf(request: Pick<FastifyRequest, "headers">): boolean {
  return new Negotiator(request).mediaType([...JSON_TYPES, "application/pdf"]) === "application/pdf";
}
