import { type CloudCoverage, type CloudLayer, cloudFacts } from "@archipel/contracts/clouds.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { commonVertical, coverageOf } from "../policy.ts";
import { revisionToRead, tilesOf, visibleCloudLayer } from "../queries.ts";

/** A point-cloud layer with its tiles, for anyone who may see it. */
export function openCloudLayer(core: Core, actor: Actor, layerId: string): Promise<CloudLayer> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const layer = await visibleCloudLayer(tx, layerId);
    if (!layer) throw new DomainError("not-found", "cloud-layer-not-found");
    const rows = await tilesOf(tx, layer.datasetId);
    const tiles = rows.map(({ cloud, size, ...tile }) => ({ ...tile, size: Number(size), facts: cloudFacts.parse(cloud) }));
    const { id, datasetId, dataset, title, srid } = layer;
    return {
      layerId: id,
      datasetId,
      datasetSlug: dataset.slug,
      title,
      srid,
      verticalSrid: commonVertical(tiles.map(({ facts }) => facts)),
      tiles,
    };
  });
}

/** The ground that the tiles of a layer cover, by product and year, for anyone who may see it. */
export function coverageOfLayer(core: Core, actor: Actor, layerId: string): Promise<CloudCoverage[]> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const layer = await visibleCloudLayer(tx, layerId);
    if (!layer) throw new DomainError("not-found", "cloud-layer-not-found");
    return coverageOf((await tilesOf(tx, layer.datasetId)).map(({ cloud }) => cloudFacts.parse(cloud)));
  });
}

/** The file of one revision of a tile, for anyone who may see its dataset. */
export function readTileRevision(core: Core, actor: Actor, attachmentId: string, revision: number) {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const found = await revisionToRead(tx, attachmentId, revision);
    if (!found) throw new DomainError("not-found", "cloud-revision-not-found", { revision });
    const { fileName, mediaType, dataset } = found.attachment;
    const isPublic = dataset.status === "published" && dataset.visibility === "public";
    return { objectKey: found.objectKey, size: Number(found.size), fileName, mediaType, isPublic };
  });
}
