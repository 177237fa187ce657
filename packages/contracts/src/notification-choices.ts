/** When a person gets notifications by mail. In a file of its own, since browsers would otherwise load the zod schemas with it. */
export const mailChoices = ["at-once", "daily", "none"] as const;
