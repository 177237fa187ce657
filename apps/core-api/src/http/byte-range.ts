import type { FastifyRequest } from "fastify";

/** Bytes of a file, both ends included. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const ONE_RANGE = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i;

/**
 * What a `Range` header asks of a file (RFC 9110, 14.2). Several ranges in one header, other units and what cannot be read are ignored, as
 * the RFC allows: the answer is then the whole file.
 *
 * @param size bytes of the file
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | "whole" | "unsatisfiable" {
  const [, first = "", last = ""] = ONE_RANGE.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "whole";
  // `bytes=-500`: the last 500 bytes.
  if (first === "") return Number(last) === 0 || size === 0 ? "unsatisfiable" : { start: Math.max(0, size - Number(last)), end: size - 1 };
  const [start, end] = [Number(first), last === "" ? size - 1 : Math.min(Number(last), size - 1)];
  if (last !== "" && Number(last) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end };
}

/** Bytes that one request may read and still count as a part: GDAL and QGIS read 16 KiB to 2 MiB at a time. */
const PART_BYTES = 2 * 1024 * 1024;

/**
 * Whether a request asks for one small part of a file, whatever its size, or for the size alone (HEAD). A range without an end is the rest
 * of the file.
 */
export function asksForPart({ method, headers }: Pick<FastifyRequest, "method" | "headers">): boolean {
  if (method === "HEAD") return true;
  const [, first = "", last = ""] = ONE_RANGE.exec(headers.range ?? "") ?? [];
  if (last === "") return false;
  return (first === "" ? Number(last) : Number(last) - Number(first) + 1) <= PART_BYTES;
}
