import type { Finding } from "./report.ts";

/** Where a finding of a theme belongs: surely on the place, uncertain at a border, around it, or only planned. */
export type Group = "sure" | "border" | "around" | "planned";

/** The group of a finding. This file is small on purpose: pages in a browser use it without the rules. */
export function groupOf({ relation, status, legalEffect }: Pick<Finding, "relation" | "status" | "legalEffect">): Group {
  if (status === "pendingWithEffect" || status === "pendingWithoutEffect" || legalEffect === "pending") return "planned";
  if (relation.kind === "border") return "border";
  return isAround(relation) ? "around" : "sure";
}

/** True for what is near the place, or known for its commune only. */
export function isAround({ kind }: Pick<Finding["relation"], "kind">): boolean {
  return kind === "near" || kind === "commune";
}
