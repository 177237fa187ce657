import { UnreadableError } from "@archipel/gdal/model.ts";
import { changedGround } from "@archipel/gdal/write-model.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import type { PointTile, ReadSources } from "../policy.ts";
import { earlierPoints } from "../queries.ts";
import { withFiles } from "./make-block.ts";

/**
 * Where points have changed since a model was made of them: the boxes of tiles that came or went, and of the points that differ in those that
 * have another revision. All of a tile whose earlier points are no longer kept.
 */
export async function touchedGround(core: Core, run: JobRun, before: ReadSources, tiles: readonly PointTile[]): Promise<Bbox[]> {
  const touched: Bbox[] = [];
  const now = new Set(tiles.map(({ id }) => id));
  for (const [id, { box }] of Object.entries(before)) if (!now.has(id)) touched.push(box);
  for (const [index, tile] of tiles.entries()) {
    const known = before[tile.id];
    if (known?.revision === tile.revision) continue;
    await run.progress("compare", index, tiles.length);
    if (!known) touched.push(tile.box);
    else touched.push(...(await differing(core, run, tile, known)));
  }
  return touched;
}

async function differing(core: Core, { job }: JobRun, tile: PointTile, known: ReadSources[string]): Promise<Bbox[]> {
  const earlier = await core.database.withWorker(job.communityId, (tx) => earlierPoints(tx, job.communityId, tile.id, known.revision));
  if (earlier === tile.objectKey) return [];
  if (earlier === null) return [known.box, tile.box];
  try {
    const box = await withFiles(core.storage, [tile.objectKey, earlier], ([path = "", old = ""]) => changedGround(path, old));
    return box ? [box] : [];
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    // The earlier points cannot be read any more: nothing is known about them.
    return [known.box, tile.box];
  }
}
