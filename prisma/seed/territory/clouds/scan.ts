import { emptyColumns, type PointColumns } from "@archipel/pointcloud/las/columns.ts";
import { gatherPoints } from "@archipel/pointcloud/las/gather.ts";
import { pointFormat } from "@archipel/pointcloud/las/point-format.ts";
import { COVER, type Scene, TILE_METRES } from "./scene.ts";

/** Stored coordinates are centimetres from the corner of the tile. */
export const SCALE = 0.01;
/** Distance of flight lines, and half the width that one sees: neighbours overlap by a fifth. */
const LINE_METRES = 400;
const HALF_SWATH = 240;
const FLIGHT_METRES = 900;
const SPEED = 62;
/** Seconds between the starts of two lines. */
const LINE_SECONDS = 420;
/** Points of a part of the cloud that is made at a time. */
const BATCH = 50_000;
/** Returns of a pulse, at most. */
const MOST_RETURNS = 4;

/** Classes of LiDAR HD. */
const CLASS = { other: 1, ground: 2, low: 3, medium: 4, high: 5, building: 6, water: 9, bridge: 17 } as const;

export interface Scan {
  /** Point format: 6, or 8 with colours and infrared. */
  format: 6 | 8;
  /** Points that the tile has if it is all land, about. */
  points: number;
  /** Adjusted standard GPS time of the start of the flight, in seconds. */
  startedAt: number;
}

/** Pulses of one return on average give 1.15 points; each place is seen by 1.2 flight lines. */
const POINTS_PER_PULSE = 1.15 * 1.2;

interface Return {
  z: number;
  code: number;
  intensity: number;
}

/**
 * The points of a tile as an airborne scanner would record them, from flight lines that go north and south in turns. The same scene gives the
 * same points.
 *
 * @returns parts of 50,000 points, in the order of the flight
 */
export function* scanTile(scene: Scene, { format, points, startedAt }: Scan): Generator<PointColumns> {
  const batch = new Batch(format);
  const step = Math.sqrt((TILE_METRES ** 2 * POINTS_PER_PULSE) / points);
  const west = scene.column * TILE_METRES;
  for (let line = Math.ceil((west - HALF_SWATH) / LINE_METRES); line * LINE_METRES < west + TILE_METRES + HALF_SWATH; line++) {
    const centre = line * LINE_METRES - west;
    const rows = Math.ceil(TILE_METRES / step);
    const isNorthward = line % 2 === 0;
    for (let scan = 0; scan < rows; scan++) {
      const along = isNorthward ? scan : rows - 1 - scan;
      const [left, right] = [Math.max(0, centre - HALF_SWATH), Math.min(TILE_METRES, centre + HALF_SWATH)];
      const pulses = Math.ceil((right - left) / step);
      for (let pulse = 0; pulse < pulses; pulse++) {
        const random = mix(
          Math.imul(line, 0x9e3779b1) ^
            Math.imul(scene.row * 4096 + along, 0x85ebca6b) ^
            Math.imul(pulse + scene.column * 8192, 0xc2b2ae35),
        );
        const x = left + (pulse + (random & 0xff) / 256) * step;
        const y = (along + ((random >>> 8) & 0xff) / 256) * step;
        if (x >= right || y >= TILE_METRES) continue;
        const returns = returnsAt(scene, x, y, mix(random));
        const time =
          startedAt +
          line * LINE_SECONDS +
          ((scene.row % 64) * TILE_METRES + scan * step) / SPEED +
          ((x - centre) / (2 * HALF_SWATH)) * (step / SPEED);
        for (const [i, one] of returns.entries()) {
          const edge = pulse === 0 || pulse === pulses - 1;
          batch.add(x, y, one, {
            number: i + 1,
            count: returns.length,
            line,
            angle: (x - centre) / FLIGHT_METRES,
            time,
            isNorthward,
            edge,
            random,
          });
        }
        if (batch.isFull) yield batch.take();
      }
    }
  }
  const rest = batch.take();
  if (rest.count > 0) yield rest;
}

/** What a pulse meets, from the top. Water swallows most pulses. */
function returnsAt(scene: Scene, x: number, y: number, random: number): Return[] {
  const cell = scene.cellOf(x, y);
  const [cover, top] = [scene.cover[cell] ?? COVER.open, scene.top[cell] ?? 0];
  const chance = (random & 0xff) / 256;
  const noise = (((random >>> 8) & 0xff) / 256 - 0.5) * 0.06;
  const other = ((random >>> 16) & 0xff) / 256;
  const ground = scene.groundAt(x, y) + noise;
  const soil = { z: ground, code: CLASS.ground, intensity: SOIL_INTENSITY[cover] ?? 900 };
  switch (cover) {
    case COVER.water:
      return chance < 0.7 ? [] : [{ z: scene.groundAt(x, y) - 0.15 + noise / 3, code: CLASS.water, intensity: 60 + 500 * other ** 8 }];
    case COVER.building:
      return [{ z: ground + top, code: CLASS.building, intensity: 700 + 500 * other }];
    case COVER.bridge:
      return [{ z: ground + top, code: CLASS.bridge, intensity: 500 }];
    case COVER.broadleaf:
    case COVER.conifer:
      return crownReturns(ground, top, random, soil);
    case COVER.road:
      // Cars, and what else nobody classifies.
      return chance < 0.008 ? [{ z: ground + 0.5 + other, code: CLASS.other, intensity: 900 }] : [soil];
    default:
      return chance < 0.12 ? [{ z: ground + 0.06 + 0.4 * other ** 3, code: CLASS.low, intensity: 1100 }] : [soil];
  }
}

