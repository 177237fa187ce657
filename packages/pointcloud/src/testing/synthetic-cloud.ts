import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { emptyColumns, type PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";

export interface SyntheticCloud {
  format: number;
  extraBytes: number;
  /** Points of the whole cloud; points are made from `first` on. */
  total: number;
  seed: number;
}

/** Coordinates of synthetic clouds: a square kilometre near Nantes in Lambert-93 (EPSG:2154), centimetres. */
export const SYNTHETIC = { scale: [0.01, 0.01, 0.01], offset: [292_000, 6_832_000, 0], sideMetres: 1000 } as const;

/**
 * Points as an airborne scanner sees a town: flight lines in x, pulses with one to four returns, hills, houses and trees. Point i does not
 * depend on the batch in which it is made.
 *
 * @param first index of the first point
 */
export function syntheticPoints(cloud: SyntheticCloud, first: number, count: number): PointColumns {
  const format = pointFormat(cloud.format);
  const columns = emptyColumns(count, format, cloud.extraBytes);
  const { x, y, z, intensity, returns, flags, classification, scanAngle, pointSource, gpsTime, red, green, blue, nir, extra } = columns;
  const side = SYNTHETIC.sideMetres * 100;
  // Lines of pulses: as many in y as pulses in x.
  const perLine = Math.max(1, Math.ceil(Math.sqrt(cloud.total)));
  const step = side / perLine;
  for (let i = 0; i < count; i++) {
    const index = first + i;
    const line = Math.floor(index / perLine);
    const random = hash(index, cloud.seed);
    const pulse = Math.floor((index % perLine) / 1.3);
    const along = index % perLine;
    const noise = hash(index, cloud.seed + 1);
    const px = Math.min(side - 1, Math.floor((line % 2 === 0 ? along : perLine - 1 - along) * step + ((noise & 255) / 256) * step));
    const py = Math.min(side - 1, Math.floor(line * step + (((noise >>> 8) & 255) / 256) * step));
    const surface = surfaceAt(px, py, random);
    x[i] = px;
    y[i] = py;
    z[i] = surface.height;
    const returnCount = surface.isTree ? 1 + ((random >>> 8) & 3) : 1;
    const returnNumber = 1 + (((random >>> 10) & 3) % returnCount);
    if (intensity) intensity[i] = 300 + ((noise >>> 16) & 1023) + surface.height / 50;
    if (returns) returns[i] = returnNumber | (returnCount << 4);
    if (flags) flags[i] = ((line & 1) << 6) | (along === 0 ? 0x80 : 0);
    if (classification) classification[i] = surface.isTree ? 5 : surface.isRoof ? 6 : 2;
    if (scanAngle) scanAngle[i] = Math.round((along / perLine - 0.5) * 5000);
    if (pointSource) pointSource[i] = 100 + Math.floor((line * 8) / perLine);
    if (gpsTime) gpsTime[i] = 300_000_000 + line * 0.05 + pulse * 0.000_004 + (hash(pulse, line) & 7) * 0.000_000_1;
    if (red && green && blue) {
      red[i] = (surface.isRoof ? 180 : 90) * 256 + ((random >>> 16) & 255);
      green[i] = (surface.isTree ? 140 : 100) * 256 + ((random >>> 18) & 255);
      blue[i] = 80 * 256 + ((random >>> 20) & 255);
    }
    if (nir) nir[i] = (surface.isTree ? 200 : 60) * 256 + ((random >>> 22) & 255);
    if (extra) for (let j = 0; j < cloud.extraBytes; j++) extra[j * count + i] = j === 0 ? (random >>> 27) & 1 : (random >>> (8 + j)) & 7;
  }
  return columns;
}

/** A number of 32 bits that depends on both. */
function hash(index: number, seed: number): number {
  let mixed = Math.imul(index ^ seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca77);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Hills of 40 m, a house in every second block of 50 m, trees in a quarter of the blocks. Heights in centimetres. */
function surfaceAt(x: number, y: number, random: number): { height: number; isRoof: boolean; isTree: boolean } {
  const ground = 6000 + 2000 * Math.sin(x / 30_000) * Math.cos(y / 23_000) + ((random >>> 14) & 15);
  const block = hash(Math.floor(x / 5000) * 1000 + Math.floor(y / 5000), 7);
  const inside = Math.abs((x % 5000) - 2500) < 900 && Math.abs((y % 5000) - 2500) < 700;
  const isRoof = (block & 1) === 1 && inside;
  const isTree = !isRoof && (block & 12) === 0 && ((random >>> 6) & 1) === 1;
  const height = isRoof ? ground + 700 - Math.abs((y % 5000) - 2500) / 3 : isTree ? ground + ((random >>> 3) & 1023) : ground;
  return { height: Math.round(height), isRoof, isTree };
}

/** How far fields of wild points move. */
export type Wildness = "constant" | "calm" | "wild";

/**
 * Points that no scanner gives, for tests of every branch of the coder: channels at random, all return numbers, jumps over the whole range,
 * times that are NaN, infinite or negative zero.
 *
 * @param channels scanner channels that occur, in the order of a random choice; one for a chunk with one channel
 */
export function oddPoints(format: number, extraBytes: number, count: number, seed: number, wildness: Wildness, channels = [0, 1, 2, 3]) {
  const random = seededRandom(seed);
  const columns = emptyColumns(count, pointFormat(format), extraBytes);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const int = (below: number) => Math.floor(random() * below);
  const odd = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, -1e12, 1e12, 5e-324, 300_000_000.123];
  for (let i = 0; i < count; i++) {
    const last = Math.max(0, i - 1);
    const keeps = (often: number) => i > 0 && (wildness === "constant" || (wildness === "calm" && random() < often));
    const next = (column: { [index: number]: number } | undefined, often: number, calm: (before: number) => number, wild: () => number) => {
      if (!column) return;
      const before = column[last] as number;
      column[i] = keeps(often) ? before : wildness === "calm" ? calm(before) : wild();
    };
    const anyInt = () => pick([int(2 ** 32) | 0, 2 ** 31 - 1, -(2 ** 31), int(100)]);
    next(columns.x, 0, (before) => before + int(9) - 4, anyInt);
    next(columns.y, 0, (before) => before + int(9) - 4, anyInt);
    next(columns.z, 0.2, (before) => before + int(5) - 2, anyInt);
    next(
      columns.intensity,
      0.3,
      (before) => (before + int(30)) & 0xffff,
      () => int(65536),
    );
    next(
      columns.returns,
      0.5,
      () => pick([0x11, 0x21, 0x22, 0x31, 0x32, 0x33]),
      () => int(256),
    );
    const channel = () => pick(channels) << 4;
    next(
      columns.flags,
      0.9,
      () => (int(2) << 6) | channel(),
      () => (int(256) & 0xcf) | channel(),
    );
    next(
      columns.classification,
      0.9,
      () => pick([2, 5, 6, 64]),
      () => int(256),
    );
    next(
      columns.userData,
      0.95,
      () => int(3),
      () => int(256),
    );
    next(
      columns.scanAngle,
      0.8,
      (before) => (before + int(3) - 1) | 0,
      () => int(65536) - 32768,
    );
    next(
      columns.pointSource,
      0.99,
      () => int(65536),
      () => pick([0, 65535, int(65536)]),
    );
    const step = () => (columns.gpsTime?.[last] as number) + pick([0.00001, 0.00002, -0.00001, 0.5, 100]);
    next(columns.gpsTime, 0.4, step, () => pick([...odd, step(), random() * 1e6]));
    for (const colour of [columns.red, columns.green, columns.blue, columns.nir]) {
      next(
        colour,
        0.3,
        (before) => (before + int(600) - 300) & 0xffff,
        () => pick([int(65536), int(256)]),
      );
    }
    if (columns.red && columns.green && columns.blue && random() < 0.3) columns.green[i] = columns.blue[i] = columns.red[i] as number;
    for (let j = 0; j < extraBytes; j++) {
      const plane = columns.extra?.subarray(j * count, (j + 1) * count);
      next(
        plane,
        0.7,
        (before) => before + 1,
        () => int(256),
      );
    }
  }
  return columns;
}
