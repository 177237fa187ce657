import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveEdits, submitContribution } from "./service/drafts.ts";
import { getContribution } from "./service/read.ts";
import { resolveConflicts } from "./service/review.ts";
import { saveEditRules } from "./service/rules.ts";
import { contributionWorld, drawnSquare } from "./testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "./testing/decide.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A dataset that requires two approvals, a submitted contribution, and two moderators. */
async function waiting() {
  const world = await contributionWorld(database);
  const { core, communityId, datasetId, person } = world;
  const [author, first, second] = [await person("contributor"), await person("moderator"), await person("moderator")];
  const rules = { isOpen: true, directRole: "manager" as const, approvals: 2, territoryCounts: false, lockedColumns: {} };
  await saveEditRules(core, await person("manager"), { communityId, datasetId, rules });
  const contributionId = await world.submitted(author, [world.update(1, { nom: "Proposée" })]);
  const subject = { communityId, contributionId };
  const approve = (moderator: typeof first) => reviewAsSeen(core, moderator, { ...subject, verdict: "approve", comment: "" });
  return { ...world, author, first, second, subject, approve };
}

describe("two approvals", () => {
  it("need two people: merging does not count again for someone who approved", async () => {
    const { core, first, second, subject, approve } = await waiting();
    expect(await approve(first)).toMatchObject({ approvals: { given: 1, needed: 2, isMine: true }, allowed: ["review", "comment"] });
    await approve(first);
    await expect(mergeAsSeen(core, first, subject.contributionId)).rejects.toMatchObject({ code: "approvals-missing" });
    const seen = await getContribution(core, second, subject.contributionId);
    expect(seen).toMatchObject({ approvals: { given: 1, isMine: false }, allowed: ["review", "merge", "comment"] });
    expect(await mergeAsSeen(core, second, subject.contributionId)).toMatchObject({ outcome: "merged" });
  });

  it("are reset when the author changed it and submitted it again", async () => {
    const { core, author, first, second, subject, approve, update } = await waiting();
    await approve(first);
    await reviewAsSeen(core, second, { ...subject, verdict: "request-changes", comment: "La source ?" });
    await saveEdits(core, author, { ...subject, edits: [update(2, { nom: "Ajoutée" })] });
    expect(await submitContribution(core, author, subject.contributionId)).toMatchObject({ approvals: { given: 0 } });
    await expect(mergeAsSeen(core, second, subject.contributionId)).rejects.toMatchObject({ code: "approvals-missing" });
    await approve(second);
    expect(await mergeAsSeen(core, first, subject.contributionId)).toMatchObject({ outcome: "merged" });
  });

  it("are reset when its author changed it while it was conflicting", async () => {
    const { core, author, first, second, subject, approve, person, draft, update } = await waiting();
    await approve(first);
    const manager = await person("manager");
    await mergeAsSeen(core, manager, await draft(manager, [update(1, { nom: "Officielle" })]));
    expect(await mergeAsSeen(core, second, subject.contributionId)).toMatchObject({ outcome: "conflicting" });
    await saveEdits(core, author, { ...subject, edits: [update(3, { nom: "Glissée" })] });
    const now = await getContribution(core, second, subject.contributionId);
    expect(now).toMatchObject({ status: "conflicting", approvals: { given: 0 } });
    expect(now.allowed).not.toContain("merge");
  });
});

it("refuses a self-intersecting geometry in a resolution, and reports the place", async () => {
  const world = await contributionWorld(database);
  const { core, communityId, layerId, person } = world;
  const [author, moderator] = [await person("contributor"), await person("moderator")];
  const redrawn = (geometry: object) => ({
    operation: "update" as const,
    layerId,
    fid: 1,
    baseVersion: 1,
    values: {},
    geometry: geometry as never,
  });
  const moved = (by: number) => ({
    ...drawnSquare,
    coordinates: [drawnSquare.coordinates[0]?.map(([lon = 0, lat = 0]) => [lon + by, lat])],
  });
  const contributionId = await world.submitted(author, [redrawn(drawnSquare)]);
  await world.merged(await person("contributor"), moderator, [redrawn(moved(0.01))]);
  const outcome = await mergeAsSeen(core, moderator, contributionId);
  if (outcome.outcome !== "conflicting") throw new Error("it was merged");
  const { editsVersion } = await getContribution(core, moderator, contributionId);
  const crossed = {
    type: "Polygon",
    coordinates: [
      [
        [5.6, 45.6],
        [5.601, 45.601],
        [5.601, 45.6],
        [5.6, 45.601],
        [5.6, 45.6],
      ],
    ],
  };
  const settle = (geometry: typeof crossed) =>
    resolveConflicts(core, moderator, {
      ...{ communityId, contributionId, editsVersion },
      resolutions: [{ editId: outcome.conflicts[0]?.id ?? "", decision: "keep", values: {}, geometry }],
    });
  await expect(settle(crossed)).rejects.toMatchObject({ code: "geometry-invalid", params: { lon: expect.closeTo(5.6005, 4) } });
  expect(await settle(drawnSquare)).toMatchObject({ status: "submitted" });
});

describe("a feature that was deleted meanwhile", () => {
  it("can be restored by a resolution, with its last and the proposed values", async () => {
    const world = await contributionWorld(database);
    const { core, communityId, layerId, person } = world;
    const [author, moderator] = [await person("contributor"), await person("moderator")];
    const contributionId = await world.submitted(author, [world.update(1, { nom: "Proposée" })]);
    await world.merged(await person("contributor"), moderator, [world.update(1, { niveau: 8 })]);
    await world.merged(await person("contributor"), moderator, [{ operation: "delete", layerId, fid: 1, baseVersion: 2 }]);
    const outcome = await mergeAsSeen(core, moderator, contributionId);
    if (outcome.outcome !== "conflicting") throw new Error("it was merged");
    expect(outcome.conflicts).toMatchObject([{ theirs: null, conflict: { isDeleted: true } }]);
    const { editsVersion } = await getContribution(core, author, contributionId);
    const resolutions = [{ editId: outcome.conflicts[0]?.id ?? "", decision: "keep" as const, values: {}, geometry: "mine" as const }];
    const settled = await resolveConflicts(core, author, { communityId, contributionId, editsVersion, resolutions });
    expect(settled).toMatchObject({ status: "submitted" });
    expect(await mergeAsSeen(core, moderator, contributionId)).toMatchObject({ outcome: "merged" });
    expect(await world.features([1])).toMatchObject([{ version: 4, nom: "Proposée", niveau: 8, interne: "secret", area: 250_000 }]);
  });
});
