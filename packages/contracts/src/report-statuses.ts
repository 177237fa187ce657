// In a file of its own, since browsers would otherwise load the zod schemas with it.

/** The nine states of the national model. The first five are open; the rest end a report. */
export const reportStatuses = ["submit", "pending0", "pending", "pending1", "pending2", "valid", "valid0", "reject", "reject0"] as const;
/** What a state means to the person who reported: four plain words for the nine states of an office. */
export const plainStates = ["received", "underWay", "corrected", "refused"] as const;
export type PlainState = (typeof plainStates)[number];

export function plainStateOf(status: (typeof reportStatuses)[number]): PlainState {
  if (status === "submit") return "received";
  if (status.startsWith("pending")) return "underWay";
  return status.startsWith("valid") ? "corrected" : "refused";
}

export const openStatuses: readonly (typeof reportStatuses)[number][] = ["submit", "pending0", "pending", "pending1", "pending2"];
