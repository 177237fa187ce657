import { cloudFacts } from "@archipel/contracts/clouds.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { areaOfPart, boxOfPart, filesThrough } from "../../../access/file-parts/service.ts";
import { tilesOf } from "../../queries.ts";
import { boxOfTiles, tilesInPart } from "./read-cloud.ts";

/**
 * Descriptions of the point clouds of a dataset as the caller's grants show them: whole, or with the box of the areas and the number of tiles
 * that lie inside. A layer of which the areas hold no ground is left out.
 *
 * @param read the layers of the dataset, in the scope of the platform
 */
export async function cloudsThrough<Layer extends LayerSummary>(
  core: Core,
  actor: Actor,
  datasetId: string,
  read: (tx: Tx) => Promise<Layer[]>,
): Promise<Layer[]> {
  const given = await filesThrough(core, actor, datasetId);
  if (!given) return [];
  const clouds = (await core.database.withSystem(read)).filter(({ kind }) => kind === "pointcloud");
  const { part } = given;
  if (!part || clouds.length === 0) return clouds;
  const rows = await core.database.withSystem((tx) => tilesOf(tx, datasetId));
  const tiles = rows.map(({ cloud }) => ({ facts: cloudFacts.parse(cloud) }));
  // All tiles of a layer share one CRS.
  const placed = tiles.filter(({ facts }) => facts.footprint !== null);
  const srid = placed[0]?.facts.srid ?? null;
  if (srid === null) return [];
  const area = await areaOfPart(core, part, srid, boxOfTiles(placed.map(({ facts }) => facts)));
  if (!area || !placed.some(({ facts: { min, max } }) => area.touches([min[0], min[1], max[0], max[1]]))) return [];
  const [bbox, inside] = [await boxOfPart(core, part), await tilesInPart(core, part, srid, placed)];
  // Revisions count corrections of all tiles, and those inside have their own.
  return clouds.map((layer) => ({ ...layer, bbox, featureCount: inside.length, revision: 0 }));
}
