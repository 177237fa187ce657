import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { Tx } from "@archipel/database/database.ts";
import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import type { Area } from "@archipel/pointcloud/clip/area.ts";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { areaOfPart, EDGE_TOLERANCE, type FilePart, filesThrough } from "../../../access/file-parts/service.ts";

/** What is read of a layer of points: all of it, or by grants; with a part, only what is inside its areas. */
export interface CloudAccess {
  part: FilePart | null;
  isGranted: boolean;
}

/**
 * Reads what belongs to a dataset of points as the caller may: whole by a role or by a grant on all of it, or in the areas of grants.
 *
 * @param find what the caller wants to read; null when the scope of `tx` does not show it
 * @param work with a part, it runs in the scope of the platform and must keep to the areas
 * @returns null when the caller may read nothing of it
 */
export async function readCloud<Found extends { datasetId: string }, T>(
  core: Core,
  actor: Actor,
  find: (tx: Tx) => Promise<Found | null>,
  work: (tx: Tx, found: Found, access: CloudAccess) => Promise<T>,
): Promise<T | null> {
  const own = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const found = await find(tx);
    return found && { result: await work(tx, found, { part: null, isGranted: false }) };
  });
  if (own) return own.result;
  const wanted = await core.database.withSystem(find);
  const given = wanted && (await filesThrough(core, actor, wanted.datasetId));
  return wanted && given ? core.database.withSystem((tx) => work(tx, wanted, { ...given, isGranted: true })) : null;
}

/** Ground of tiles as placed corners. */
export function boxOfTiles(tiles: readonly Pick<CloudFacts, "footprint">[]): Bbox {
  return bboxToMercator(bboxAround(tiles.flatMap(({ footprint }) => footprint ?? [])));
}

/** The tiles that lie wholly inside a part. Of the others nothing is sent: neither their points nor their number. */
export async function tilesInPart<T extends { facts: CloudFacts }>(
  core: Core,
  part: FilePart,
  srid: number,
  tiles: readonly T[],
): Promise<T[]> {
  const placed = tiles.filter(({ facts }) => facts.footprint !== null && facts.srid === srid);
  if (placed.length === 0) return [];
  const area = await areaOfPart(core, part, srid, boxOfTiles(placed.map(({ facts }) => facts)));
  return area === null ? [] : placed.filter(({ facts }) => isInside(area, srid, facts));
}

function isInside(area: Area, srid: number, { min, max, points }: CloudFacts): boolean {
  const slack = 2 * (crsOf(srid)?.unit === "degree" ? EDGE_TOLERANCE.degrees : EDGE_TOLERANCE.metres);
  return points > 0 && area.holds([min[0] - slack, min[1] - slack, max[0] + slack, max[1] + slack]);
}
