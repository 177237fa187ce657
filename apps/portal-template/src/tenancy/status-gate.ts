import type { Lookup } from "./portal-directory.ts";

export type StatusDecision = { readonly kind: "open" } | { readonly kind: "unknown-host" } | { readonly kind: "unavailable" };

/** Whether the host's portal can be shown. An unknown host, or a core-api that does not answer, gets a page that says so. */
export function statusGate(lookup: Lookup): StatusDecision {
  if (lookup.state === "found") return { kind: "open" };
  return { kind: lookup.state === "none" ? "unknown-host" : "unavailable" };
}
