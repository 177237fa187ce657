import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerKind } from "@archipel/contracts/layers.ts";
import { notInBin } from "../../../kernel/bin.ts";
import type { Core } from "../../../kernel/core.ts";
import { deleteUnreferenced } from "../../../kernel/objects.ts";
import { layerKinds } from "../../../layer-store/kinds/registry.ts";
import { dropLayerTable } from "../../../layer-store/tables/layer-table.ts";
import { recordChange } from "../service.ts";

/** Erases a dataset of the bin with its layers and documents. Its uploads stay, so that it can be published again. */
export async function eraseDataset(core: Core, actor: { userId: string | null; communityId: CommunityId }, id: string): Promise<void> {
  const { communityId } = actor;
  const { tables, documents } = await core.database.withSystem(async (tx) => {
    const row = await tx.dataset.findFirst({ where: { id, communityId, NOT: { eraseAt: null } } });
    if (!row) throw notInBin();
    const layers = await tx.layer.findMany({ where: { datasetId: id, communityId }, select: { tableName: true, kind: true } });
    const kept = await tx.datasetAttachment.findMany({
      where: { datasetId: id, communityId },
      select: { objectKey: true, previewKey: true },
    });
    const revisions = await tx.cloudRevision.findMany({
      where: { attachment: { datasetId: id }, communityId },
      select: { objectKey: true },
    });
    await tx.dataset.delete({ where: { id, communityId } });
    await recordChange(tx, actor, "dataset.erased", id, { title: row.title, layers: layers.length });
    return {
      tables: layers.flatMap(({ kind, tableName }) => (layerKinds[layerKind.parse(kind)].stored === "table" ? [tableName] : [])),
      documents: [
        ...kept.flatMap((document) => [document.objectKey, document.previewKey].filter((key) => key !== null)),
        ...revisions.map(({ objectKey }) => objectKey),
      ],
    };
  });
  await deleteUnreferenced(core, documents);
  // The tables are unreachable now. Only the worker role owns and may drop them. The sweep of orphan tables drops those that remain.
  try {
    await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
      for (const tableName of tables) await dropLayerTable(sql, { tableName, communityId });
    });
  } catch (error) {
    core.log.warn({ err: error, tables }, "tables of an erased dataset are left to the sweep");
  }
}
