import type { LogFn } from "@archipel/observability/logger.ts";
import type { Actor } from "./actor.ts";
import { DomainError } from "./domain-error.ts";

/** Communities of others read as not found. */
const HIDDEN = "community-not-found";

/** Writes a line when a caller asked for what their rights do not allow: who, from where, and what. */
export function logIfForbidden(
  log: { info: LogFn },
  error: unknown,
  { actor, ...call }: { actor: Actor; network: string; path: string; method?: string },
): void {
  if (!(error instanceof DomainError) || (error.kind !== "forbidden" && error.code !== HIDDEN)) return;
  log.info({ ...call, account: actor.userId, key: actor.key?.id, refused: error.code }, "not allowed");
}
