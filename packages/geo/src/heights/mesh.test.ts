import { describe, expect, it } from "vitest";
import { type HeightGrid, NODATA } from "./height-grid.ts";
import { gridMesh, writeGlb, writeObj } from "./mesh.ts";

const plane = (columns: number, rows: number, height: (column: number, row: number) => number): HeightGrid => ({
  columns,
  rows,
  west: 652_000,
  north: 6_862_000,
  cell: 2,
  srid: 2154,
  values: Float32Array.from({ length: columns * rows }, (_, i) => height(i % columns, Math.floor(i / columns))),
});

/** Where a corner is in the CRS of the grid. */
const placeOf = ({ positions, origin }: ReturnType<typeof gridMesh>, corner: number) => [
  origin[0] + (positions[3 * corner] ?? 0),
  origin[1] - (positions[3 * corner + 2] ?? 0),
  origin[2] + (positions[3 * corner + 1] ?? 0),
];

describe("a mesh", () => {
  it("has its corners in the middles of the cells, two triangles a square, all facing up", () => {
    const mesh = gridMesh(
      plane(3, 2, (column, row) => 100 + column + 10 * row),
      2154,
    );
    expect([mesh.positions.length / 3, mesh.triangles.length / 3]).toEqual([6, 4]);
    const places = Array.from({ length: 6 }, (_, corner) => placeOf(mesh, corner)).sort(
      ([ax = 0, ay = 0], [bx = 0, by = 0]) => by - ay || ax - bx,
    );
    expect(places).toEqual([
      [652_001, 6_861_999, 100],
      [652_003, 6_861_999, 101],
      [652_005, 6_861_999, 102],
      [652_001, 6_861_997, 110],
      [652_003, 6_861_997, 111],
      [652_005, 6_861_997, 112],
    ]);
    for (let i = 1; i < mesh.normals.length; i += 3) expect(mesh.normals[i]).toBeGreaterThan(0);
  });

  it("leaves out squares without a height, and says when nothing is left", () => {
    const mesh = gridMesh(
      plane(4, 2, (column) => (column === 3 ? NODATA : 5)),
      null,
    );
    expect(mesh.triangles.length / 3).toBe(4);
    expect(() =>
      gridMesh(
        plane(3, 3, () => NODATA),
        null,
      ),
    ).toThrow(RangeError);
  });

  it("is coarser when it would have too many corners", () => {
    const mesh = gridMesh(
      plane(100, 100, (column, row) => column + row),
      null,
      400,
    );
    expect(mesh.positions.length / 3).toBe(400);
  });

  it("is a GLB whose parts say their own lengths, and an OBJ of as many lines", () => {
    const mesh = gridMesh(
      plane(30, 20, (column, row) => Math.sin(column) + row),
      2154,
    );
    const glb = Buffer.concat(writeGlb(mesh));
    const jsonLength = glb.readUInt32LE(12);
    expect([glb.toString("latin1", 0, 4), glb.readUInt32LE(8), jsonLength % 4]).toEqual(["glTF", glb.length, 0]);
    const document = JSON.parse(glb.toString("utf8", 20, 20 + jsonLength));
    expect(glb.readUInt32LE(20 + jsonLength)).toBe(document.buffers[0].byteLength);
    expect(document.asset.extras).toEqual({ origin: [...mesh.origin], epsg: 2154 });
    expect(document.accessors[2].count).toBe(29 * 19 * 6);
    const lines = [...writeObj(mesh)].join("").trim().split("\n");
    expect(lines.filter((line) => line.startsWith("v "))).toHaveLength(600);
    const faces = lines.filter((line) => line.startsWith("f ")).flatMap((line) => line.slice(2).split(" ").map(Number));
    expect([Math.min(...faces), Math.max(...faces)]).toEqual([1, 600]);
  });
});
