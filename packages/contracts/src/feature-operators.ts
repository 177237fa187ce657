/** How an attribute is compared. Apart from the schemas, so that the map does not load those. */
export const ATTRIBUTE_OPERATORS = ["is", "is-not", "contains", "at-least", "at-most", "empty", "filled"] as const;
export type AttributeOperator = (typeof ATTRIBUTE_OPERATORS)[number];
/** Most conditions of one layer; all of them must hold. */
export const MAX_CONDITIONS = 8;
