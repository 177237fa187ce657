import { type CloudFacts, cloudFacts } from "@archipel/contracts/clouds.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { type Area, PLACE } from "@archipel/pointcloud/clip/area.ts";
import { AreaShares } from "@archipel/pointcloud/clip/area-shares.ts";
import { pointFormat } from "@archipel/pointcloud/las/point-format.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { SourceTile } from "../queries.ts";
import { type NodeCounts, nodeCounts } from "./node-counts.ts";

/** How long an estimate waits for octrees that are not in memory. */
const WAIT_MS = 150;
/** What a surface with trees and walls keeps in cubes of a spacing, in points a square of that spacing. */
const CUBES_PER_SQUARE = 2;
/** An octree is a little larger than the same points in the order of their flight. */
const COPC_MORE = 1.05;
const HEADER_BYTES = 4096;

export interface TouchedTile extends SourceTile {
  facts: CloudFacts;
  /** Wholly inside, so that its facts say all. */
  isInside: boolean;
}

export interface Measured {
  points: number;
  /** Points that are read to find those. */
  read: number;
  bytes: { copc: number; laz: number; las: number };
  /** Square units of the area that the tiles cover. */
  surface: number;
  /** The box of the area where tiles are. */
  box: Bbox;
}

interface Choice {
  classes: readonly number[] | null;
  spacing: number | null;
}

/** The tiles that an area touches. */
export function touchedTiles(tiles: readonly SourceTile[], area: Area): TouchedTile[] {
  return tiles.flatMap((tile) => {
    const facts = cloudFacts.parse(tile.cloud);
    const place = facts.points === 0 ? PLACE.outside : area.placeOf(boxOf(facts));
    // A box that the border of the index touches may still have nothing inside.
    if (place === PLACE.outside) return [];
    return [{ ...tile, facts, isInside: place === PLACE.inside }];
  });
}

const boxOf = ({ min, max }: CloudFacts): Bbox => [min[0], min[1], max[0], max[1]];

/**
 * How many points and bytes of tiles are inside an area, about: from the counts of the nodes of their octrees; of a tile that is wholly inside,
 * or whose octree is not read in time, from its facts.
 */
export async function measureTiles(core: Core, tiles: readonly TouchedTile[], area: Area, { classes, spacing }: Choice): Promise<Measured> {
  const cut = tiles.filter(({ isInside }) => !isInside);
  const counts = await nodeCounts(
    core,
    cut.filter(({ facts }) => facts.format === "copc").map(({ objectKey }) => objectKey),
    WAIT_MS,
  );
  const shares = new AreaShares(area);
  let [points, read, stored, plain, surface] = [0, 0, 0, 0, 0];
  let box: Bbox = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { facts, size, objectKey, isInside } of tiles) {
    const whole = boxOf(facts);
    const ground = (whole[2] - whole[0]) * (whole[3] - whole[1]) * (isInside ? 1 : shares.of(whole));
    const inside = isInside ? null : counts.get(objectKey);
    const all = inside ? withinNodes(inside, shares) : withinFacts(facts, Number(size), isInside ? 1 : shares.of(whole));
    const share = shareOf(facts, classes);
    const most = spacing === null ? Number.POSITIVE_INFINITY : (CUBES_PER_SQUARE * Math.max(ground, 1)) / spacing ** 2;
    const kept = all.points * share;
    const factor = kept > most ? most / kept : 1;
    points += kept * factor;
    stored += all.bytes * share * factor;
    plain += kept * factor * (pointFormat(facts.pointFormat).size + facts.extraFields.length * 2);
    read += all.read;
    surface += ground;
    if (all.points > 0)
      box = [Math.min(box[0], whole[0]), Math.min(box[1], whole[1]), Math.max(box[2], whole[2]), Math.max(box[3], whole[3])];
  }
  const { bounds } = area;
  const laz = Math.round(HEADER_BYTES + stored);
  return {
    points: Math.round(points),
    read: Math.round(read),
    bytes: { laz, copc: Math.round(laz * COPC_MORE), las: Math.round(HEADER_BYTES + plain) },
    surface,
    box: [Math.max(box[0], bounds[0]), Math.max(box[1], bounds[1]), Math.min(box[2], bounds[2]), Math.min(box[3], bounds[3])],
  };
}

interface Within {
  points: number;
  bytes: number;
  read: number;
}

function withinNodes({ boxes, points, bytes }: NodeCounts, shares: AreaShares): Within {
  const within = { points: 0, bytes: 0, read: 0 };
  for (let i = 0; i < points.length; i++) {
    const [west = 0, south = 0, east = 0, north = 0] = boxes.subarray(4 * i, 4 * i + 4);
    const share = shares.of([west, south, east, north]);
    if (share === 0) continue;
    within.points += share * (points[i] as number);
    within.bytes += share * (bytes[i] as number);
    within.read += points[i] as number;
  }
  return within;
}

function withinFacts({ points }: CloudFacts, size: number, share: number): Within {
  return { points: points * share, bytes: size * share, read: share > 0 ? points : 0 };
}

function shareOf({ classes: counts, points }: CloudFacts, classes: readonly number[] | null): number {
  if (!classes || points === 0) return 1;
  return classes.reduce((sum, code) => sum + (counts[String(code)] ?? 0), 0) / points;
}
