// @long
import { createHash } from "node:crypto";
import type { Position } from "geojson";
import { beforeAll, describe, expect, it } from "vitest";
import type { TerritoryFeature } from "./feature.ts";
import { fromLambert93, toLambert93 } from "./lambert93.ts";
import { generateTerritory, type Territory } from "./territory.ts";

let territory: Territory;
beforeAll(() => {
  territory = generateTerritory();
});

const layersOf = (from: Territory) => [...from.base, ...from.planning, ...from.hazards, ...from.lidar];

const generated = new Map<string, TerritoryFeature[]>();
function layer(name: string): TerritoryFeature[] {
  const known = generated.get(name);
  if (known) return known;
  const found = layersOf(territory).find((one) => one.name === name);
  if (!found) throw new Error(`no layer ${name}`);
  const features = [...found.features()];
  generated.set(name, features);
  return features;
}

const metres = (at: Position | undefined) => toLambert93(at?.[0] ?? 0, at?.[1] ?? 0);

/** Planar area in m² of a multipolygon, in Lambert-93. */
function areaOf(feature: TerritoryFeature): number {
  if (feature.geometry.type !== "MultiPolygon") throw new Error("not a multipolygon");
  let sum = 0;
  for (const polygon of feature.geometry.coordinates) {
    for (const [rank, ring] of polygon.entries()) {
      let twice = 0;
      for (let index = 1; index < ring.length; index++) {
        const a = metres(ring[index - 1]);
        const b = metres(ring[index]);
        twice += a[0] * b[1] - b[0] * a[1];
      }
      sum += rank === 0 ? Math.abs(twice / 2) : -Math.abs(twice / 2);
    }
  }
  return sum;
}

describe("the invented territory", () => {
  it("agrees with known Lambert-93 coordinates", () => {
    // Paris, point zero: values by PROJ.
    const [east, north] = toLambert93(2.3488, 48.8534);
    expect(Math.abs(east - 652239.9)).toBeLessThan(25);
    expect(Math.abs(north - 6861684.0)).toBeLessThan(25);
    const [lon, lat] = fromLambert93(...toLambert93(-5.25, 46.45));
    expect(lon).toBeCloseTo(-5.25, 7);
    expect(lat).toBeCloseTo(46.45, 7);
  });

  it("gives every layer features with the declared fields and finite coordinates inside the frame", () => {
    const [west, south, east, north] = territory.bbox;
    for (const one of layersOf(territory)) {
      const names = one.fields
        .map((field) => field.name)
        .sort()
        .join();
      const features = layer(one.name);
      const strange = features.filter(
        ({ geometry, properties }) => geometry.type !== one.geometry || Object.keys(properties).sort().join() !== names,
      );
      expect(strange, one.name).toEqual([]);
      const outside = features.filter(({ geometry }) => {
        // GeometryCollection is the only type without coordinates, and the filter above has refused it.
        const flat: number[] = "coordinates" in geometry ? geometry.coordinates.flat(3) : [];
        return flat.some((at, index) => !(index % 2 === 0 ? at >= west && at <= east : at >= south && at <= north));
      });
      expect(outside, one.name).toEqual([]);
      expect(features.length, one.name).toBeGreaterThan(5);
    }
    expect(layer("batiment").length).toBeGreaterThan(5000);
  });

  it("covers the communes with zones, without gaps or overlaps", () => {
    const communes = layer("commune").reduce((sum, feature) => sum + areaOf(feature), 0);
    const zones = layer("zone_urba").reduce((sum, feature) => sum + areaOf(feature), 0);
    expect(zones / communes).toBeGreaterThan(0.995);
    expect(zones / communes).toBeLessThan(1.002);
    expect(new Set(layer("zone_urba").map((feature) => feature.properties.TYPEZONE))).toEqual(new Set(["U", "AUc", "AUs", "A", "N"]));
  });

  it("keeps identifiers unique", () => {
    for (const [name, field] of [
      ["zone_urba", "LIB_IDZONE"],
      ["parcelle", "id"],
      ["adresse", "id"],
      ["dalle_lidar", "nom"],
    ] as const) {
      const ids = layer(name).map((feature) => feature.properties[field]);
      expect(new Set(ids).size, name).toBe(ids.length);
    }
  });

  it("is the same each time and on every machine", () => {
    const hash = createHash("sha256");
    for (const name of ["zone_urba", "adresse", "alea_inondation"]) hash.update(JSON.stringify(layer(name)));
    // After a change of the territory that is meant: write its new digest here.
    expect(hash.digest("hex")).toBe("03c3b490675622af85168f6702901ca77b953bc248366eaef0f73a0c4d040260");
  });
});
