import type { LogFn } from "@archipel/observability/logger.ts";
import type { DomainError } from "./domain-error.ts";

/** Communities of others read as not found. */
const HIDDEN = "community-not-found";

/** Writes a line when a caller asked for what their rights do not allow: who, from where, and what. */
export function logIfForbidden(log: { info: LogFn }, { kind, code }: DomainError, call: Readonly<Record<string, unknown>>): void {
  if (kind === "forbidden" || code === HIDDEN) log.info({ ...call, refused: code }, "not allowed");
}
