import type { LabelRule } from "@archipel/contracts/quality-labels.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import { rate } from "../ratings/service.ts";
import { computeSheet } from "../sheet/compute.ts";
import { qualityWorld } from "../testing/quality-world.ts";
import { barLabel, deleteLabel, labelsOfDataset, listAwardedLabels, saveLabel, tryLabel, vote } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const rated: LabelRule = { by: "figures", thresholds: [{ figure: "rating", atLeast: 4 }] };
const voted: LabelRule = { by: "vote", quorum: 2, share: 0.6 };

async function labelWorld() {
  const world = await qualityWorld(database);
  const { core, communityId, datasetId, person } = world;
  const manager = await person("manager");
  const words = { communityId, nameFr: "Apprécié", nameEn: "", meaningFr: "", meaningEn: "", colour: "success" as const };
  await computeSheet(core, communityId, datasetId);
  const label = async (rule: LabelRule) => (await saveLabel(core, manager, { ...words, rule })).id;
  const standing = async () => {
    const [first] = (await labelsOfDataset(core, anonymous, datasetId)).standings;
    if (!first) throw new Error("no label");
    return first;
  };
  const rateIt = async (who: MemberActor, stars: number) => {
    await rate(core, who, { datasetId, stars, comment: "" });
    await computeSheet(core, communityId, datasetId);
  };
  const told = async () =>
    (await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { communityId }, orderBy: { sequence: "asc" } })))
      .map(({ topic }) => topic)
      .filter((topic) => topic.startsWith("quality.label-"));
  return { ...world, manager, words, label, standing, rateIt, told };
}

describe("a label by figures", () => {
  it("is awarded and withdrawn with the sheet, once each, and its history is kept", async () => {
    const world = await labelWorld();
    const { core, communityId, datasetId, person, label, standing, rateIt, told } = world;
    const labelId = await label(rated);
    expect(await standing()).toMatchObject({ state: "none", since: null, votes: null, history: [] });
    const visitor = await person("member");
    await rateIt(visitor, 5);
    expect((await standing()).state).toBe("awarded");
    await computeSheet(core, communityId, datasetId);
    expect((await standing()).history).toHaveLength(1);
    expect(await listAwardedLabels(core, anonymous, [datasetId])).toMatchObject([
      { datasetId, label: { id: labelId, nameFr: "Apprécié" } },
    ]);
    await rateIt(visitor, 1);
    expect(await standing()).toMatchObject({ state: "none", history: [{ state: "awarded", endedAt: expect.any(Date) }] });
    expect(await listAwardedLabels(core, anonymous, [datasetId])).toEqual([]);
    await rateIt(visitor, 4);
    expect((await standing()).history).toHaveLength(2);
    expect(await told()).toEqual(["quality.label-awarded", "quality.label-withdrawn", "quality.label-awarded"]);
  });

  it("follows a changed rule at once, and is deleted with all its awards", async () => {
    const { core, communityId, datasetId, layerId, manager, words, label, standing } = await labelWorld();
    const labelId = await label({ by: "figures", thresholds: [{ figure: "validity", atLeast: 0.6 }] });
    expect((await standing()).state).toBe("awarded");
    const strict: LabelRule = { by: "figures", thresholds: [{ figure: "validity", atLeast: 0.61 }] };
    expect(await tryLabel(core, manager, { communityId, rule: strict })).toMatchObject([
      { datasetId, isBearer: false, misses: ["validity"] },
    ]);
    expect((await standing()).state).toBe("awarded");
    await saveLabel(core, manager, { ...words, labelId, rule: strict });
    expect((await standing()).state).toBe("none");
    await deleteLabel(core, manager, labelId);
    expect((await labelsOfDataset(core, anonymous, datasetId)).standings).toEqual([]);
    await expect(saveLabel(core, manager, { ...words, labelId: layerId, rule: strict })).rejects.toMatchObject({ code: "label-not-found" });
  });

  it("is awarded once, however many computations end at the same time", async () => {
    const { core, communityId, datasetId, person, label, standing } = await labelWorld();
    await label(rated);
    await rate(core, await person("member"), { datasetId, stars: 5, comment: "" });
    await Promise.all([1, 2, 3].map(() => computeSheet(core, communityId, datasetId)));
    expect((await standing()).history).toHaveLength(1);
  });
});

