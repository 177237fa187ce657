import { z } from "zod";
import { firstGroupOf } from "../model/pattern.ts";
import { isEmpty } from "../rules/cell.ts";
import type { ExtraRule } from "./extra.ts";
import { groupPatternSchema } from "./pattern-param.ts";

const params = z.strictObject({
  layers: groupPatternSchema.meta({ description: "Pattern of layer names; its group is the value that the field must have" }),
  field: z.string(),
});

/** A part of the layer's name (`…_zonealeareference_112_s`) must be the value of a field in each of its rows. */
export const namePartInFieldRule: ExtraRule<z.infer<typeof params>> = {
  name: "name-part-in-field",
  params,
  run({ collector }, { layers, field }) {
    const part = firstGroupOf(layers);
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
