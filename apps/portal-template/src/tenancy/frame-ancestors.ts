import type { Embedding } from "@archipel/contracts/portals.ts";

/** The sites that may show a portal's map in a frame, as `frame-ancestors` names them; with a list also the portal, for its preview. */
export function frameAncestors({ by, origins }: Embedding): string {
  if (by === "everyone") return "*";
  return by === "listed" && origins.length > 0 ? ["'self'", ...origins].join(" ") : "'none'";
}
