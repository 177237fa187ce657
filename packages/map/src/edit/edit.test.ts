import { shapeFaults } from "@archipel/geo/shape-faults.ts";
import type { Geometry, Position } from "geojson";
import { describe, expect, it } from "vitest";
import { splitBy, withHole } from "./cut.ts";
import { added, changesToSave, deleted, done, historyOf, opened, redone, undone, withGeometry, withValue } from "./draft.ts";
import { geometryOf, isShape, piecesOf, withoutVertex } from "./pieces.ts";

const square = (x: number, y: number, side: number): Position[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const holed: Geometry = { type: "MultiPolygon", coordinates: [[square(0, 0, 10), square(6, 4, 2)], [square(20, 0, 3)]] };
const areas = (geometry: Geometry) =>
  piecesOf(geometry).reduce((sum, { ring, geometry: shape }) => {
    const corners = shape.type === "Polygon" ? (shape.coordinates[0] ?? []) : [];
    const twice = corners.slice(1).reduce((all, b, index) => {
      const a = corners[index] as Position;
      return all + (a[0] as number) * (b[1] as number) - (b[0] as number) * (a[1] as number);
    }, 0);
    return sum + (ring === 0 ? 1 : -1) * (Math.abs(twice) / 2);
  }, 0);

it("refuses a line of one position as a shape", () => {
  const line = (...coordinates: Position[]): Geometry => ({ type: "LineString", coordinates });
  expect([line([1, 2]), line([1, 2], [1, 2]), line()].map(isShape)).toEqual([false, false, false]);
  expect([line([1, 2], [1, 3]), line([1, 2], [1, 2], [2, 2]), { type: "Point" as const, coordinates: [1, 2] }].map(isShape)).toEqual(
    Array.from({ length: 3 }, () => true),
  );
});

describe("pieces", () => {
  it("recompose the original geometry", () => {
    for (const geometry of [
      holed,
      { type: "Polygon", coordinates: [square(0, 0, 1)] },
      { type: "Point", coordinates: [1, 2] },
      { type: "MultiLineString", coordinates: [square(0, 0, 1), square(2, 0, 1)] },
    ] satisfies Geometry[])
      expect(geometryOf(piecesOf(geometry), geometry.type)).toEqual(geometry);
    expect(piecesOf({ type: "GeometryCollection", geometries: [] })).toEqual([]);
  });

  it("lose a vertex, even the first one, and always remain a valid shape", () => {
    const without = withoutVertex(holed, { piece: 0, index: 0 });
    expect(without).toMatchObject({ type: "MultiPolygon" });
    expect(piecesOf(without ?? null)[0]?.geometry.coordinates[0]).toEqual([
      [10, 0],
      [10, 10],
      [0, 10],
      [10, 0],
    ]);
    const triangle: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [0, 1],
          [0, 0],
        ],
      ],
    };
    expect(withoutVertex(triangle, { piece: 0, index: 1 })).toBeUndefined();
  });
});

describe("faults", () => {
  it("are where a ring crosses itself or another, and nowhere else", () => {
    const bow: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ],
    };
    expect(shapeFaults(bow)).toEqual([[1, 1]]);
    expect(shapeFaults(holed)).toEqual([]);
    expect(shapeFaults({ type: "Polygon", coordinates: [square(0, 0, 4), square(2, 2, 4)] })).toHaveLength(2);
    expect(
      shapeFaults({
        type: "LineString",
        coordinates: [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
        ],
      }),
    ).toEqual([]);
  });
});

