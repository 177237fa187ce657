import type { PageContent } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { completenessOf, SAME_DRAFT_MINUTES, versionsToDrop } from "../policy.ts";
import type { DraftRow } from "../queries.ts";

type Writer = Pick<MemberActor, "communityId" | "userId">;

/** Adds a version to a page, after the last one. */
export async function addVersion(
  tx: Tx,
  { communityId, userId }: { communityId: string; userId: string | null },
  pageId: string,
  { kind, content, note = "" }: { kind: "draft" | "published" | "restored"; content: PageContent; note?: string },
): Promise<string> {
  const last = await tx.sitePageVersion.findFirst({
    where: { pageId, communityId },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  const { id } = await tx.sitePageVersion.create({
    data: {
      communityId,
      pageId,
      kind,
      note,
      number: (last?.number ?? 0) + 1,
      content,
      completeness: { ...completenessOf(content) },
      authorId: userId,
    },
    select: { id: true },
  });
  return id;
}

/**
 * Writes the draft: over the version that the same person began a moment ago, or as a new one. The caller holds the lock of the page.
 *
 * @returns the new revision, and whether there is a new version
 */
export async function writeDraft(
  tx: Tx,
  actor: Writer,
  row: DraftRow,
  { content, now, restored }: { content: PageContent; now: Date; restored?: { note: string } },
): Promise<{ revision: number; isNew: boolean }> {
  const isNamed = [row.publishedVersionId, row.scheduledVersionId].includes(row.draftVersionId);
  const isFresh = now.getTime() - row.draftCreatedAt.getTime() < SAME_DRAFT_MINUTES * 60_000;
  const isSame = !restored && !isNamed && row.draftKind === "draft" && row.draftAuthorId === actor.userId && isFresh;
  const { communityId } = actor;
  let draftVersionId = row.draftVersionId;
  if (isSame) {
    const data = { content, completeness: { ...completenessOf(content) }, savedAt: now };
    await tx.sitePageVersion.update({ where: { id: draftVersionId, communityId }, data });
  } else {
    const kind = restored ? ("restored" as const) : ("draft" as const);
    draftVersionId = await addVersion(tx, actor, row.id, { kind, content, ...restored });
  }
  const { revision } = await tx.sitePage.update({
    where: { id: row.id, communityId },
    data: { draftVersionId, revision: { increment: 1 }, updatedById: actor.userId, updatedAt: now },
    select: { revision: true },
  });
  if (!isSame) await dropOldVersions(tx, communityId, row.id, now);
  return { revision, isNew: !isSame };
}

/** Deletes versions that are no longer kept. */
async function dropOldVersions(tx: Tx, communityId: string, pageId: string, now: Date): Promise<void> {
  const page = await tx.sitePage.findUniqueOrThrow({
    where: { id: pageId, communityId },
    select: {
      draftVersionId: true,
      publishedVersionId: true,
      scheduledVersionId: true,
      versions: { select: { id: true, number: true, kind: true, createdAt: true } },
    },
  });
  const pinned = new Set([page.draftVersionId, page.publishedVersionId, page.scheduledVersionId].filter((id) => id !== null));
  const ids = versionsToDrop(page.versions, pinned, now);
  if (ids.length > 0) await tx.sitePageVersion.deleteMany({ where: { id: { in: ids }, communityId } });
}
