import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CloudLayer, packCloud, packedCloud, unpackTiles } from "./clouds.ts";

const id = "0b0e3c5e-7a3c-4f0e-9a53-3c5e7a3c4f0e";
const metres = fc.double({ min: -1e6, max: 7e6, noNaN: true });
const corner = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }));
const tile = fc.record({
  title: fc.string(),
  revision: fc.integer({ min: 1, max: 99 }),
  size: fc.nat(),
  points: fc.nat(),
  low: fc.tuple(metres, metres, metres),
  size3: fc.tuple(fc.nat(2000), fc.nat(2000), fc.nat(300)),
  footprint: fc.option(fc.tuple(corner, corner, corner, corner), { nil: null }),
  classes: fc.dictionary(fc.constantFrom("2", "5", "6"), fc.nat(1000)),
  dates: fc.option(fc.constantFrom(["2020-05-02", "2020-05-04"], ["2023-03-21", "2023-03-21"]), { nil: null }),
  pointFormat: fc.constantFrom(6, 7, 8),
});
const layers = fc.array(tile, { maxLength: 6 }).map(
  (tiles): CloudLayer => ({
    layerId: id,
    datasetId: id,
    datasetSlug: "a",
    title: "A",
    srid: 2154,
    verticalSrid: null,
    isPart: false,
    tiles: tiles.map(({ title, revision, size, low, size3, points, footprint, classes, dates, pointFormat }) => ({
      id,
      title,
      revision,
      size,
      facts: {
        format: "copc",
        version: "1.4",
        pointFormat,
        points,
        min: low,
        max: [low[0] + size3[0], low[1] + size3[1], low[2] + size3[2]],
        srid: 2154,
        verticalSrid: null,
        footprint,
        density: 1,
        coverage: 1,
        classes,
        returns: {},
        extraFields: [],
        dates: dates as [string, string] | null,
        product: null,
      },
    })),
  }),
);

describe("a packed point-cloud layer", () => {
  it("says of each tile what the layer said, with boxes that are no smaller", () => {
    fc.assert(
      fc.property(layers, (layer) => {
        const packed = packedCloud.parse(JSON.parse(JSON.stringify(packCloud(layer))));
        const tiles = unpackTiles(packed);
        expect(tiles).toHaveLength(layer.tiles.length);
        for (const [i, { facts, ...given }] of layer.tiles.entries()) {
          expect(tiles[i]).toMatchObject(given);
          expect(tiles[i]?.points).toBe(facts.points);
          expect(tiles[i]?.footprint).toEqual(facts.footprint?.map((one) => one.map((degrees) => degrees + 0)) ?? null);
          for (const axis of [0, 1, 2] as const) {
            expect(tiles[i]?.min[axis]).toBeLessThanOrEqual(facts.min[axis]);
            expect(facts.min[axis] - (tiles[i]?.min[axis] ?? 0)).toBeLessThan(0.0101);
            expect(tiles[i]?.max[axis]).toBeGreaterThanOrEqual(facts.max[axis]);
          }
        }
      }),
    );
  });

  it("adds up classes, and has the first and the last day", () => {
    fc.assert(
      fc.property(layers, (layer) => {
        const { classes, dates, formats } = packCloud(layer);
        const ground = layer.tiles.reduce((sum, { facts }) => sum + (facts.classes["2"] ?? 0), 0);
        expect(classes["2"] ?? 0).toBe(ground);
        const days = layer.tiles.flatMap(({ facts }) => facts.dates ?? []).sort();
        expect(dates).toEqual(days.length > 0 ? [days[0], days.at(-1)] : null);
        expect(new Set(formats)).toEqual(new Set(layer.tiles.map(({ facts }) => facts.pointFormat)));
      }),
    );
  });
});
