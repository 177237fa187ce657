import type { CellRepair } from "./repair.ts";

/** Fills in the value that a person gives, or the one that follows from the delivery: its IDURBA, the only allowed value… */
export const fillValue: CellRepair = {
  id: "fill-value",
  codes: [
    "ATTRIBUTE_UNEXPECTED_NULL",
    "ATTRIBUTE_UNEXPECTED_VALUE",
    "ATTRIBUTE_INVALID_REGEXP",
    "ATTRIBUTE_INVALID_FORMAT",
    "CNIG_IDURBA_INVALID",
    "CNIG_IDURBA_UNEXPECTED",
    "CNIG_IDURBA_NOT_FOUND",
    "CNIG_INSEE_INVALID",
  ],
  propose: (text, { derived }, { value }) => {
    const known = value ?? derived(text);
    return known === null ? [] : [known];
  },
};
