import type { LayerField, updateLayerInput } from "@archipel/contracts/layers.ts";
import { isGathered, MAX_GATHERED } from "@archipel/map-style/gathered.ts";
import { kindsFor, type LayerStyle } from "@archipel/map-style/layer-style.ts";
import { columnsOf } from "@archipel/map-style/style-columns.ts";
import type { z } from "zod";
import { type DrawnLayer, styleColumns } from "../../layer-store/describe/drawn-columns.ts";
import { geometryKindOf } from "../../layer-store/describe/geometry-kind.ts";
import { searchedAs } from "../search/policy/declared.ts";

/** A hidden field that the style draws or labels by. It is refused, because the map would show its values to everyone. */
export function hiddenFieldDrawn(layer: { fields: readonly LayerField[]; style: LayerStyle }): LayerField | null {
  const columns = columnsOf(layer.style);
  return layer.fields.find((field) => field.isHidden && columns.includes(field.column)) ?? null;
}

/** Why the map cannot draw the layer with this style: its kind needs another geometry, or fewer points. */
export function styleFlaw(
  layer: { geometryType: string; featureCount: number },
  style: LayerStyle,
): { code: "style-needs-points" | "style-needs-symbols" | "style-too-many-points"; params: Record<string, number> } | null {
  if (!kindsFor(geometryKindOf(layer.geometryType)).includes(style.kind)) {
    return { code: isGathered(style) ? "style-needs-points" : "style-needs-symbols", params: {} };
  }
  if (isGathered(style) && layer.featureCount > MAX_GATHERED) return { code: "style-too-many-points", params: { most: MAX_GATHERED } };
  return null;
}

type NamedLayer = DrawnLayer & { name: string; gazetteer: unknown };

/** What is derived from the layer's fields and style and must be derived again after the change. */
export function staleAfter(before: NamedLayer, after: NamedLayer): { search: boolean; generalised: boolean } {
  return {
    search: JSON.stringify(searchedAs(before)) !== JSON.stringify(searchedAs(after)),
    generalised: styleColumns(before).colour !== styleColumns(after).colour,
  };
}

/** A layer's fields with the requested labels, visibility and rules. An empty label removes it: the field's name is shown again. */
export function relabelled(
  fields: readonly LayerField[],
  changes: NonNullable<z.infer<typeof updateLayerInput>["fields"]>,
): { fields: LayerField[]; unknown: string | null } {
  const unknown = changes.find((change) => !fields.some((field) => field.column === change.column))?.column ?? null;
  const next = fields.map((field) => {
    const change = changes.find((one) => one.column === field.column);
    if (!change) return { ...field };
    const { label: _label, isHidden: _isHidden, rule: _rule, ...rest } = field;
    const label = change.label ?? field.label;
    const isHidden = change.isHidden ?? field.isHidden;
    const rule = change.rule === undefined ? field.rule : change.rule;
    return { ...rest, ...(label && { label }), ...(isHidden && { isHidden }), ...(rule && { rule }) };
  });
  return { fields: next, unknown };
}