describe("a label by vote", () => {
  it("is awarded by quorum and share, follows changed votes, and shows only the number of votes", async () => {
    const { core, communityId, datasetId, person, label, standing } = await labelWorld();
    const labelId = await label(voted);
    const [one, two] = [await person("member"), await person("contributor")];
    const say = (who: MemberActor, isFor: boolean | null) => vote(core, who, { communityId, labelId, datasetId, isFor });
    await say(one, true);
    await say(one, true);
    expect(await standing()).toMatchObject({ state: "none", votes: { isFor: 1, against: 0 }, myVote: null });
    await say(two, true);
    expect(await standing()).toMatchObject({ state: "awarded", votes: { isFor: 2, against: 0 } });
    await say(two, false);
    expect((await standing()).state).toBe("none");
    const mine = await labelsOfDataset(core, two, datasetId);
    expect(mine).toMatchObject({ mayVote: true, standings: [{ myVote: false, votes: { isFor: 1, against: 1 } }] });
    expect((await labelsOfDataset(core, anonymous, datasetId)).mayVote).toBe(false);
    await say(two, null);
    expect((await standing()).votes).toEqual({ isFor: 1, against: 0 });
  });

  it("takes no vote for a label by figures, nor on another community's dataset", async () => {
    const { core, communityId, datasetId, manager, label } = await labelWorld();
    const other = await labelWorld();
    const labelId = await label(rated);
    await expect(vote(core, manager, { communityId, labelId, datasetId, isFor: true })).rejects.toMatchObject({
      code: "label-not-by-vote",
    });
    const theirs = { communityId, labelId, datasetId: other.datasetId, isFor: true };
    await expect(vote(core, manager, theirs)).rejects.toMatchObject({ code: "dataset-not-found" });
    const foreign = { communityId, labelId: await other.label(voted), datasetId, isFor: true };
    await expect(vote(core, manager, foreign)).rejects.toMatchObject({ code: "label-not-found" });
  });
});

describe("a label that a manager withdrew", () => {
  it("stays withdrawn with its reason, whatever the figures are, until the manager lifts it", async () => {
    const { core, communityId, datasetId, manager, person, label, standing, rateIt, told } = await labelWorld();
    const labelId = await label(rated);
    await rateIt(await person("member"), 5);
    await barLabel(core, manager, { communityId, labelId, datasetId, isBarred: true, reason: "Source contestée" });
    await computeSheet(core, communityId, datasetId);
    expect(await standing()).toMatchObject({
      state: "barred",
      history: [
        { state: "barred", reason: "Source contestée", endedAt: null },
        { state: "awarded", endedAt: expect.any(Date) },
      ],
    });
    expect(await listAwardedLabels(core, anonymous, [datasetId])).toEqual([]);
    await barLabel(core, manager, { communityId, labelId, datasetId, isBarred: false });
    expect((await standing()).state).toBe("awarded");
    expect(await told()).toEqual(["quality.label-awarded", "quality.label-withdrawn", "quality.label-awarded"]);
  });

  it("is shown only to those who may read the dataset", async () => {
    const { core, communityId, datasetId, manager, person, label } = await labelWorld();
    const labelId = await label(voted);
    await barLabel(core, manager, { communityId, labelId, datasetId, isBarred: true, reason: "x" });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
    await expect(labelsOfDataset(core, anonymous, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
    const member = await person("member");
    await expect(vote(core, member, { communityId, labelId, datasetId, isFor: true })).rejects.toMatchObject({ code: "dataset-not-found" });
  });
});
