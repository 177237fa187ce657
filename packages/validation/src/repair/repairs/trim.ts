import type { CellRepair } from "./repair.ts";

/** Takes away blanks at the ends, and those that are there several times. Nothing is ever cut off. */
export const trim: CellRepair = {
  id: "trim",
  codes: [
    "ATTRIBUTE_SIZE_EXCEEDED",
    "ATTRIBUTE_INVALID_REGEXP",
    "ATTRIBUTE_INVALID_FORMAT",
    "ATTRIBUTE_UNEXPECTED_VALUE",
    "CNIG_INSEE_INVALID",
  ],
  propose: (text) => {
    const trimmed = text.trim();
    return [trimmed, trimmed.replace(/\s+/g, " ")];
  },
};
