import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { VectorTile, type VectorTileLayer } from "@mapbox/vector-tile";
import type { Feature } from "geojson";
import { PbfReader } from "pbf";
import { PMTiles, type RangeResponse, type Source } from "pmtiles";
import { afterAll, describe, expect, it, test } from "vitest";
import { buildBasemap } from "./build.ts";
import { type ArchiveTile, writePmtiles } from "./pmtiles-writer.ts";
import { readBasemapArea } from "./read-area.ts";
import { cutTiles } from "./tiling.ts";

function reader(bytes: Uint8Array): PMTiles {
  const source: Source = {
    getKey: () => "memory",
    getBytes: async (offset, length): Promise<RangeResponse> => ({ data: bytes.slice(offset, offset + length).buffer }),
  };
  return new PMTiles(source);
}

/** The longest step between two points of a layer's lines, as a share of the tile; steps along the tile's edges do not count. */
function longestStep(layer: VectorTileLayer | undefined): number {
  let longest = 0;
  for (let index = 0; index < (layer?.length ?? 0); index++) {
    for (const line of layer?.feature(index).loadGeometry() ?? []) {
      for (const [step, point] of line.entries()) {
        const before = line[step - 1] ?? point;
        const isAlongEdge = point.y >= 4096 && before.y >= 4096;
        if (!isAlongEdge) longest = Math.max(longest, Math.abs(point.x - before.x) / 4096);
      }
    }
  }
  return longest;
}

const layers = { vector_layers: [] };

describe("writePmtiles", () => {
  it("is read back by the reference reader, and stores equal tiles once", async () => {
    const water = new TextEncoder().encode("water");
    const tiles: ArchiveTile[] = [
      { z: 0, x: 0, y: 0, data: new TextEncoder().encode("world") },
      { z: 1, x: 0, y: 0, data: water },
      { z: 1, x: 0, y: 1, data: water },
      { z: 1, x: 1, y: 1, data: water },
    ];
    const archive = reader(writePmtiles(tiles, { minZoom: 0, maxZoom: 1, bounds: [-180, -85, 180, 85], metadata: layers }));
    const header = await archive.getHeader();
    expect([header.numAddressedTiles, header.numTileEntries, header.numTileContents]).toEqual([4, 2, 2]);
    expect(await archive.getMetadata()).toEqual(layers);
    for (const { z, x, y, data } of tiles) {
      const tile = await archive.getZxy(z, x, y);
      expect(tile && Buffer.from(tile.data).toString()).toBe(Buffer.from(data).toString());
    }
    expect(await archive.getZxy(1, 1, 0)).toBeUndefined();
  });

  it("uses leaf directories for many tiles, and every tile is still found", async () => {
    // Incompressible bodies of many sizes, otherwise the directory would compress into the root.
    const noise = createHash("shake256", { outputLength: 600 }).update("tiles").digest();
    const tiles = Array.from({ length: 160 * 160 }, (_, index) => {
      const [x, y] = [index % 160, Math.floor(index / 160)];
      const size = Math.imul(index + 1, 0x9e3779b1) >>> 23;
      return { z: 8, x, y, data: Uint8Array.from([x, y, ...noise.subarray(0, size)]) };
    });
    const archive = reader(writePmtiles(tiles, { minZoom: 8, maxZoom: 8, bounds: [-180, -85, 180, 85], metadata: layers }));
    expect((await archive.getHeader()).leafDirectoryLength).toBeGreaterThan(0);
    for (const { z, x, y, data } of tiles.filter((_, index) => index % 977 === 0)) {
      const tile = await archive.getZxy(z, x, y);
      expect(tile && Buffer.from(tile.data).toString()).toBe(Buffer.from(data).toString());
    }
  });
});

