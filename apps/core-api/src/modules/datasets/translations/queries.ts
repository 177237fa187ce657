import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { LayerRecord } from "../../../layer-store/describe/layer-summary.ts";

export interface DatasetTexts {
  id: string;
  title: string;
  abstract: string;
  lineage: string;
  constraints: string;
  keywords: string[];
  language: string;
  texts: unknown;
}

/** @param isLocked other changes of the texts wait until the transaction ends */
export async function datasetTexts(tx: Tx, community: CommunityId, datasetId: string, isLocked = false): Promise<DatasetTexts | null> {
  if (isLocked) await tx.$queryRaw`SELECT FROM datasets WHERE id = ${datasetId}::uuid AND community_id = ${community}::uuid FOR UPDATE`;
  return tx.dataset.findUnique({
    where: { id: datasetId, communityId: community },
    select: { id: true, title: true, abstract: true, lineage: true, constraints: true, keywords: true, language: true, texts: true },
  });
}

/** The ready layers of a dataset, in the order of its map. */
export async function layersWithTexts(tx: Tx, community: CommunityId, datasetId: string, isLocked = false): Promise<LayerRecord[]> {
  if (isLocked)
    await tx.$queryRaw`SELECT FROM layers WHERE dataset_id = ${datasetId}::uuid AND community_id = ${community}::uuid ORDER BY id FOR UPDATE`;
  return tx.layer.findMany({
    where: { datasetId, communityId: community, status: "ready" },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
}

export async function saveDatasetTexts(tx: Tx, community: CommunityId, datasetId: string, texts: object): Promise<void> {
  await tx.dataset.update({ where: { id: datasetId, communityId: community }, data: { texts } });
}

/** Without a new `updated_at`: the tiles of the layer stay as they are, and so do caches of them. */
export async function saveLayerTexts(tx: Tx, community: CommunityId, layerId: string, texts: object): Promise<void> {
  await tx.$executeRaw`UPDATE layers SET texts = ${JSON.stringify(texts)}::jsonb
    WHERE id = ${layerId}::uuid AND community_id = ${community}::uuid`;
}

/** Removes the translations in one language: the owner's texts are now in this language. */
export async function forgetLanguage(tx: Tx, community: CommunityId, datasetId: string, language: string): Promise<void> {
  await tx.$executeRaw`UPDATE datasets SET texts = app.texts_without(texts, ${language})
    WHERE id = ${datasetId}::uuid AND community_id = ${community}::uuid`;
  await tx.$executeRaw`UPDATE layers SET texts = app.texts_without(texts, ${language})
    WHERE dataset_id = ${datasetId}::uuid AND community_id = ${community}::uuid`;
}
