import type { LayerField } from "@archipel/contracts/layers.ts";
import { splitBy, withHole } from "@archipel/map/edit/cut.ts";
import { added, type Change, type Draft, snapshotOf, withGeometry } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Geometry } from "geojson";
import { copiable } from "./copy/use-copying.ts";

/** The values that a new feature takes over from the one drawn before it. */
export function startValues(values: Values, fields: readonly LayerField[], lockedColumns: readonly string[]): Values {
  return Object.fromEntries(Object.entries(copiable(values, fields, lockedColumns)).filter(([, value]) => value !== null));
}

type Values = Readonly<Record<string, AttributeValue>>;
type CutRefusal = Extract<ReturnType<typeof splitBy>, { refusal: string }>["refusal"];

/** Cuts the active shape with a drawn line or area: the largest piece stays the feature, the others become new features. */
export function cutChanges(
  active: Change,
  how: "split" | "hole",
  drawn: Geometry,
  fields: readonly LayerField[],
  lockedColumns: readonly string[],
): { readonly next: (draft: Draft) => Draft } | { readonly refusal: CutRefusal } {
  const { geometry: shape, values } = snapshotOf(active);
  if (!shape) return { refusal: "misses" };
  const cut =
    how === "split" && drawn.type === "LineString"
      ? splitBy(shape, drawn.coordinates)
      : withHole(shape, drawn.type === "Polygon" ? (drawn.coordinates[0] ?? []) : []);
  if ("refusal" in cut) return cut;
  const [largest, ...others] = cut.geometries;
  const copied = startValues(values, fields, lockedColumns);
  const pieces = others.map((geometry) => ({
    editId: crypto.randomUUID(),
    layerId: active.layerId,
    label: active.label,
    values: copied,
    geometry,
  }));
  return { next: (draft) => pieces.reduce(added, largest ? withGeometry(draft, active.key, largest) : draft) };
}