describe("a cut", () => {
  it("splits an area into two that make up the whole; holes and other parts stay where they are", () => {
    const cut = splitBy(holed, [
      [4, -1],
      [4, 11],
    ]);
    if ("refusal" in cut) throw new Error(cut.refusal);
    expect(cut.geometries.map(areas)).toEqual([60 - 4 + 9, 40]);
    expect(cut.geometries.map(({ type }) => type)).toEqual(["MultiPolygon", "MultiPolygon"]);
    expect(cut.geometries.flatMap(shapeFaults)).toEqual([]);
  });

  it("splits by a bent line, also one that enters and leaves by the same edge", () => {
    const whole: Geometry = { type: "Polygon", coordinates: [square(0, 0, 10)] };
    const bent = splitBy(whole, [
      [2, -1],
      [2, 3],
      [5, 3],
      [5, -1],
    ]);
    if ("refusal" in bent) throw new Error(bent.refusal);
    expect(bent.geometries.map(areas)).toEqual([91, 9]);
    const back = splitBy(whole, [
      [5, -1],
      [5, 3],
      [2, 3],
      [2, -1],
    ]);
    expect("geometries" in back && back.geometries.map(areas)).toEqual([91, 9]);
  });

  it("splits an area at each stretch that crosses it", () => {
    const u: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [6, 9],
          [6, 3],
          [3, 3],
          [3, 9],
          [0, 9],
          [0, 0],
        ],
      ],
    };
    const cut = splitBy(u, [
      [-1, 6],
      [10, 6],
    ]);
    expect("geometries" in cut && cut.geometries.map(areas)).toEqual([45, 9, 9]);
  });

  it("splits a line, and reports when it misses or meets a hole", () => {
    const line: Geometry = {
      type: "LineString",
      coordinates: [
        [0, 0],
        [10, 0],
      ],
    };
    expect(
      splitBy(line, [
        [4, -1],
        [4, 1],
      ]),
    ).toEqual({
      geometries: [
        {
          type: "LineString",
          coordinates: [
            [4, 0],
            [10, 0],
          ],
        },
        {
          type: "LineString",
          coordinates: [
            [0, 0],
            [4, 0],
          ],
        },
      ],
    });
    expect(
      splitBy(holed, [
        [50, 50],
        [60, 60],
      ]),
    ).toEqual({ refusal: "misses" });
    expect(
      splitBy(holed, [
        [7, -1],
        [7, 11],
      ]),
    ).toEqual({ refusal: "meets-hole" });
  });

  it("makes a hole only inside the area", () => {
    const cut = withHole(holed, square(1, 1, 2));
    expect("geometries" in cut && cut.geometries.map(areas)).toEqual([100 - 4 + 9 - 4]);
    expect(withHole(holed, square(8, 8, 4))).toEqual({ refusal: "not-inside" });
    expect(withHole(holed, square(5, 3, 4))).toEqual({ refusal: "crosses-ring" });
  });
});

describe("a draft", () => {
  const feature = { layerId: "l", fid: 1, version: 3, label: "Un", values: { nom: "Un" }, geometry: holed };
  const start = opened({}, feature);

  it("contains only what differs", () => {
    expect(changesToSave(start)).toEqual([]);
    const renamed = withValue(start, "l/1", "nom", "Deux");
    expect(changesToSave(renamed)).toMatchObject([{ values: { nom: "Deux" }, baseVersion: 3 }]);
    expect(changesToSave(withValue(renamed, "l/1", "nom", "Un"))).toEqual([]);
    expect(changesToSave(deleted(renamed, "l/1", "détruit"))).toMatchObject([{ operation: "delete", reason: "détruit", values: {} }]);
    const fresh = added({}, { editId: "e", layerId: "l", label: "", values: {}, geometry: null });
    expect(deleted(fresh, "new/e", "")).toEqual({});
  });

  it("undoes and redoes attributes and shapes; letters of one field are one step", () => {
    let history = historyOf(start);
    for (const text of ["D", "De", "Deux"]) history = done(history, withValue(history.present, "l/1", "nom", text), "nom");
    history = done(history, withGeometry(history.present, "l/1", { type: "Point", coordinates: [0, 0] }));
    history = undone(history);
    expect(history.present["l/1"]).toMatchObject({ values: { nom: "Deux" }, geometry: undefined });
    history = undone(history);
    expect(changesToSave(history.present)).toEqual([]);
    history = redone(redone(history));
    expect(history.present["l/1"]).toMatchObject({ values: { nom: "Deux" }, geometry: { type: "Point" } });
    expect(undone(historyOf(start)).present).toBe(start);
  });
});
