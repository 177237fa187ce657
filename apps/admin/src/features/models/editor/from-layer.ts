import type { LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import type { Field } from "@archipel/validation/model/field.ts";
import type { GeometryKind } from "@archipel/validation/model/geometry.ts";
import { type Draft, freeName, keyFrom } from "./draft.ts";

const SHAPES = { point: "point", line: "linestring", polygon: "polygon" } as const;

/** A first model from a layer of the community: its fields with types and rules, and its geometry type. */
export function draftFromLayer({ name, title, geometry, takesParts, fields }: LayerSummary): Draft {
  const table = name.slice(0, 128) || "TABLE";
  const single = geometry === "mixed" ? null : SHAPES[geometry];
  const type: GeometryKind = single === null ? "geometry" : takesParts ? `multi${single}` : single;
  const taken: string[] = [];
  const columns = fields.map((field) => {
    const column = fieldFrom(field, freeName(field.name.slice(0, 120) || field.column, taken));
    taken.push(column.name);
    return column;
  });
  return {
    rest: {
      format: "archipel-model/1",
      id: keyFrom(title),
      title: { fr: title, en: title },
      files: [{ name: table, kind: "table", path: ".*", presence: "required", table }],
      metadata: { rules: "none" },
    },
    tables: [{ name: table, part: { fields: columns, geometry: { type, required: true } } }],
    lists: [],
  };
}

/** The type in a model. Its dates with a time may have a zone or not. */
function fieldTypeOf(type: LayerField["type"]): Field["type"] {
  if (type === "text") return "string";
  return type === "localdatetime" ? "datetime" : type;
}

function fieldFrom({ type, label, rule }: LayerField, name: string): Field {
  const pattern = rule?.pattern;
  return {
    name,
    type: fieldTypeOf(type),
    ...(label && { title: { fr: label, en: label } }),
    ...(rule?.isRequired && { required: true }),
    ...(pattern !== undefined && { pattern }),
    ...(rule?.min !== undefined && { minimum: rule.min }),
    ...(rule?.max !== undefined && { maximum: rule.max }),
    ...(rule?.unit && { unit: rule.unit }),
    ...(rule?.values && { values: rule.values.map(({ value }) => String(value)) }),
  };
}
