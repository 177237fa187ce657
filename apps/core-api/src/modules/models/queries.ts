import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

export type ModelRow = Prisma.ValidationModelGetPayload<object>;
export type VersionRow = Prisma.ValidationModelVersionGetPayload<object>;

/** The community's own models with their latest save, by key. */
export async function ownModels(tx: Tx, communityId: CommunityId): Promise<{ row: ModelRow; latest: VersionRow }[]> {
  const rows = await tx.validationModel.findMany({ where: { communityId, eraseAt: null }, orderBy: { key: "asc" } });
  const latest = await tx.validationModelVersion.findMany({
    where: { communityId, OR: rows.map(({ id: modelId, version }) => ({ modelId, version })) },
  });
  const byModel = new Map(latest.map((version) => [version.modelId, version]));
  return rows.flatMap((row) => {
    const found = byModel.get(row.id);
    return found ? [{ row, latest: found }] : [];
  });
}

export function findModel(tx: Tx, communityId: CommunityId, key: string): Promise<ModelRow | null> {
  return tx.validationModel.findUnique({ where: { communityId_key: { communityId, key }, eraseAt: null } });
}

export function findVersion(tx: Tx, communityId: CommunityId, modelId: string, version: number): Promise<VersionRow | null> {
  return tx.validationModelVersion.findUnique({ where: { modelId_version: { modelId, version }, communityId } });
}

/** The saves of a model with their authors, newest first, without definitions. */
export function savesOf(tx: Tx, communityId: CommunityId, modelId: string) {
  return tx.validationModelVersion.findMany({
    where: { communityId, modelId },
    select: { version: true, authorId: true, createdAt: true },
    orderBy: { version: "desc" },
    take: 100,
  });
}
