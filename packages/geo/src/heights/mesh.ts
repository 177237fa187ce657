import { type HeightGrid, NODATA } from "./height-grid.ts";

/** Corners of a mesh, at most; a grid with more cells is read at each second, third… cell. */
const MOST_CORNERS = 1_000_000;

/** Triangles over a grid of heights. */
export interface GridMesh {
  /** East, height, south of each corner, in metres from the origin: glTF has its second axis upwards. */
  positions: Float32Array;
  normals: Float32Array;
  triangles: Uint32Array;
  /** Where the corners count from, in the CRS of the grid: x, y, height. Coordinates of maps are too large for the numbers of a mesh. */
  origin: readonly [x: number, y: number, z: number];
  srid: number | null;
}

/**
 * The surface between the middles of cells. Squares with a corner that has no height are left out.
 *
 * @throws RangeError when no square has four heights
 */
export function gridMesh(grid: HeightGrid, srid: number | null, mostCorners = MOST_CORNERS): GridMesh {
  const { columns, rows, west, north, cell, values } = grid;
  const step = Math.max(1, Math.ceil(Math.sqrt((columns * rows) / mostCorners)));
  const [wide, high] = [Math.ceil(columns / step), Math.ceil(rows / step)];
  const heightAt = (column: number, row: number) => values[row * step * columns + column * step] as number;
  const corners = new Int32Array(wide * high).fill(-1);
  const triangles = new Uint32Array(6 * Math.max(0, (wide - 1) * (high - 1)));
  let [corner, used, lowest] = [0, 0, Number.POSITIVE_INFINITY];
  for (let row = 0; row + 1 < high; row++)
    for (let column = 0; column + 1 < wide; column++) {
      const places = [0, 1, wide, wide + 1].map((offset) => row * wide + column + offset);
      const heights = places.map((place) => heightAt(place % wide, Math.floor(place / wide)));
      if (heights.includes(NODATA)) continue;
      lowest = Math.min(lowest, ...heights);
      const [a, b, c, d] = places.map((place) => {
        if (corners[place] === -1) corners[place] = corner++;
        return corners[place] as number;
      }) as [number, number, number, number];
      // Against the clock, seen from above.
      triangles.set([a, c, b, b, c, d], used);
      used += 6;
    }
  if (used === 0) throw new RangeError("the grid has no four heights side by side");
  const origin = [west + (columns * cell) / 2, north - (rows * cell) / 2, Math.floor(lowest)] as const;
  const positions = new Float32Array(3 * corner);
  for (const [place, at] of corners.entries()) {
    if (at === -1) continue;
    const [column, row] = [place % wide, Math.floor(place / wide)];
    positions[3 * at] = west + (column * step + 0.5) * cell - origin[0];
    positions[3 * at + 1] = heightAt(column, row) - origin[2];
    positions[3 * at + 2] = origin[1] - (north - (row * step + 0.5) * cell);
  }
  const own = triangles.slice(0, used);
  return { positions, normals: normalsOf(positions, own), triangles: own, origin, srid };
}

/** The direction that each corner faces: the mean of its triangles, by their size. */
function normalsOf(positions: Float32Array, triangles: Uint32Array): Float32Array {
  const normals = new Float32Array(positions.length);
  const at = (corner: number, axis: number) => positions[3 * corner + axis] as number;
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i], triangles[i + 1], triangles[i + 2]] as [number, number, number];
    const [ux, uy, uz] = [at(b, 0) - at(a, 0), at(b, 1) - at(a, 1), at(b, 2) - at(a, 2)];
    const [vx, vy, vz] = [at(c, 0) - at(a, 0), at(c, 1) - at(a, 1), at(c, 2) - at(a, 2)];
    const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (const corner of [a, b, c])
      for (const [axis, value] of normal.entries()) normals[3 * corner + axis] = (normals[3 * corner + axis] as number) + value;
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i] as number, normals[i + 1] as number, normals[i + 2] as number) || 1;
    for (let axis = 0; axis < 3; axis++) normals[i + axis] = (normals[i + axis] as number) / length;
  }
  return normals;
}

