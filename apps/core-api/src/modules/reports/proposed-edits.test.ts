import { randomUUID } from "node:crypto";
import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startReaders } from "../../jobs/outbox/run-readers.ts";
import { anonymous } from "../../kernel/actor.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { getContribution, listContributions } from "../contributions/service/read.ts";
import { listEdits } from "../contributions/service/read-edits.ts";
import { resolveConflicts } from "../contributions/service/review.ts";
import { mergeAsSeen, reviewAsSeen } from "../contributions/testing/decide.ts";
import { listCredits } from "../features/history/service.ts";
import { acceptReport, getReport } from "./service/moderate.ts";

let world: Awaited<ReturnType<typeof openReportingWorld>>;
beforeAll(async () => {
  world = await openReportingWorld();
});
afterAll(() => world.close());

it("merges the edit that a visitor proposed, without an author, and closes the report", async () => {
  const { send, manager, moderator } = world;
  const { communityId } = world;
  const proposed = await send({ proposedEdit: world.update(1, { nom: "Corrigée" }) });
  const report = await getReport(world.core, moderator, proposed.id);
  expect(report).toMatchObject({ hasProposedEdit: true, feature: { fid: 1, label: "Zone 1" } });
  const listed = await listContributions(world.core, manager, { communityId, limit: 100 });
  expect(listed.items.map(({ id }) => id)).not.toContain(report.contributionId);
  expect(await acceptReport(world.core, moderator, { communityId, reportId: proposed.id, message: "Merci" })).toEqual({
    outcome: "accepted",
  });
  expect(await world.features([1])).toMatchObject([{ nom: "Corrigée", version: 2 }]);
  expect(await getReport(world.core, moderator, proposed.id)).toMatchObject({ status: "valid" });
  await expect(acceptReport(world.core, moderator, { communityId, reportId: proposed.id, message: "" })).rejects.toMatchObject({
    code: "report-closed",
  });
});

it("credits all visitors without an account as one author without a name", async () => {
  const { send, moderator, contributor, communityId, datasetId } = world;
  const proposed = await send({ proposedEdit: world.update(3, { nom: "Vue" }) });
  await acceptReport(world.core, moderator, { communityId, reportId: proposed.id, message: "" });
  await world.merged(contributor, moderator, [world.update(3, { niveau: 7 }, 2)]);
  const credits = await listCredits(world.core, anonymous, datasetId);
  expect(credits.map(({ authorName, contributions }) => [authorName, contributions])).toEqual(
    expect.arrayContaining([
      [null, 2],
      ["Test Person", 1],
    ]),
  );
});

it("closes a report once its conflicting edit is merged, and shows moderators when it is rejected", async () => {
  const { send, moderator, manager, contributor, communityId } = world;
  const readers = await startReaders(world.core);
  try {
    const [late, lost] = [
      await send({ proposedEdit: world.update(1, { niveau: 8 }, 2) }, contributor),
      await send({ proposedEdit: world.update(1, { niveau: 9 }, 2) }, contributor),
    ];
    await world.merged(contributor, moderator, [world.update(1, { niveau: 5 }, 2)]);
    const conflicting = async (reportId: string) => {
      const outcome = await acceptReport(world.core, moderator, { communityId, reportId, message: "" });
      if (outcome.outcome !== "conflicting") throw new Error(`it is ${outcome.outcome}`);
      return outcome.contributionId;
    };
    const [kept, given] = [await conflicting(late.id), await conflicting(lost.id)];
    const { editsVersion } = await getContribution(world.core, moderator, kept);
    const { items } = await listEdits(world.core, moderator, { communityId, contributionId: kept, limit: 10 });
    const resolutions = items.map(({ id: editId }) => ({
      editId,
      decision: "keep" as const,
      values: { niveau: 8 },
      geometry: "theirs" as const,
    }));
    await resolveConflicts(world.core, moderator, { communityId, contributionId: kept, editsVersion, resolutions });
    expect((await mergeAsSeen(world.core, moderator, kept)).outcome).toBe("merged");
    world.database.notifier.signal();
    await expect.poll(async () => (await getReport(world.core, manager, late.id)).status).toBe("valid");
    expect((await getReport(world.core, manager, late.id)).entries).toMatchObject([
      { kind: "edit", isInternal: true, detail: { outcome: "conflicting" } },
      { kind: "edit", isInternal: false, detail: { outcome: "accepted" } },
      { kind: "status", detail: { from: "pending0", to: "valid" } },
    ]);
    await reviewAsSeen(world.core, moderator, { communityId, contributionId: given, verdict: "reject", comment: "Non" });
    world.database.notifier.signal();
    await expect
      .poll(async () => (await getReport(world.core, manager, lost.id)).entries.at(-1))
      .toMatchObject({ kind: "edit", isInternal: true, detail: { outcome: "rejected" } });
    expect((await getReport(world.core, manager, lost.id)).status).toBe("pending0");
  } finally {
    await readers.stop();
  }
});

it("leaves a conflicting edit in the queue of contributions, and refuses edits that a contributor could not propose", async () => {
  const { send, manager, moderator, contributor } = world;
  const { communityId, layerId } = world;
  const late = await send({ proposedEdit: world.update(2, { nom: "Tardive" }) }, contributor);
  await world.merged(contributor, moderator, [world.update(2, { nom: "Entre-temps" })]);
  const outcome = await acceptReport(world.core, moderator, { communityId, reportId: late.id, message: "" });
  expect(outcome).toMatchObject({ outcome: "conflicting" });
  const waiting = await listContributions(world.core, manager, { communityId, status: ["conflicting"], limit: 10 });
  const { contributionId } = await getReport(world.core, moderator, late.id);
  expect(waiting.items.find(({ id }) => id === contributionId)).toMatchObject({ origin: "report", authorId: contributor.userId });
  expect(await getReport(world.core, moderator, late.id)).toMatchObject({ status: "pending0" });
  const bad = (edit: ProposedEdit) => send({ proposedEdit: edit });
  await expect(bad(world.update(3, { interne: "x" }))).rejects.toMatchObject({ code: "column-not-found" });
  await expect(bad(world.update(3, { niveau: "haut" }))).rejects.toMatchObject({ code: "value-not-integer" });
  await expect(bad(world.update(3, {}, 7))).rejects.toMatchObject({ code: "feature-not-found" });
  const bow = {
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
  await expect(bad({ operation: "insert", layerId, values: {}, geometry: bow })).rejects.toMatchObject({ code: "geometry-invalid" });
  await expect(bad({ operation: "delete", layerId: randomUUID(), fid: 1, baseVersion: 1 })).rejects.toMatchObject({
    code: "layer-not-found",
  });
  await world.database.withSystem((tx) => tx.editRules.create({ data: { communityId, datasetId: world.datasetId, isOpen: false } }));
  await expect(bad(world.update(3, { nom: "x" }))).rejects.toMatchObject({ code: "contributions-closed" });
});
