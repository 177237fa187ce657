import { z } from "zod";
import { partOf } from "../model/pattern.ts";
import { isEmpty } from "../rules/cell.ts";
import type { ExtraRule } from "./extra.ts";
import { groupPatternSchema } from "./pattern-param.ts";

const params = z.strictObject({
  layers: groupPatternSchema.meta({ description: "Names of layers; the group is what the field of their rows must say" }),
  field: z.string(),
});

/** A layer's name says what its rows are (`…_zonealeareference_112_s`): each of them says the same in a field. */
export const namePartInFieldRule: ExtraRule<z.infer<typeof params>> = {
  name: "name-part-in-field",
  params,
  run({ collector }, { layers, field }) {
    const part = partOf(layers);
    const parts = new Map<string, string | null>();
    return {
      row(row, { table, fields, text, placeOf }) {
        if (!fields.some((bound) => bound.field.name === field)) return;
        let expected = parts.get(table.name);
        if (expected === undefined) {
          expected = part(table.name);
          parts.set(table.name, expected);
        }
        const value = text(row, field);
        if (expected === null || isEmpty(value) || value === expected) return;
        collector.add("value-differs-from-layer", placeOf(row, field), { params: { value, expected, table: table.name } });
      },
    };
  },
};
