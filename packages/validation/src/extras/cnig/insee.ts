import { z } from "zod";
import { isEmpty } from "../../rules/cell.ts";
import type { ExtraRule } from "../extra.ts";
import { INSEE } from "./document-name.ts";

const params = z.strictObject({ field: z.string().default("INSEE") });
const PATTERN = new RegExp(`^${INSEE}$`);

/** A field INSEE, in whatever table, holds codes of municipalities. */
export const inseeRule: ExtraRule<z.infer<typeof params>> = {
  name: "cnig-insee",
  params,
  run: ({ reporter }, { field }) => ({
    row(row, { table, fileModel, fields, text }) {
      if (!fields.some((bound) => bound.field.name === field)) return;
      const value = text(row, field);
      if (isEmpty(value) || PATTERN.test(value)) return;
      const place = { fileModel, file: table.file, table: table.name, field, row: row.row, featureId: row.id };
      reporter.report("CNIG_INSEE_INVALID", place, { params: { value } });
    },
  }),
};
