import { openScopeStatements, type Scope } from "./scope.ts";
import type { StatementLimits } from "./statement-limits.ts";

/** How a transaction begins: the statements that open its scope, without parameters. */
export interface Opening {
  /** Each is a SELECT without FROM. */
  readonly texts: readonly string[];
  /** Whether it is one of few, so that a connection may keep its plans. Then it is the same object each time. */
  readonly isShared: boolean;
}

/** By role and limits. There are as many as kinds of calls have limits of their own, and those that a caller's other limits make. */
const withoutIds = new Map<string, Opening>();
const MOST = 100;

/** The opening of a scope. Visitors, who ask most, and the platform, which proves each caller, share one for each kind of call: theirs holds no id. */
export function openingOf(scope: Scope, limits?: StatementLimits): Opening {
  if (scope.role !== "system" && !isVisitors(scope)) return { texts: openScopeStatements(scope, limits), isShared: false };
  const key = limits ? `${scope.role} ${limits.milliseconds} ${limits.isParallel}` : scope.role;
  const known = withoutIds.get(key);
  if (known) return known;
  const opening = { texts: openScopeStatements(scope, limits), isShared: true };
  if (withoutIds.size >= MOST) withoutIds.clear();
  withoutIds.set(key, opening);
  return opening;
}

function isVisitors(scope: Scope): boolean {
  if (scope.role !== "tenant") return false;
  const { userId, communityId, key, reach, hasSecondStep, organisation, viewedAs, passTo } = scope;
  return !(userId || communityId || key || reach || hasSecondStep || organisation || viewedAs || passTo);
}
