import { ATTRIBUTE_OPERATORS, MAX_CONDITIONS } from "@archipel/contracts/feature-operators.ts";
import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { LayerState } from "./map-state.ts";
import { shortId } from "./permalink.ts";

const MAX_VALUES = 50;
const MAX_VALUE = 200;

/**
 * The conditions of all layers, for the address: `a1b2c3d4e5f6:typezone:is:U,AUc;a1b2c3d4e5f6:surface:at-least:500`. Columns and values are
 * percent-encoded; empty without conditions.
 */
export function encodeConditions(layers: readonly LayerState[]): string {
  return layers
    .flatMap(({ id, conditions = [] }) =>
      conditions.map(({ column, operator, values }) =>
        [shortId(id), encodeURIComponent(column), operator, values.map(encodeURIComponent).join(",")].join(":"),
      ),
    )
    .join(";");
}

/** Applies the conditions of an address. Those that cannot be read, or name an unknown layer, are left out. */
export function decodeConditions(text: string | undefined, layers: readonly LayerState[]): LayerState[] {
  const found = (text ?? "").split(";").flatMap((part) => conditionOf(part) ?? []);
  return layers.map((layer) => {
    const conditions = found.filter(({ id }) => id === shortId(layer.id)).map(({ condition }) => condition);
    return conditions.length === 0 ? layer : { ...layer, conditions: conditions.slice(0, MAX_CONDITIONS) };
  });
}

function conditionOf(text: string): { id: string; condition: AttributeCondition } | undefined {
  const [id, column, asked, list = ""] = text.split(":");
  const operator = ATTRIBUTE_OPERATORS.find((one) => one === asked);
  if (!id || !column || !operator) return undefined;
  try {
    const values = list === "" ? [] : list.split(",").map(decodeURIComponent);
    const condition = { column: decodeURIComponent(column), operator, values };
    return isComplete(condition) && values.length <= MAX_VALUES && values.every((value) => value.length <= MAX_VALUE)
      ? { id, condition }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a condition has the values that its operator needs. The form keeps others until they are complete. */
export function isComplete({ operator, values }: AttributeCondition): boolean {
  if (operator === "empty" || operator === "filled") return true;
  return values.length > 0 && values.every((value) => value !== "");
}
