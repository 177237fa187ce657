import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { MapField, MapLayer } from "./map-layer.ts";

/** Below this zoom tiles only have the attributes that draw the layer (core-api, `modules/tiles/policy.ts`). */
const ATTRIBUTES_FROM_ZOOM = 13;

/** Draws only the features that meet all conditions. core-api compares the same way (`features/source/attribute-conditions.ts`). */
export function withConditions(
  layers: readonly LayerSpecification[],
  layer: Pick<MapLayer, "fields">,
  conditions: readonly AttributeCondition[],
  drawnColumns: readonly string[],
): LayerSpecification[] {
  const known = conditions.filter(({ column }) => layer.fields.some((field) => field.column === column && !field.isHidden));
  if (known.length === 0) return [...layers];
  const tests = known.map((condition) =>
    testOf(
      condition,
      layer.fields.find(({ column }) => column === condition.column),
    ),
  );
  const minzoom = isOnlyClose(known, drawnColumns) ? ATTRIBUTES_FROM_ZOOM : 0;
  return layers.map((one) => {
    if (!("source" in one)) return one;
    const given = "filter" in one && one.filter ? [one.filter] : [];
    return { ...one, filter: ["all", ...given, ...tests], minzoom: Math.max(minzoom, one.minzoom ?? 0) } as LayerSpecification;
  });
}

/** Whether conditions need attributes that tiles only have from zoom 13 on. Further away nothing is drawn, rather than features that may not meet them. */
export function isOnlyClose(conditions: readonly AttributeCondition[], drawnColumns: readonly string[]): boolean {
  return conditions.some(({ column }) => !drawnColumns.includes(column));
}

function testOf({ column, operator, values }: AttributeCondition, field: MapField | undefined): ExpressionSpecification {
  const value: ExpressionSpecification = ["get", column];
  const text: ExpressionSpecification = ["to-string", value];
  const [first = ""] = values;
  switch (operator) {
    case "is":
      return ["in", text, ["literal", [...values]]];
    case "is-not":
      return ["!", ["in", text, ["literal", [...values]]]];
    case "contains":
      return ["in", first.toLowerCase(), ["downcase", text]];
    case "empty":
      return ["==", text, ""];
    case "filled":
      return ["!=", text, ""];
    default: {
      const sign = operator === "at-least" ? ">=" : "<=";
      if (field?.type === "integer" || field?.type === "double")
        return ["all", ["has", column], [sign, ["to-number", value, 0], Number(first)]] as ExpressionSpecification;
      // Days and moments are ISO texts in tiles: their first ten characters are the day.
      return ["all", ["has", column], [sign, ["slice", text, 0, 10], first]] as ExpressionSpecification;
    }
  }
}
