// @long
import { createHash } from "node:crypto";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { checkCloud } from "@archipel/pointcloud/checks/check-cloud.ts";
import { LIDAR_HD_CLASSES } from "@archipel/pointcloud/checks/lidar-hd.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { pointBatches } from "@archipel/pointcloud/point-batches.ts";
import { productOfName } from "@archipel/pointcloud/product.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import type { Position } from "geojson";
import { beforeAll, describe, expect, it } from "vitest";
import { flightStart, tileName, writeScan } from "./clouds/cloud-file.ts";
import type { TerritoryFeature } from "./feature.ts";
import { fromLambert93, toLambert93 } from "./lambert93.ts";
import { sharedTerritory, type Territory } from "./territory.ts";

let territory: Territory;
beforeAll(() => {
  territory = sharedTerritory();
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
    expect(hash.digest("hex")).toBe("94a15bbe60ee983f705a01c9a3f398c5762d4a3e0ae70704944a4874a3633f47");
  });
});

describe("the points of a tile", () => {
  const tile = { column: 68, row: 6631 };
  const fileOf = async (format: 6 | 8, points = 60_000) => {
    const sink = new MemorySink();
    await writeScan(territory.scene(tile), { format, points, startedAt: flightStart("2023-03-21") }, sink);
    return sink.bytes();
  };
  const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

  it("are the same each time, and as many as asked for", async () => {
    const [one, other] = [await fileOf(8), await fileOf(8)];
    expect(hashOf(one)).toBe(hashOf(other));
    const { header, crs } = await openCloud(readFrom(one));
    expect(header).toMatchObject({ pointFormat: 8, systemId: "SYNTHETIC TERRITORY" });
    expect(crs).toMatchObject({ horizontalEpsg: 2154, verticalEpsg: 5720 });
    // A third of the tile is sea.
    expect(header.pointCount).toBeGreaterThan(35_000);
    expect(header.pointCount).toBeLessThan(70_000);
    expect(tileName(tile)).toBe("SYN_FXX_0068_6632_PTS_LAMB93_IGN69");
    expect(productOfName(tileName(tile))).toMatchObject({ srid: 2154, verticalSrid: 5720, tile: [68_000, 6_631_000, 69_000, 6_632_000] });
  });

  it("pass the checks of a delivery, with classes and returns of LiDAR HD", async () => {
    const cloud = await openCloud(readFrom(await fileOf(6)));
    const { summary, findings } = await checkCloud(cloud, { classes: LIDAR_HD_CLASSES });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual([]);
    const { byClass, byReturn } = summary.statistics;
    for (const code of [1, 2, 3, 4, 5, 6, 9]) expect(byClass[code]).toBeGreaterThan(0);
    expect(byReturn[1]).toBeGreaterThan(byReturn[2] ?? 0);
    expect(byReturn[2]).toBeGreaterThan(byReturn[3] ?? 0);
  });

  it("lie on the ground, on the sea, and above it", async () => {
    const cloud = await openCloud(readFrom(await fileOf(6)));
    let worst = 0;
    for await (const { count, x, y, z, classification } of pointBatches(cloud)) {
      for (let i = 0; i < count; i++) {
        const [east, north, height] = [68_000 + (x[i] as number) / 100, 6_631_000 + (y[i] as number) / 100, (z[i] as number) / 100];
        const ground = territory.heightAt(...fromLambert93(east, north));
        if (classification?.[i] === 2) worst = Math.max(worst, Math.abs(height - Math.max(0, ground)));
        if (classification?.[i] === 9) expect(height).toBeLessThan(Math.max(0.5, ground + 3));
        expect(height).toBeLessThan(Math.max(0, ground) + 40);
      }
    }
    // Heights of the relief are those of cells of 30 m.
    expect(worst).toBeLessThan(8);
  });
});