const SOIL_INTENSITY: Readonly<Record<number, number>> = { [COVER.road]: 350, [COVER.sand]: 1600, [COVER.marsh]: 600, [COVER.open]: 1250 };

function crownReturns(ground: number, top: number, random: number, soil: Return): Return[] {
  const count = 1 + ((random >>> 24) % MOST_RETURNS);
  const returns: Return[] = [];
  let depth = 0;
  for (let i = 0; i < count; i++) {
    const share = ((random >>> (4 * i)) & 15) / 16;
    depth += i === 0 ? 0.12 * top * share : 0.3 + 0.45 * top * share;
    const above = top - depth;
    if (above < 0.3) break;
    const code = above > 1.5 ? CLASS.high : above > 0.5 ? CLASS.medium : CLASS.low;
    returns.push({ z: ground + above, code, intensity: (700 + 400 * share) / (i + 1) });
  }
  if (returns.length < count || returns.length === 0) returns.push({ ...soil, intensity: soil.intensity / (returns.length + 1) });
  return returns;
}

/** Seen colours of classes: red, green, blue, infrared, of 255. */
const COLOURS: Readonly<Record<number, readonly [number, number, number, number]>> = {
  [CLASS.other]: [120, 120, 130, 90],
  [CLASS.ground]: [128, 116, 92, 120],
  [CLASS.low]: [104, 128, 70, 170],
  [CLASS.medium]: [84, 116, 60, 190],
  [CLASS.high]: [62, 98, 48, 210],
  [CLASS.building]: [168, 104, 84, 100],
  [CLASS.water]: [44, 74, 92, 12],
  [CLASS.bridge]: [150, 148, 142, 80],
};

interface Pulse {
  number: number;
  count: number;
  line: number;
  /** Tangent of the scan angle. */
  angle: number;
  time: number;
  isNorthward: boolean;
  edge: boolean;
  random: number;
}

/** Points until they are a part. */
class Batch {
  private readonly columns: ReturnType<typeof emptyColumns>;
  private filled = 0;
  private readonly format: ReturnType<typeof pointFormat>;

  constructor(format: number) {
    this.format = pointFormat(format);
    this.columns = emptyColumns(BATCH + MOST_RETURNS, this.format, 0);
  }

  get isFull(): boolean {
    return this.filled >= BATCH;
  }

  add(x: number, y: number, { z, code, intensity }: Return, pulse: Pulse): void {
    const { columns, filled: i } = this;
    columns.x[i] = Math.floor(x / SCALE);
    columns.y[i] = Math.floor(y / SCALE);
    columns.z[i] = Math.round(z / SCALE);
    if (columns.intensity) columns.intensity[i] = intensity + (pulse.random & 127);
    if (columns.returns) columns.returns[i] = pulse.number | (pulse.count << 4);
    if (columns.flags) columns.flags[i] = (pulse.isNorthward ? 0x40 : 0) | (pulse.edge ? 0x80 : 0);
    if (columns.classification) columns.classification[i] = code;
    if (columns.scanAngle) columns.scanAngle[i] = Math.round((Math.atan(pulse.angle) * 180) / Math.PI / 0.006);
    if (columns.pointSource) columns.pointSource[i] = 1000 + (((pulse.line % 1000) + 1000) % 1000);
    if (columns.gpsTime) columns.gpsTime[i] = pulse.time;
    if (columns.red && columns.green && columns.blue && columns.nir) {
      const [red, green, blue, nir] = COLOURS[code] ?? [128, 128, 128, 128];
      const shade = 200 + 8 * ((pulse.random >>> 20) & 7);
      columns.red[i] = red * shade;
      columns.green[i] = green * shade;
      columns.blue[i] = blue * shade;
      columns.nir[i] = nir * shade;
    }
    this.filled++;
  }

  /** The points so far. */
  take(): PointColumns {
    const taken = emptyColumns(this.filled, this.format, 0);
    gatherPoints(
      this.columns,
      taken,
      Int32Array.from({ length: this.filled }, (_, i) => i),
    );
    this.filled = 0;
    return taken;
  }
}

/** Bits that look random. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
