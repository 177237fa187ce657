import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discardEdits, saveEdits, submitContribution } from "./service/drafts.ts";
import { mergeContribution } from "./service/merge.ts";
import { getContribution } from "./service/read.ts";
import { listEdits } from "./service/read-edits.ts";
import { resolveConflicts, reviewContribution } from "./service/review.ts";
import { contributionWorld } from "./testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "./testing/decide.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A contribution of two edits that a moderator has opened. */
async function opened() {
  const world = await contributionWorld(database);
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const id = await world.submitted(author, [world.update(1, { niveau: 8 }), world.update(2, { niveau: 8 })]);
  const subject = { communityId: world.communityId, contributionId: id };
  const seen = await listEdits(world.core, moderator, { ...subject, limit: 100 });
  return { ...world, author, moderator, id, subject, seen };
}

/** It changes while the moderator reads it: sent back, changed by the author and submitted again. */
async function openedThenChanged() {
  const world = await opened();
  const { core, author, moderator, subject } = world;
  await reviewAsSeen(core, moderator, { ...subject, verdict: "request-changes", comment: "À revoir" });
  await saveEdits(core, author, { ...subject, edits: [world.update(3, { nom: "Glissée" })] });
  await submitContribution(core, author, subject.contributionId);
  return world;
}

describe("a decision applies to the edits that the person saw", () => {
  it("is accepted when no edit came since, even if others reviewed in the meantime", async () => {
    const { core, moderator, subject, seen, person } = await opened();
    await reviewAsSeen(core, await person("moderator"), { ...subject, verdict: "approve", comment: "Bien" });
    expect(await mergeContribution(core, moderator, { ...subject, editsVersion: seen.editsVersion })).toMatchObject({ outcome: "merged" });
  });

  it.each(["approve", "request-changes", "reject"] as const)(
    "%s is refused when edits came since, and no review is saved",
    async (verdict) => {
      const { core, moderator, subject, seen } = await openedThenChanged();
      const say = reviewContribution(core, moderator, { ...subject, editsVersion: seen.editsVersion, verdict, comment: "Non" });
      await expect(say).rejects.toMatchObject({ kind: "conflict", code: "contribution-changed", params: { title: "Correction" } });
      const { status, reviews } = await getContribution(core, moderator, subject.contributionId);
      expect([status, reviews.length]).toEqual(["submitted", 1]);
    },
  );

  it("a merge is refused, writes nothing, and is accepted once the new edits were read", async () => {
    const { core, moderator, subject, seen, features } = await openedThenChanged();
    const merge = mergeContribution(core, moderator, { ...subject, editsVersion: seen.editsVersion });
    await expect(merge).rejects.toMatchObject({ code: "contribution-changed" });
    expect(await features()).toMatchObject([{ version: 1 }, { version: 1 }, { version: 1, nom: "Zone 3" }]);
    expect(await mergeAsSeen(core, moderator, subject.contributionId)).toMatchObject({ outcome: "merged" });
    expect((await features([3]))[0]).toMatchObject({ nom: "Glissée" });
  });

  it.each([
    ["one is changed again", ({ update }: Opened) => [update(1, { niveau: 9 })]],
    ["one becomes a deletion", ({ layerId }: Opened) => [{ operation: "delete" as const, layerId, fid: 1, baseVersion: 1 }]],
  ])("counts as a change: %s", async (_, edits) => {
    const world = await opened();
    const { core, author, moderator, subject, seen } = world;
    await reviewAsSeen(core, moderator, { ...subject, verdict: "request-changes", comment: "À revoir" });
    await saveEdits(core, author, { ...subject, edits: edits(world) });
    expect((await getContribution(core, author, subject.contributionId)).editsVersion).toBeGreaterThan(seen.editsVersion);
  });

  it("is also refused when an edit was removed", async () => {
    const { core, author, moderator, subject, seen } = await opened();
    await reviewAsSeen(core, moderator, { ...subject, verdict: "request-changes", comment: "À revoir" });
    await discardEdits(core, author, { ...subject, editIds: [seen.items[0]?.id ?? ""] });
    await submitContribution(core, author, subject.contributionId);
    const merge = mergeContribution(core, moderator, { ...subject, editsVersion: seen.editsVersion });
    await expect(merge).rejects.toMatchObject({ code: "contribution-changed" });
  });

  it("a resolution of conflicts is refused too when edits came since", async () => {
    const { core, author, moderator, subject, submitted, update, person } = await opened();
    const other = await submitted(await person("contributor"), [update(1, { niveau: 3 })]);
    await mergeAsSeen(core, moderator, other);
    expect(await mergeAsSeen(core, moderator, subject.contributionId)).toMatchObject({ outcome: "conflicting" });
    const { items, editsVersion } = await listEdits(core, moderator, { ...subject, limit: 100 });
    await saveEdits(core, author, { ...subject, edits: [update(3, { nom: "Glissée" })] });
    const resolutions = [{ editId: items[0]?.id ?? "", decision: "keep" as const, values: { niveau: 5 }, geometry: "mine" as const }];
    const settle = resolveConflicts(core, moderator, { ...subject, editsVersion, resolutions });
    await expect(settle).rejects.toMatchObject({ code: "contribution-changed" });
  });

  it("of a merge and a save at the same time, one is refused", async () => {
    const { core, author, moderator, subject, seen, update, features, database: db } = await opened();
    // From a program, edits may be added while the contribution is in the queue.
    await db.withSystem((tx) => tx.contribution.update({ where: { id: subject.contributionId }, data: { origin: "api" } }));
    const [merge, save] = await Promise.allSettled([
      mergeContribution(core, moderator, { ...subject, editsVersion: seen.editsVersion }),
      saveEdits(core, author, { ...subject, edits: [update(3, { nom: "Glissée" })] }),
    ]);
    expect([merge.status, save.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect((await features([3]))[0]).toMatchObject({ nom: "Zone 3", version: 1 });
  });
});

type Opened = Awaited<ReturnType<typeof opened>>;
