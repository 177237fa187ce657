import { type Locale, negotiateLocale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, type ErrorParams, httpStatus } from "../../kernel/domain-error.ts";
import { refusalOf } from "../../kernel/refusal.ts";
import { VersionMismatchError } from "../../modules/contributions/service/proposed-change.ts";
import { forgetCaching, isOutage, missingScope, sendUnavailablePage, withRetryAfter } from "../errors.ts";
import { prefersPage } from "../negotiate.ts";
import { refusalFields } from "../refusals.ts";

/** A malformed request, found before any domain rule is checked. The code names the message `errors.<code>`. */
export class RequestProblem extends Error {
  override name = "RequestProblem";
  readonly status: number;
  readonly code: string;
  readonly params: ErrorParams;

  constructor(status: number, code: string, params: ErrorParams = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

/** Every error as problem details (RFC 9457), with a message in the caller's language. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  const { status, code, params } = problemOf(refusal ?? error);
  if (status >= 500 || (refusal && refusal !== error)) request.log.error({ err: error }, "request failed");
  if (status === 401) reply.header("www-authenticate", "Bearer");
  if (refusal) withRetryAfter(reply, refusal);
  if (refusal?.kind === "unavailable") forgetCaching(reply);
  if (refusal && isOutage(error) && prefersPage(request)) return sendUnavailablePage(refusal, request, reply);
  const locale = negotiateLocale(request.headers["accept-language"]);
  const detail = [errorText(locale, code, params), hintOf(locale, code, params)].filter(Boolean).join(" ");
  const sides = error instanceof VersionMismatchError ? sidesOf(error) : {};
  return reply
    .status(status)
    .header("content-language", locale)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .send(
      JSON.stringify({
        type: "about:blank",
        title: TITLES[status] ?? "Error",
        status,
        detail,
        code,
        params,
        requestId: request.id,
        ...missingScope({ code, params }),
        ...refusalFields(request),
        ...sides,
      }),
    );
}

/** Values that the parameter accepts, added to the error message. */
function hintOf(locale: Locale, code: string, { parameter }: ErrorParams): string | null {
  if (!OF_PARAMETERS.includes(code)) return null;
  const name = HINTS.find((one) => one === parameter);
  return name ? translator(locale, "ogc")(`parameters.${name}`) : null;
}

/** Errors that are about the value of a parameter. */
const OF_PARAMETERS = [
  "parameter-invalid",
  "parameter-unknown",
  "number-malformed",
  "number-outside",
  "bbox-count",
  "bbox-backwards",
  "datetime-malformed",
  "datetime-backwards",
];
const HINTS = ["bbox", "bbox-crs", "crs", "cursor", "datetime", "f", "filter", "limit", "offset"] as const;

const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

/** Errors of Fastify itself, with our messages. */
const FRAMEWORK: Record<string, string> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "media-type-not-supported",
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
};

function problemOf(error: unknown): { status: number; code: string; params: ErrorParams } {
  if (error instanceof RequestProblem) return error;
  if (error instanceof VersionMismatchError) return { status: 412, code: error.code, params: error.params };
  if (error instanceof DomainError) return { status: httpStatus[error.kind], code: error.code, params: error.params };
  const { statusCode = 500, code = "" }: Partial<FastifyError> = error instanceof Error ? error : {};
  if (statusCode >= 500) return { status: 500, code: "internal", params: {} };
  return { status: statusCode, code: FRAMEWORK[code] ?? "body-unreadable", params: {} };
}

/** The feature as its editor saw it, as its editor wants it, and as it is now: GeoJSON features, or null. */
function sidesOf({ diff }: VersionMismatchError) {
  const featureOf = (side: typeof diff.base) => side && { type: "Feature", id: diff.fid, geometry: side.geometry, properties: side.values };
  return { base: featureOf(diff.base), mine: featureOf(diff.mine), theirs: featureOf(diff.theirs) };
}
