import { randomUUID } from "node:crypto";
import type { Page } from "@archipel/contracts/page.ts";
import type { hideRatingInput, listRatingsInput, Rating, rateInput } from "@archipel/contracts/quality.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope, type Person, scopeOf } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { sheetRow } from "../queries/sheets.ts";
import { commentRows, deleteRating, namesOf, saveRating, setHidden } from "./queries.ts";

/** Ratings and comments of a dataset. Hidden comments are visible to their authors and to moderators. */
export async function listRatings(core: Core, actor: Actor, input: z.infer<typeof listRatingsInput>): Promise<Page<Rating>> {
  const offset = offsetOf(input.cursor);
  const rows = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) =>
    commentRows(sql, input.datasetId, { limit: input.limit, offset }),
  );
  const names = await core.database.sqlAs({ role: "system" }, (sql) =>
    namesOf(
      sql,
      rows.map(({ userId }) => userId),
    ),
  );
  const items = rows.map(({ id, userId, stars, comment, isHidden, updatedAt }): Rating => {
    return { id, stars, comment, authorName: names.get(userId) ?? null, isMine: userId === actor.userId, isHidden, updatedAt };
  });
  return pageFrom(items, rows[0]?.total ?? 0, offset);
}

/**
 * Rates a dataset that the person may read, or changes their rating. Anyone may rate, also without a community, so the system scope writes
 * it after this check.
 */
export async function rate(core: Core, actor: Person, { datasetId, stars, comment }: z.infer<typeof rateInput>): Promise<void> {
  const dataset = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => sheetRow(sql, datasetId));
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  const { communityId } = dataset;
  await core.database.sqlAs({ role: "system" }, async (sql) => {
    await saveRating(sql, { id: randomUUID(), datasetId, communityId, userId: actor.userId, stars, comment });
    const about = { communityId, actorId: actor.userId, resourceType: "dataset", resourceId: datasetId };
    await auditIn(sql, { ...about, action: "dataset.rated", summary: { stars } });
    await emitIn(sql, "quality.rated", communityId, { datasetId });
  });
}

/** Withdraws the caller's rating. Does nothing when there is no rating. */
export function withdrawRating(core: Core, actor: Person, datasetId: string): Promise<void> {
  return core.database.sqlAs({ role: "system" }, async (sql) => {
    const communityId = await deleteRating(sql, datasetId, actor.userId);
    if (communityId === undefined) return;
    const about = { communityId, actorId: actor.userId, resourceType: "dataset", resourceId: datasetId };
    await auditIn(sql, { ...about, action: "dataset.rating-withdrawn" });
    await emitIn(sql, "quality.rated", communityId, { datasetId });
  });
}

/** A moderator hides a comment, or shows it again. Its stars count in both cases. */
export function hideRating(core: Core, actor: MemberActor, input: z.infer<typeof hideRatingInput>): Promise<void> {
  const { communityId, userId } = actor;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const datasetId = await setHidden(sql, { ratingId: input.ratingId, communityId, by: userId, isHidden: input.isHidden });
    if (datasetId === undefined) throw new DomainError("not-found", "rating-not-found");
    const action = input.isHidden ? "rating.hidden" : "rating.shown";
    await auditIn(sql, { communityId, actorId: userId, action, resourceType: "rating", resourceId: input.ratingId });
  });
}
