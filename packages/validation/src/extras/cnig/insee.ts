import { z } from "zod";
import { isEmpty } from "../../rules/cell.ts";
import type { ExtraRule } from "../extra.ts";
import { INSEE } from "./document-name.ts";

export const inseeParams = z.strictObject({ field: z.string().default("INSEE") });
const PATTERN = new RegExp(`^${INSEE}$`);

/** True when the text has the format of an INSEE code of a municipality. */
export function isInsee(text: string): boolean {
  return PATTERN.test(text);
}

/** A field INSEE, in any table, contains codes of municipalities. */
export const inseeRule: ExtraRule<z.infer<typeof inseeParams>> = {
  name: "cnig-insee",
  params: inseeParams,
  run: ({ collector }, { field }) => ({
    row(row, { fields, text, repairOf, placeOf }) {
      if (!fields.some((bound) => bound.field.name === field)) return;
      const value = text(row, field);
      if (isEmpty(value) || isInsee(value)) return;
      collector.add("CNIG_INSEE_INVALID", placeOf(row, field), { params: { value }, repair: repairOf("CNIG_INSEE_INVALID", row, field) });
    },
  }),
};
