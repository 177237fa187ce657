import { type AccessExplanation, type Explanation, grantFlaw, type MissingAccess } from "@archipel/contracts/grants.ts";
import type { Lens } from "../../../../layer-store/lens/lens.ts";
import type { JudgedGrant } from "../queries.ts";

/**
 * What a refused request asked for: a layer or a dataset, a feature of one, or a column of one; or to change a layer at all, something that needs more
 * columns, or a place.
 */
export type Refused = "record" | "feature" | "column" | "edit" | "editedColumn" | "editedPlace";

const lacking = (condition: MissingAccess["condition"], more: Partial<MissingAccess> = {}): MissingAccess => ({
  ...{ condition, at: null, layer: null, area: "" },
  ...more,
});

/**
 * The conditions that a refused request fails. A feature outside the area and one that does not exist fail the same ones, and so do a column
 * that is not given and one that does not exist.
 *
 * @param grants of the caller on the dataset
 * @param layerId the layer that was asked for; null: the dataset
 * @param lens what the grants show of that layer
 * @param areas of the grants that let the layer be edited
 */
export function missingOf(
  grants: readonly JudgedGrant[],
  { layerId, refused, lens, areas }: { layerId: string | null; refused: Refused; lens: Lens | null; areas: readonly string[] },
): MissingAccess[] {
  if (refused === "edit") return [lacking("use")];
  if (refused === "editedColumn") return [lacking("columns")];
  if (refused === "editedPlace") return [lacking("area", { area: areas.join(", ") })];
  const covering = grants.filter((one) => layerId === null || one.layerId === null || one.layerId === layerId);
  if (refused === "feature") return lens && !lens.isEverywhere ? [lacking("area", { area: lens.areaNames.join(", ") })] : [];
  if (refused === "column") return lens?.grants.every(({ columns }) => columns !== null) ? [lacking("columns")] : [];
  const flaws = covering.flatMap(({ flaw, since, layerTitle, areaName }) =>
    flaw === null ? [] : [lacking(grantFlaw.parse(flaw), { at: since, layer: layerTitle, area: areaName })],
  );
  if (covering.length > flaws.length) return [lacking("use"), ...flaws];
  return flaws.length > 0 || grants.length === 0 ? flaws : [lacking("layer")];
}

/** The same for an explanation that was asked for. @param layerId the layer that it is about; null: the whole dataset */
export function missingIn({ access, layers, hasClosedLayers, failing }: Explanation, layerId: string | null): AccessExplanation["missing"] {
  if (access === "whole") return [];
  const shown = layers.filter(({ id }) => layerId === null || id === layerId);
  const limits = shown.flatMap(({ title, areas, withheld }) => [
    ...(areas.length > 0 ? [lacking("area", { layer: title, area: areas.join(", ") })] : []),
    ...(withheld > 0 ? [lacking("columns", { layer: title })] : []),
  ]);
  const isClosed = layerId === null ? hasClosedLayers : shown.length === 0;
  const flaws = failing.map(({ flaw, at, layerTitle, areaName }) => lacking(flaw, { at, layer: layerTitle, area: areaName }));
  return [...limits, ...(isClosed && (layers.length > 0 || flaws.length === 0) ? [lacking("layer")] : []), ...flaws];
}
