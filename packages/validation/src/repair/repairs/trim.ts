import type { CellRepair } from "./repair.ts";

/** Removes spaces at both ends and repeated spaces. It never truncates a value. */
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
