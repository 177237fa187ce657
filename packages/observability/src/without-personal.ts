/**
 * What a log never has, by its form, and what is written instead: more people read logs than data. Each part has a greatest length, so that the
 * time for a line grows with its length, not with the square of it.
 */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // Before mail addresses, because credentials of an address look like one.
  [/\b(\w+:\/\/)[^\s/?#@"'<>]{1,300}@/g, "$1"],
  [/[^\s<>"'`(){}[\]|,;:=?&@]{1,64}(?:@|%40)[^\s<>"'`(){}[\]|,;:=?&/@]{1,255}\.[a-z]{2,}/gi, "[mail address]"],
  [/\b(?:Bearer|Basic|DPoP)\s+[\w.~+/=-]{6,}/g, "[credential]"],
  [/\barchipel_[\w-]{16,}/g, "[credential]"],
  [/\beyJ[\w-]{8,}\.[\w.-]+/g, "[credential]"],
  [/((?:\/(?:invitations|steps|follow|unfollow|a)(?:\/(?:groups|organisations))?)\/)[\w-]{10,}/g, "$1[code]"],
  // What a caller asked is in the query of an address.
  [/((?:\b\w+:\/\/|\/)[^\s?"'`<>]{0,500})\?[^\s"'`<>)]+/g, "$1?[query]"],
  [/\b(?:SRID=\d+;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*Z?M?\s*\([^"'`]{0,5000}?\)+/gi, "[place]"],
  [/-?\b\d{1,3}\.\d{3,}["']?\s*(?:[,;/ ]|,?\s*["']?(?:lat|lon|y)["']?\s*[:=])\s*["']?-?\d{1,3}\.\d{3,}\b/g, "[place]"],
];

/** A text without mail addresses, credentials, codes of links, queries of addresses and places. */
export function withoutPersonal(text: string): string {
  return FORMS.reduce((left, [form, instead]) => left.replace(form, instead), text);
}

/** Errors about values quote them: those of PostgreSQL, also as Prisma reports them, and those of `JSON.parse`, `new URL` and so on. */
const QUOTED = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|“[^”]*”|«[^»]*»/g;
/** SQLSTATEs of wrong values, broken constraints and our own exceptions. */
const OF_VALUES = /^(?:22|23|P0)[0-9A-Z]{3}$/;

/** What a log has of an error: never its further properties, which hold values (`detail` of PostgreSQL, `rejected` of SMTP, `params` of ours). */
interface LoggedError {
  type: string;
  message: string;
  errorCode?: string;
  constraint?: string;
  /** The calls alone: the first lines of a stack repeat the message. */
  stack?: string;
  cause?: LoggedError;
}

const MOST_CAUSES = 5;

export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an error" };
  const fields = error as Error & { code?: unknown; constraint?: unknown };
  const code = typeof fields.code === "string" || typeof fields.code === "number" ? String(fields.code) : undefined;
  const isOfValues = error.name === "SyntaxError" || error.name === "TypeError" || /\b(?:22|23|P0)[0-9A-Z]{3}\b/.test(error.message);
  const message = isOfValues || (code !== undefined && OF_VALUES.test(code)) ? error.message.replace(QUOTED, '"…"') : error.message;
  const calls = error.stack?.match(/^\s+at .*$/gm)?.join("\n");
  return {
    type: error.name,
    message: withoutPersonal(message),
    ...(code !== undefined && { errorCode: withoutPersonal(code) }),
    ...(typeof fields.constraint === "string" && { constraint: fields.constraint }),
    ...(calls && { stack: withoutPersonal(calls) }),
    ...(error.cause instanceof Error && depth < MOST_CAUSES && { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** Values of a line that are texts, at any depth, without what is personal by its form. */
export function withoutPersonalValues(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return withoutPersonal(value);
  if (value instanceof Error) return loggedError(value);
  if (typeof value !== "object" || value === null || depth > 4) return value;
  if (Array.isArray(value)) return value.map((one) => withoutPersonalValues(one, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutPersonalValues(one, depth + 1)]));
}

/** Makes everything that a process writes by `console` free of it: Next writes errors there with all their properties. */
export function keepConsolePrivate(console: Pick<Console, "error" | "warn" | "log" | "info">): void {
  for (const name of ["error", "warn", "log", "info"] as const) {
    const write = console[name].bind(console);
    console[name] = (...parts: unknown[]) =>
      write(...parts.map((part) => (part instanceof Error ? textOf(loggedError(part)) : withoutPersonalValues(part))));
  }
}

function textOf({ type, message, stack, cause }: LoggedError): string {
  return [`${type}: ${message}`, ...(stack ? [stack] : []), ...(cause ? [`caused by ${textOf(cause)}`] : [])].join("\n");
}
