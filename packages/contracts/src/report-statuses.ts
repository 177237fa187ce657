// In a file of its own, since browsers would otherwise load the zod schemas with it.

/** The nine states of the national model. The first five are open; the rest end a report. */
export const reportStatuses = ["submit", "pending0", "pending", "pending1", "pending2", "valid", "valid0", "reject", "reject0"] as const;
export const openStatuses: readonly (typeof reportStatuses)[number][] = ["submit", "pending0", "pending", "pending1", "pending2"];
