import { type CloudCoverage, type CloudLayer, cloudFacts } from "@archipel/contracts/clouds.ts";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { FilePart } from "../../access/file-parts/service.ts";
import { readCloud, tilesInPart } from "../parts/service/read-cloud.ts";
import { commonVertical, coverageOf } from "../policy.ts";
import { revisionToRead, tilesOf, visibleCloudLayer } from "../queries.ts";

/** A point-cloud layer with its tiles, for anyone who may see it; by grants inside areas, with the tiles that lie wholly inside. */
export async function openCloudLayer(core: Core, actor: Actor, layerId: string): Promise<CloudLayer> {
  const { layer, tiles, part } = await shownTiles(core, actor, layerId);
  const { id, datasetId, dataset, title, srid } = layer;
  return {
    layerId: id,
    datasetId,
    datasetSlug: dataset.slug,
    title,
    srid,
    verticalSrid: commonVertical(tiles.map(({ facts }) => facts)),
    isPart: part !== null,
    tiles,
  };
}

/** The ground that the tiles of a layer cover, by product and year, for anyone who may see it. */
export async function coverageOfLayer(core: Core, actor: Actor, layerId: string): Promise<CloudCoverage[]> {
  return coverageOf((await shownTiles(core, actor, layerId)).tiles.map(({ facts }) => facts));
}

async function shownTiles(core: Core, actor: Actor, layerId: string) {
  const found = await readCloud(
    core,
    actor,
    (tx) => visibleCloudLayer(tx, layerId),
    async (tx, layer, { part }) => ({ layer, part, rows: await tilesOf(tx, layer.datasetId) }),
  );
  if (!found) throw new DomainError("not-found", "cloud-layer-not-found");
  const { layer, part, rows } = found;
  const tiles = rows.map(({ cloud, size, ...tile }) => ({ ...tile, size: Number(size), facts: cloudFacts.parse(cloud) }));
  return { layer, part, tiles: part ? await tilesInPart(core, part, layer.srid, tiles) : tiles };
}

/** The file of one revision of a tile, for anyone who may see its dataset; by grants inside areas, if it lies wholly inside. */
export async function readTileRevision(core: Core, actor: Actor, attachmentId: string, revision: number) {
  const found = await readCloud(
    core,
    actor,
    (tx) => revisionToRead(tx, attachmentId, revision),
    async (_tx, file, access) => ({ file, ...access }),
  );
  if (!found || (found.part && !(await isShown(core, found.part, found.file))))
    throw new DomainError("not-found", "cloud-revision-not-found", { revision });
  const { objectKey, size, attachment } = found.file;
  const { fileName, mediaType, dataset } = attachment;
  const isPublic = dataset.status === "published" && dataset.visibility === "public";
  return { objectKey, size: Number(size), fileName, mediaType, isPublic, isGranted: found.isGranted };
}

async function isShown(core: Core, part: FilePart, { cloud }: { cloud: unknown }): Promise<boolean> {
  const facts = cloudFacts.parse(cloud);
  return facts.srid !== null && (await tilesInPart(core, part, facts.srid, [{ facts }])).length === 1;
}
