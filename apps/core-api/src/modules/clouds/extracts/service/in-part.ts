import { Area } from "@archipel/pointcloud/clip/area.ts";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { assertFewCrossingsIn } from "../../../../kernel/few-crossings.ts";
import { type FilePart, placedPart } from "../../../access/file-parts/service.ts";
import { readCloud } from "../../parts/service/read-cloud.ts";
import { commonGround, groundOf, layerToTake, sourceTiles } from "../queries.ts";
import type { ReadArea } from "./read-area.ts";

/**
 * A layer with its tiles as the caller may take them: whole, or what is inside the areas of a part. Null: not at all.
 *
 * A key has fewer grants than its person, and the archive is made later for that person: with a key, only a role opens a layer.
 */
export function layerInReach(core: Core, actor: Actor, layerId: string) {
  return readCloud(
    core,
    actor.key ? { ...actor, isSuspended: true } : actor,
    (tx) => layerToTake(tx, layerId),
    async (tx, layer, { part }) => ({ layer, part, tiles: await sourceTiles(tx, layer.datasetId) }),
  );
}

/** The taker of an extract without a session. */
export const takerOf = (userId: string | null): Actor => ({ userId, isOperator: false, isSuspended: false, hasOpenParts: true });

/** An area cut to a part, in the CRS of the layer; null when nothing of it is inside. */
export async function cutToPart(
  core: Core,
  part: FilePart,
  srid: number,
  wanted: ReadArea,
): Promise<(ReadArea & { isCut: boolean }) | null> {
  // Long sides became many short ones: there may be more of them than the corners that a request may have.
  assertFewCrossingsIn(wanted.polygons, "area");
  const ground = await core.database.sqlAs({ role: "system" }, (sql) => groundOf(sql, wanted.area.bounds, srid));
  const placed = ground && (await placedPart(core, part, srid, ground));
  if (!placed?.area) return null;
  const { polygons, isWhole } = await core.database.sqlAs({ role: "system" }, (sql) => commonGround(sql, wanted.polygons, placed.polygons));
  return polygons.length === 0 ? null : { area: new Area(polygons), polygons, isCut: !isWhole };
}
