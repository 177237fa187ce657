/** When a person is told by mail. Apart from the schemas, which browsers would otherwise load with it. */
export const mailChoices = ["at-once", "daily", "none"] as const;
