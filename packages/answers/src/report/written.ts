import type { Draft } from "./draft.ts";
import type { Finding } from "./report.ts";

/** A finding, and the draft that it was written from. */
export interface Written {
  draft: Draft;
  finding: Finding;
}

/** True for what applies on the place today: neither near it nor uncertain, and not only planned or replaced. */
export const isInForce = ({ status }: Pick<Finding, "status">): boolean =>
  status === "inForce" || status === "partlyAnnulled" || status === "unknown";
