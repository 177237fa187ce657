import type { SourceRequirement } from "../packs/source.ts";
import type { Text } from "../rules/codes.ts";
import { type Fields, textIn } from "../rules/fields.ts";

export interface FeatureLabel extends Text {
  /** True when the source's column was too short for the text. */
  isCut: boolean;
}

/** The length of a text column of a shapefile: a text of this length was cut by it. */
const COLUMN = 254;

/** The name of a feature as its producer wrote it, in French and without control characters; else the label of its code. */
export function labelOf({ label }: Pick<SourceRequirement, "label">, fields: Fields, codeLabel: Text | null): FeatureLabel | null {
  for (const name of label) {
    const value = textIn(fields, name)
      ?.replace(/[\p{Cc}\s]+/gu, " ")
      .trim();
    // Deliveries fill empty columns with a dash.
    if (!value || !/[\p{L}\p{N}]/u.test(value)) continue;
    const isCut = value.length >= COLUMN;
    return { lang: "fr", text: isCut ? `${value.slice(0, COLUMN)}…` : value, isCut };
  }
  return codeLabel && { ...codeLabel, isCut: false };
}
