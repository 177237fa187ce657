import type { IncomingMessage } from "node:http";
import { acceptedEncodings } from "./accepted-encodings.ts";
import { headerIn } from "./forwarded-request.ts";

/** Texts of some length. Events are sent as they come. */
const TEXT =
  /^(?:text\/(?!event-stream)|application\/(?:.*\+)?(?:json|xml)(?:-seq)?\b|image\/svg\+xml|application\/(?:javascript|x-ndjson)\b)/i;
const LEAST_BYTES = 1024;

/** The answer of core-api as it was sent: headers as names and values in turn. */
interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  /** Bytes of the body; NaN when core-api does not say. */
  readonly length: number;
}

/**
 * The headers with which an answer is sent compressed; null when it must be sent as it is. core-api compresses tiles alone: features and
 * catalogues are texts, which shrink to a tenth.
 */
export function compressedHeaders(
  { method, headers: asked }: Pick<IncomingMessage, "method" | "headers">,
  answer: Answer,
): string[] | null {
  if (method === "HEAD" || answer.status === 204 || answer.status === 206 || answer.status === 304 || answer.length < LEAST_BYTES)
    return null;
  const of = (name: string) => headerIn(answer.headers, name);
  if (!TEXT.test(of("content-type") ?? "") || of("content-encoding") !== undefined) return null;
  if (/\bno-transform\b/.test(of("cache-control") ?? "")) return null;
  if (!acceptedEncodings(asked["accept-encoding"]).has("gzip")) return null;
  const kept: string[] = [];
  let vary = "accept-encoding";
  for (let index = 0; index < answer.headers.length; index += 2) {
    const [name = "", value = ""] = [answer.headers[index], answer.headers[index + 1]];
    if (name === "vary") vary = /\baccept-encoding\b|\*/i.test(value) ? value : `${value}, ${vary}`;
    // Parts of a compressed answer would be parts of something else.
    else if (name !== "content-length" && name !== "accept-ranges") kept.push(name, value);
  }
  return [...kept, "vary", vary, "content-encoding", "gzip"];
}
