import type { UpdatePreview } from "@archipel/contracts/updates.ts";
import type { PermissionWorld } from "./permission-world.ts";

export async function presentRevision({ database, layerId }: PermissionWorld): Promise<number> {
  return (await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId } }))).revision;
}

/** A revision that the layer had before the present one. */
export async function earlierRevision({ database, layerId, communityId }: PermissionWorld): Promise<number> {
  return database.withSystem(async (tx) => {
    const key = { layerId, revision: 1 };
    await tx.layerRevision.upsert({ where: { layerId_revision: key }, update: {}, create: { ...key, communityId } });
    const { revision } = await tx.layer.findUniqueOrThrow({ where: { id: layerId } });
    if (revision === 1) await tx.layer.update({ where: { id: layerId }, data: { revision: 2 } });
    return 1;
  });
}

/** An update that was compared and changes one feature. */
export async function newUpdate(world: PermissionWorld): Promise<string> {
  const { database, communityId, layerId } = world;
  const counts = { inserted: 0, updated: 1, deleted: 0, unchanged: 1 };
  const preview: UpdatePreview = {
    baseRevision: await presentRevision(world),
    counts,
    columns: { added: [], removed: [] },
    kind: null,
    file: null,
    findings: [],
    harms: [],
    isBlocked: false,
  };
  const data = { communityId, layerId, fileName: "lieux.geojson", way: "delta", preview };
  return (await database.withSystem((tx) => tx.layerUpdate.create({ data }))).id;
}
