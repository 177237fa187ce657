import { type CloudFacts, type CloudLayer, cloudTilePath } from "@archipel/contracts/clouds.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { Colouring } from "@archipel/point-view/draw/point-look.ts";
import type { SceneTile } from "@archipel/point-view/load/point-scene.ts";

export interface CloudTile extends SceneTile {
  readonly title: string;
  readonly footprint: CloudFacts["footprint"];
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

/** `href`: the page of the dataset. */
export function openedCloud(
  { layerId, tiles, srid }: CloudLayer,
  { title, titleLang }: Pick<Dataset, "title" | "titleLang">,
  href: string,
): OpenedCloud {
  const facts = tiles.map((tile) => tile.facts);
  const formats = facts.map(({ pointFormat }) => pointFormat);
  const days = facts.flatMap(({ dates }) => dates ?? []).toSorted();
  const [first, last] = [days.at(0), days.at(-1)];
  const hasColours = formats.some((format) => format === 7 || format === 8);
  return {
    title,
    lang: titleLang,
    href,
    srid,
    layerId,
    tiles: sceneTiles(tiles),
    classes: classesOf(facts),
    points: facts.reduce((sum, { points }) => sum + points, 0),
    heights: [Math.min(...facts.map(({ min }) => min[2])), Math.max(...facts.map(({ max }) => max[2]))],
    colourings: [
      "elevation",
      "class",
      "intensity",
      "return",
      ...(hasColours ? (["rgb"] as const) : []),
      ...(formats.includes(8) ? (["infrared"] as const) : []),
      ...(first !== undefined && last !== undefined && first !== last ? (["date"] as const) : []),
    ],
    days: first !== undefined && last !== undefined ? [first, last] : null,
  };
}

/** The cloud after some of its tiles changed. */
export function withTiles(cloud: OpenedCloud, { tiles }: Pick<CloudLayer, "tiles">): OpenedCloud {
  const facts = tiles.map((tile) => tile.facts);
  return { ...cloud, tiles: sceneTiles(tiles), classes: classesOf(facts), points: facts.reduce((sum, { points }) => sum + points, 0) };
}

/** The tiles for the engine. The address of a tile has its revision. */
function sceneTiles(tiles: CloudLayer["tiles"]): CloudTile[] {
  return tiles.map((tile) => ({
    id: tile.id,
    title: tile.title,
    url: cloudTilePath(tile),
    box: { min: tile.facts.min, max: tile.facts.max },
    points: tile.facts.points,
    footprint: tile.facts.footprint,
  }));
}

function classesOf(facts: readonly { readonly classes: Readonly<Record<string, number>> }[]): OpenedCloud["classes"] {
  const counts = new Map<number, number>();
  for (const { classes } of facts)
    for (const [code, count] of Object.entries(classes)) counts.set(Number(code), (counts.get(Number(code)) ?? 0) + count);
  return [...counts].filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
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
