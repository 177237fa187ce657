import { type CloudFacts, cloudTilePath, type PackedCloud, unpackTiles } from "@archipel/contracts/clouds.ts";
import type { Colouring } from "@archipel/point-view/draw/point-look.ts";
import type { SceneTile } from "@archipel/point-view/load/point-scene.ts";

export interface CloudTile extends SceneTile {
  readonly title: string;
  readonly footprint: CloudFacts["footprint"];
  readonly revision: number;
}

/** A point-cloud layer as the viewer needs it: plain data for the browser. */
export interface OpenedCloud {
  readonly title: string;
  /** Language of the title, if it is not that of the page. */
  readonly lang: string | undefined;
  /** The record of the dataset. */
  readonly href: string;
  readonly srid: number;
  readonly layerId: string;
  /** Rights open it inside an area: tiles that the border of the area cuts are left out. */
  readonly isPart: boolean;
  /** Of its tiles, if they are not those of today. */
  readonly state?: "before";
  readonly tiles: readonly CloudTile[];
  /** Class → points of all tiles, many first. */
  readonly classes: readonly (readonly [code: number, points: number])[];
  readonly points: number;
  readonly heights: readonly [number, number];
  /** What the points can be coloured by. */
  readonly colourings: readonly Colouring[];
  /** First and last day of measurement. */
  readonly days: readonly [string, string] | null;
}

/** What the page says of the cloud's dataset. `href`: its page. */
export interface CloudRecord {
  readonly title: string;
  readonly titleLang?: string | undefined;
  readonly href: string;
}

export function openedCloud(packed: PackedCloud, { title, titleLang, href }: CloudRecord): OpenedCloud {
  const { layerId, srid, formats, dates, isPart } = packed;
  const hasColours = formats.some((format) => format === 7 || format === 8);
  return {
    title,
    lang: titleLang,
    href,
    srid,
    layerId,
    isPart,
    ...contentOf(packed),
    colourings: [
      "elevation",
      "class",
      "intensity",
      "return",
      ...(hasColours ? (["rgb"] as const) : []),
      ...(formats.includes(8) ? (["infrared"] as const) : []),
      ...(dates && dates[0] !== dates[1] ? (["date"] as const) : []),
    ],
    days: dates,
  };
}

/** The cloud after some of its tiles changed. */
export function withTiles(cloud: OpenedCloud, packed: PackedCloud): OpenedCloud {
  return { ...cloud, ...contentOf(packed) };
}

/** The same tiles as they were before each was last replaced or corrected. Only of those that were; the others did not change. */
export function withRevisionsBefore(cloud: OpenedCloud): OpenedCloud {
  const tiles = cloud.tiles.map((tile) => {
    const revision = Math.max(1, tile.revision - 1);
    return { ...tile, revision, url: cloudTilePath({ id: tile.id, revision }) };
  });
  return { ...cloud, state: "before", tiles };
}

/** The tiles for the engine, and their figures. The address of a tile has its revision. */
function contentOf(packed: PackedCloud): Pick<OpenedCloud, "tiles" | "classes" | "points" | "heights"> {
  const tiles = unpackTiles(packed);
  return {
    tiles: tiles.map(({ id, title, revision, points, min, max, footprint }) => ({
      id,
      title,
      revision,
      url: cloudTilePath({ id, revision }),
      box: { min, max },
      points,
      footprint,
    })),
    classes: Object.entries(packed.classes)
      .map(([code, count]) => [Number(code), count] as const)
      .filter(([, count]) => count > 0)
      .toSorted(([, a], [, b]) => b - a),
    points: tiles.reduce((sum, { points }) => sum + points, 0),
    heights: [Math.min(...tiles.map(({ min }) => min[2])), Math.max(...tiles.map(({ max }) => max[2]))],
  };
}

/** Seconds from 1970 to the beginning of GPS time (1980-01-06). */
const GPS_EPOCH = 315_964_800;
/** Leap seconds between both, since 2017. */
const LEAP = 18;
/** LAS counts from here, so that numbers are small. */
const STANDARD_OFFSET = 1e9;
const DAY = 86_400;

/** Days as the GPS times of LAS files: from the beginning of the first to the end of the last. */
export function periodOf(days: OpenedCloud["days"]): readonly [number, number] | null {
  if (!days) return null;
  const [first, last] = days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000 - GPS_EPOCH + LEAP - STANDARD_OFFSET) as [number, number];
  return [first, last + DAY];
}
