/** An error of core-api: a message key `errors.<code>` with its parameters, and the invalid inputs. */
export interface ApiError {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The one input that a domain rule refused. */
  readonly field: string | null;
  /** Inputs that do not have the required shape. */
  readonly fields: readonly { readonly path: string; readonly code: string }[];
  /** Only for unforeseen errors: the request's id, by which operators find it in the log. */
  readonly reference?: string | undefined;
  /** HTTP status; 0 when core-api could not be reached. */
  readonly status: number;
}

/** Reads any thrown value of a call. Never throws; an unreadable error is `unknown`, an unanswered call `network`. */
export function apiError(error: unknown): ApiError {
  const data = recordOf(recordOf(error).data);
  const domain = recordOf(data.domain);
  const status = typeof data.httpStatus === "number" ? data.httpStatus : 0;
  const fields = Array.isArray(data.fields)
    ? data.fields.map(recordOf).map(({ path, code }) => ({ path: String(path), code: String(code) }))
    : [];
  const code = typeof domain.code === "string" ? domain.code : fields.length > 0 ? "invalid-input" : status === 0 ? "network" : "unknown";
  const field = typeof domain.field === "string" ? domain.field : null;
  return { code, params: scalars(recordOf(domain.params)), field, fields, status, reference: referenceOf(code, status, data.requestId) };
}

/** Whether a call may be repeated at once: no answer, or a server error that does not say how long to wait. */
export function isRetryable(error: unknown): boolean {
  const failure = apiError(error);
  return failure.status === 0 || (failure.status >= 502 && waitOf(failure) === null);
}

/** The id to show for an error: only when the message says no more than that something went wrong. */
export function referenceOf(code: string, status: number, requestId: unknown): string | undefined {
  const isUnforeseen = status >= 500 && (code === "unknown" || code === "internal");
  return isUnforeseen && typeof requestId === "string" ? requestId : undefined;
}

/** Seconds to wait before a refused call may succeed; null when waiting does not help. */
export function waitOf({ status, params: { seconds, minutes } }: Pick<ApiError, "status" | "params">): number | null {
  if (status !== 429 && status !== 503) return null;
  if (typeof seconds === "number") return seconds;
  return typeof minutes === "number" ? minutes * 60 : null;
}

/** Codes of a platform that cannot serve for a moment: nobody asked for too much. */
const OUTAGES = new Set(["network", "database-away", "disk-full"]);
export const isOutage = ({ code }: Pick<ApiError, "code">): boolean => OUTAGES.has(code);

const AWAY = "away";

/** What an error passes to the browser's error page through Next's `digest`: a reference, a wait, or an outage. Undefined: nothing to say. */
export function digestOf(error: ApiError): string | undefined {
  if (isOutage(error)) return AWAY;
  const seconds = waitOf(error);
  return seconds === null ? error.reference : `wait-${seconds}`;
}

/** The wait that `digestOf` wrote; null for a reference. */
export function waitOfDigest(digest: string | undefined): number | null {
  const seconds = /^wait-(\d+)$/.exec(digest ?? "")?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** Whether `digestOf` wrote that the platform could not serve. */
export const isAwayDigest = (digest: string | undefined): boolean => digest === AWAY;

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function scalars(params: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]));
}