const [ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER, FLOAT, UNSIGNED_INT] = [34962, 34963, 5126, 5125] as const;

/**
 * The mesh as binary glTF 2.0. `asset.extras` says where its origin is.
 *
 * @returns the file in pieces, in order
 */
export function writeGlb({ positions, normals, triangles, origin, srid }: GridMesh): Uint8Array<ArrayBuffer>[] {
  const count = positions.length / 3;
  const arrays = [positions, normals, triangles].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
  );
  const [low, high] = boundsOf(positions);
  let offset = 0;
  const views = arrays.map(({ length }, i) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: length, target: i === 2 ? ELEMENT_ARRAY_BUFFER : ARRAY_BUFFER };
    offset += length;
    return view;
  });
  const document = {
    asset: { version: "2.0", generator: "Archipel", extras: { origin, epsg: srid } },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: "terrain" }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
    materials: [
      { doubleSided: true, pbrMetallicRoughness: { baseColorFactor: [0.72, 0.7, 0.64, 1], metallicFactor: 0, roughnessFactor: 1 } },
    ],
    buffers: [{ byteLength: offset }],
    bufferViews: views,
    accessors: [
      { bufferView: 0, componentType: FLOAT, count, type: "VEC3", min: low, max: high },
      { bufferView: 1, componentType: FLOAT, count, type: "VEC3" },
      { bufferView: 2, componentType: UNSIGNED_INT, count: triangles.length, type: "SCALAR" },
    ],
  };
  const text = JSON.stringify(document);
  // Chunks have a multiple of four bytes.
  const json = new TextEncoder().encode(text + " ".repeat((4 - (new TextEncoder().encode(text).length % 4)) % 4));
  const head = new Uint8Array(20);
  const view = new DataView(head.buffer);
  for (const [i, word] of [0x46546c67, 2, 28 + json.length + offset, json.length, 0x4e4f534a].entries()) view.setUint32(4 * i, word, true);
  const binary = new Uint8Array(8);
  new DataView(binary.buffer).setUint32(0, offset, true);
  new DataView(binary.buffer).setUint32(4, 0x004e4942, true);
  return [head, json, binary, ...arrays];
}

function boundsOf(positions: Float32Array): [low: number[], high: number[]] {
  const [low, high] = [Array(3).fill(Number.POSITIVE_INFINITY), Array(3).fill(Number.NEGATIVE_INFINITY)];
  for (let i = 0; i < positions.length; i++) {
    low[i % 3] = Math.min(low[i % 3], positions[i] as number);
    high[i % 3] = Math.max(high[i % 3], positions[i] as number);
  }
  return [low, high];
}

const LINES = 4096;

/** The mesh as Wavefront OBJ: east, north, height of each corner from the origin, which a comment says. */
export function* writeObj({ positions, triangles, origin, srid }: GridMesh): Generator<string> {
  yield `# origin ${origin.join(" ")}${srid === null ? "" : ` EPSG:${srid}`}\no terrain\n`;
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  for (let start = 0; start < positions.length; start += 3 * LINES) {
    const lines: string[] = [];
    for (let i = start; i < Math.min(positions.length, start + 3 * LINES); i += 3) {
      const [east, height, south] = [positions[i], positions[i + 1], positions[i + 2]] as [number, number, number];
      lines.push(`v ${rounded(east)} ${rounded(-south)} ${rounded(height)}`);
    }
    yield `${lines.join("\n")}\n`;
  }
  for (let start = 0; start < triangles.length; start += 3 * LINES) {
    const lines: string[] = [];
    for (let i = start; i < Math.min(triangles.length, start + 3 * LINES); i += 3)
      lines.push(`f ${(triangles[i] as number) + 1} ${(triangles[i + 1] as number) + 1} ${(triangles[i + 2] as number) + 1}`);
    yield `${lines.join("\n")}\n`;
  }
}
