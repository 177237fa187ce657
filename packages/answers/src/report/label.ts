import { DEFAULT_LOCALE } from "@archipel/i18n/locales.ts";
import type { SourceRequirement } from "../packs/source.ts";
import type { CodeLabel } from "../rules/codes.ts";
import { type Fields, textIn } from "../rules/fields.ts";

export interface FeatureLabel {
  /** Of the data. A community may write in more languages than the interface has. */
  lang: string;
  text: string;
  /** Of a code's label. */
  gloss?: string;
  /** True when the source's column was too short for the text. */
  isCut: boolean;
}

/** The length of a text column of a shapefile: a text of this length was cut by it. */
const COLUMN = 254;

/** The name of a feature as its producer wrote it, in the language of the data and without control characters; else the label of its code. */
export function labelOf(
  { label }: Pick<SourceRequirement, "label">,
  fields: Fields,
  codeLabel: CodeLabel | null,
  language: string = DEFAULT_LOCALE,
): FeatureLabel | null {
  for (const name of label) {
    const value = textIn(fields, name)
      ?.replace(/[\p{Cc}\s]+/gu, " ")
      .trim();
    // Deliveries fill empty columns with a dash.
    if (!value || !/[\p{L}\p{N}]/u.test(value)) continue;
    const isCut = value.length >= COLUMN;
    return { lang: language, text: isCut ? `${value.slice(0, COLUMN)}…` : value, isCut };
  }
  return codeLabel && { ...codeLabel, isCut: false };
}
