import type { Triple } from "@archipel/pointcloud/las/header.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractOfHash, readNamed, writeNamed } from "./kept-extract.ts";
import { areaAround, type areaOfBox, areaOfCorners, areaOfFeature, areaOfTexts, areaOfTiles } from "./take-area.ts";

const ringOf = (area: ReturnType<typeof areaOfBox>) => (area?.geometry.type === "Polygon" ? (area.geometry.coordinates[0] ?? []) : []);

describe("an area", () => {
  it("needs three corners, and is closed", () => {
    expect(
      areaOfCorners(
        [
          [0, 0],
          [1, 0],
        ],
        2154,
      ),
    ).toBeNull();
    expect(
      areaOfCorners(
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        2154,
      ),
    ).toEqual({
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
      srid: 2154,
    });
  });

  it("is read from typed coordinates as people write them, and only from four numbers with a surface", () => {
    expect(ringOf(areaOfTexts(["652 100,5", "6861100", "652200.5", " 6 861 200 "], 2154))[0]).toEqual([652_100.5, 6_861_100]);
    for (const texts of [
      ["", "1", "2", "3"],
      ["a", "1", "2", "3"],
      ["2", "1", "1", "3"],
      ["1", "1", "1", "3"],
      ["1e999", "0", "2", "3"],
    ] as const)
      expect(areaOfTexts(texts, 2154)).toBeNull();
  });

  it("of all tiles holds the corners of each", () => {
    const tiles = [
      { box: { min: [0, 0, 1] as Triple, max: [1000, 1000, 2] as Triple } },
      { box: { min: [1000, 0, 1] as Triple, max: [2000, 1000, 2] as Triple } },
    ];
    const ring = ringOf(areaOfTiles(tiles, 2154));
    expect(Math.min(...ring.map(([x]) => x))).toBeLessThan(0);
    expect(Math.max(...ring.map(([x]) => x))).toBeGreaterThan(2000);
    expect(areaOfTiles([], 2154)).toBeNull();
    expect(ringOf(areaAround([10, 20], 4, 2154))[0]).toEqual([8, 18]);
  });
});

describe("the area of a feature", () => {
  const ring = [
    [-5.3, 46.4],
    [-5.2, 46.4],
    [-5.2, 46.5],
    [-5.3, 46.4],
  ];
  it("is its polygon, with its holes and parts, without heights", () => {
    const high = { type: "MultiPolygon", coordinates: [[ring.map((place) => [...place, 12])], [ring]] };
    expect(areaOfFeature(high)).toEqual({ geometry: { type: "MultiPolygon", coordinates: [[ring], [ring]] }, srid: 4326 });
    expect(areaOfFeature({ type: "Polygon", coordinates: [ring, ring] })?.geometry.coordinates).toHaveLength(2);
  });

  it("is nothing for points, lines, and outlines with more corners than an area may have", () => {
    expect(areaOfFeature(null)).toBeNull();
    expect(areaOfFeature({ type: "Point", coordinates: [-5.3, 46.4] })).toBeNull();
    expect(areaOfFeature({ type: "LineString", coordinates: ring })).toBeNull();
    const round = Array.from({ length: 5001 }, (_, i) => [Math.cos(i / 800), Math.sin(i / 800)]);
    expect(areaOfFeature({ type: "Polygon", coordinates: [[...round, round[0]]] })).toBeNull();
  });
});

describe("the name of an extract in an address", () => {
  it("is read as it was written, with and without its secret", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.option(fc.stringMatching(/^[\w-]{16,60}$/), { nil: undefined }), (id, secret) => {
        const named = { id, ...(secret !== undefined && { secret }) };
        expect(extractOfHash(`#extract=${writeNamed(named)}`)).toEqual(named);
      }),
    );
  });

  it("is nothing when it is something else", () => {
    for (const text of ["", "x", "../../x", "00000000-0000-0000-0000-00000000000", null]) expect(readNamed(text)).toBeNull();
    expect(extractOfHash("#292500.0,6832500.0,52.1,800,0,50")).toBeNull();
  });
});