test("edges of areas are read without those by which tiles cut them", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "basemap-"));
  const file = path.join(folder, "basemap.pmtiles");
  // Two squares beside each other, which cross the limits of several tiles.
  const square = (west: number): Feature => ({
    type: "Feature",
    properties: { nom: `C${west}` },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [west, 44],
          [west + 0.2, 44],
          [west + 0.2, 44.2],
          [west, 44.2],
          [west, 44],
        ],
      ],
    },
  });
  const tiles = cutTiles([{ name: "commune", minZoom: 11, maxZoom: 11, features: [square(4.3), square(4.5)] }]);
  await writeFile(file, writePmtiles(tiles, { minZoom: 11, maxZoom: 11, bounds: [4.3, 44, 4.7, 44.2], metadata: layers }));
  const [west, east, north, south] = [worldX(4.35), worldX(4.65), worldY(44.15), worldY(44.05)];
  const read = (outlines: string[]) => readBasemapArea(file, { west, east, north, south }, { layers: ["commune"], outlines, mostTiles: 9 });
  const { features, step } = await read(["commune"]);
  expect(step).toBeCloseTo(1 / (4_096 * 2 ** 11), 12);
  expect(features.every(({ kind }) => kind === "line")).toBe(true);
  const sides = [4.3, 4.5, 4.7].map(worldX);
  const segments = features.flatMap(({ parts }) => parts.flatMap((part) => part.slice(1).map((end, index) => [part[index], end] as const)));
  const upright = segments.filter(([a, b]) => a && Math.abs(a[0] - b[0]) < 2 * step && Math.abs(a[1] - b[1]) > 2 * step);
  expect(upright.length).toBeGreaterThan(0);
  for (const [, [x]] of upright) expect(Math.min(...sides.map((side) => Math.abs(side - x)))).toBeLessThan(3 * step);
  expect((await read([])).features.some(({ kind }) => kind === "polygon")).toBe(true);
  await rm(folder, { recursive: true });
});

const worldX = (lon: number) => lon / 360 + 0.5;
const worldY = (lat: number) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

describe("buildBasemap", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it("holds the world at low zooms and the detailed area at high zooms", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "basemap-"));
    folders.push(folder);
    const output = path.join(folder, "basemap.pmtiles");
    // The draft of a killed run: no process has this id.
    await writeFile(`${output}.4194305.part`, "half");
    const square = {
      type: "Polygon" as const,
      coordinates: [
        [
          [-5.3, 46.4],
          [-5.2, 46.4],
          [-5.2, 46.5],
          [-5.3, 46.5],
          [-5.3, 46.4],
        ],
      ],
    };
    const report = await buildBasemap({
      output,
      detail: {
        bounds: [-5.4, 46.3, -5.1, 46.6],
        credits: "test area",
        layers: [{ name: "land", minZoom: 7, maxZoom: 12, features: [{ type: "Feature", properties: {}, geometry: square }] }],
      },
    });
    expect(report.seconds).toBeLessThan(60);
    expect(await readdir(folder)).toEqual(["basemap.pmtiles"]);
    const archive = reader(new Uint8Array(await readFile(output)));
    const decode = async (z: number, x: number, y: number) => {
      const tile = await archive.getZxy(z, x, y);
      if (!tile) return undefined;
      const bytes = new Uint8Array(tile.data);
      return new VectorTile(new PbfReader(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
    };
    const world = await decode(0, 0, 0);
    expect(Object.keys(world?.layers ?? {}).sort()).toEqual(["country", "land"]);
    // A coast that jumped over the 180th meridian would be a line across the whole world.
    for (const name of ["land", "country"]) expect(longestStep(world?.layers[name]), name).toBeLessThan(0.2);
    const france = await decode(5, 16, 11);
    expect(france?.layers.place_label?.length).toBeGreaterThan(3);
    const near = await decode(12, 1988, 1449);
    expect(near?.layers.land?.length).toBe(1);
    const metadata = (await archive.getMetadata()) as { attribution: string };
    expect(metadata.attribution).toContain("Natural Earth");
    expect(metadata.attribution).toContain("test area");
  });
});
