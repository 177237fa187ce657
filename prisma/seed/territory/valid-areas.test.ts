// @long
import { faultOfPolygons } from "@archipel/testing/polygon-faults.ts";
import type { Position } from "geojson";
import { expect, it } from "vitest";
import type { TerritoryFeature } from "./feature.ts";
import { sharedTerritory } from "./territory.ts";

it("has valid areas in every layer, in degrees", () => {
  const { bbox, base, planning, hazards } = sharedTerritory();
  const whole = ([lon, lat]: Position) => ({
    x: Math.round(((lon ?? 0) - bbox[0]) * 1e7),
    y: Math.round(((lat ?? 0) - bbox[1]) * 1e7),
  });
  const faultOf = ({ geometry }: TerritoryFeature) =>
    geometry.type === "MultiPolygon"
      ? faultOfPolygons(geometry.coordinates.flatMap((rings) => turned(rings.map((ring) => ring.map(whole)))))
      : null;
  for (const layer of [...base, ...planning, ...hazards]) {
    if (layer.geometry !== "MultiPolygon") continue;
    const faults = [...layer.features()].map(faultOf).filter((fault) => fault !== null);
    expect(faults, layer.name).toEqual([]);
  }
});

type Ring = { x: number; y: number }[];

/** The shell against the clock, holes with it: rectangles of easements are drawn either way. */
function turned(rings: readonly Ring[]): Ring[] {
  return rings.map((ring, rank) => {
    const twice = ring.slice(1).reduce((sum, to, i) => sum + (ring[i]?.x ?? 0) * to.y - to.x * (ring[i]?.y ?? 0), 0);
    return twice > 0 === (rank === 0) ? ring : ring.toReversed();
  });
}
