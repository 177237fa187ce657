import type { Position } from "geojson";
import type { Map as MapLibreMap } from "maplibre-gl";
import type { GeoJSONStoreFeatures, TerraDrawChanges, TerraDrawStylingFunction } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

/** The id of a piece of a shape: its key, part and ring. */
const PIECE = /^(.*\|\d+)\|(\d+)$/s;

/**
 * terra-draw edits each ring as an area of its own. Drawn like that, a hole covers the map below; so the outer rings are painted with
 * their holes left out.
 */
export class SeeThroughAdapter extends TerraDrawMapLibreGLAdapter<MapLibreMap> {
  override render(changes: TerraDrawChanges, styling: TerraDrawStylingFunction): void {
    const holes = holesOf([...changes.created, ...changes.updated, ...changes.unchanged]);
    const open = (features: GeoJSONStoreFeatures[]) => features.map((feature) => withHoles(feature, holes));
    const { created, updated, unchanged } = changes;
    super.render({ ...changes, created: open(created), updated: open(updated), unchanged: open(unchanged) }, styling);
  }
}

type Holes = ReadonlyMap<string, readonly Position[][]>;

/** The rings of holes by the part of the shape that they are in. */
export function holesOf(features: readonly GeoJSONStoreFeatures[]): Holes {
  const holes = new Map<string, Position[][]>();
  for (const { id, geometry } of features) {
    const [, part, ring] = PIECE.exec(String(id)) ?? [];
    if (part === undefined || ring === "0" || geometry.type !== "Polygon") continue;
    holes.set(part, [...(holes.get(part) ?? []), ...geometry.coordinates]);
  }
  return holes;
}

/** An outer ring with its holes; any other feature unchanged. */
export function withHoles(feature: GeoJSONStoreFeatures, holes: Holes): GeoJSONStoreFeatures {
  const [, part = "", ring] = PIECE.exec(String(feature.id)) ?? [];
  const inside = ring === "0" ? holes.get(part) : undefined;
  if (!inside || feature.geometry.type !== "Polygon") return feature;
  return { ...feature, geometry: { type: "Polygon", coordinates: [...feature.geometry.coordinates, ...inside] } };
}
