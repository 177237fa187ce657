import type { Database } from "@archipel/database/database.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getFeature } from "../features/service.ts";
import { createContribution, saveEdits, submitContribution, withdrawContribution } from "./service/drafts.ts";
import { getContribution, listContributions } from "./service/read.ts";
import { listEdits } from "./service/read-edits.ts";
import { revertContribution } from "./service/revert.ts";
import { resolveConflicts } from "./service/review.ts";
import { saveEditRules } from "./service/rules.ts";
import { contributionWorld, drawnSquare } from "./testing/contribution-world.ts";
import { mergeAsSeen, reviewAsSeen } from "./testing/decide.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const people = async (world: Awaited<ReturnType<typeof contributionWorld>>) => ({
  author: await world.person("contributor"),
  moderator: await world.person("moderator"),
});

describe("a contribution", () => {
  it("is drafted, submitted, approved and merged: new revision of the layer, new version of the feature, both states in the history", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, communityId, layerId } = world;
    const id = await world.draft(author, [
      world.update(1, { nom: "Zone du port" }),
      { operation: "delete", layerId, fid: 3, baseVersion: 1, reason: "Démolie en mars" },
      { operation: "insert", layerId, values: { nom: "Nouvelle" }, geometry: drawnSquare },
    ]);
    await expect(getContribution(core, moderator, id)).rejects.toMatchObject({ code: "contribution-not-found" });
    const submitted = await submitContribution(core, author, id);
    expect(submitted).toMatchObject({ status: "submitted", edits: { inserted: 1, updated: 1, deleted: 1 } });
    const queue = await listContributions(core, moderator, { communityId, status: ["submitted"], limit: 10 });
    expect(queue.items.map((item) => item.id)).toEqual([id]);
    const { items } = await listEdits(core, moderator, { communityId, contributionId: id, limit: 10 });
    expect(items[0]).toMatchObject({ label: "Zone du port", changedColumns: ["nom"], base: { values: { nom: "Zone 1" } }, conflict: null });
    expect(items[1]).toMatchObject({ operation: "delete", reason: "Démolie en mars", mine: null, theirs: { values: { nom: "Zone 3" } } });
    expect(Object.keys(items[0]?.base?.values ?? {})).not.toContain("interne");
    expect(await mergeAsSeen(core, moderator, id)).toEqual({ outcome: "merged", revisions: [{ layerId, revision: 2 }] });
    expect(await world.features([1, 2, 3, 4])).toMatchObject([
      { fid: 1, version: 2, nom: "Zone du port", niveau: 0, interne: "secret", area: 250_000 },
      { fid: 2, version: 1 },
      { fid: 4, version: 1, nom: "Nouvelle" },
    ]);
    const [layer] = await database.withSystem((tx) => tx.layer.findMany({ where: { id: layerId } }));
    expect(layer).toMatchObject({ revision: 2, featureCount: 3 });
    expect(layer?.bbox.length).toBe(4);
    const history = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query(
        `SELECT fid, version, operation, nom, vu::text, author_id IS NOT NULL AS known FROM layers."${world.spec.tableName}_history" ORDER BY 1, 2`,
      ),
    );
    expect(history).toMatchObject([
      { fid: 1, version: 1, operation: "insert", nom: "Zone 1", known: false },
      { fid: 1, version: 2, operation: "update", nom: "Zone du port", vu: expect.stringContaining(".123456"), known: true },
      { fid: 3, version: 1, operation: "insert" },
      { fid: 3, version: 2, operation: "delete", nom: "Zone 3" },
      { fid: 4, version: 1, operation: "insert", nom: "Nouvelle" },
    ]);
    const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { communityId }, orderBy: { sequence: "asc" } }));
    expect(events.map(({ topic }) => topic)).toEqual(["contribution.submitted", "layer.edited", "contribution.merged"]);
    expect(events[1]?.payload).toMatchObject({ layerId, revision: 2, inserted: 1, updated: 1, deleted: 1 });
    await expect(mergeAsSeen(core, moderator, id)).rejects.toMatchObject({ code: "contribution-over" });
  });

  it("is sent back, corrected and submitted again; a rejection needs a reason", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, communityId } = world;
    const id = await world.submitted(author, [world.update(1, { niveau: 9 })]);
    const say = (verdict: "request-changes" | "reject", comment: string) =>
      reviewAsSeen(core, moderator, { communityId, contributionId: id, verdict, comment });
    await expect(say("reject", "")).rejects.toMatchObject({ code: "reason-missing" });
    expect(await say("request-changes", "Le niveau va jusqu’à 5.")).toMatchObject({ status: "changes-requested" });
    await saveEdits(core, author, { communityId, contributionId: id, edits: [world.update(1, { niveau: 5 })] });
    expect(await submitContribution(core, author, id)).toMatchObject({ status: "submitted", edits: { updated: 1 } });
    expect(await say("reject", "Hors sujet")).toMatchObject({ status: "rejected", reason: "Hors sujet", allowed: ["comment"] });
    expect((await world.features([1]))[0]).toMatchObject({ version: 1, niveau: 0 });
  });

  it("is the only open draft of its author and dataset, even when many tabs create one at once", async () => {
    const world = await contributionWorld(database);
    const { author } = await people(world);
    const { core, communityId, datasetId } = world;
    const begin = (title: string) => createContribution(core, author, { communityId, datasetId, title });
    const ids = new Set((await Promise.all(["A", "B", "C", "D"].map(begin))).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [first = ""] = ids;
    const another = await createContribution(core, await world.person("contributor"), { communityId, datasetId, title: "E" });
    expect(another.id).not.toBe(first);
    await saveEdits(core, author, { communityId, contributionId: first, edits: [world.update(1, { niveau: 4 })] });
    await submitContribution(core, author, first);
    expect((await begin("F")).id).not.toBe(first);
  });

  it("is deleted when its author withdraws a draft, and stays readable once others have seen it", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const draft = await world.draft(author, [world.update(1, { niveau: 1 })]);
    await withdrawContribution(world.core, author, draft);
    await expect(getContribution(world.core, author, draft)).rejects.toMatchObject({ code: "contribution-not-found" });
    const shown = await world.submitted(author, [world.update(1, { niveau: 1 })]);
    await withdrawContribution(world.core, author, shown);
    expect(await getContribution(world.core, moderator, shown)).toMatchObject({ status: "withdrawn" });
  });

  it("needs the number of approvals in the rules, and cannot change a locked column", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, communityId, datasetId, layerId } = world;
    const rules = {
      isOpen: true,
      directRole: "moderator" as const,
      approvals: 2,
      territoryCounts: false,
      lockedColumns: { [layerId]: ["niveau"] },
    };
    await saveEditRules(core, await world.person("manager"), { communityId, datasetId, rules });
    await expect(world.draft(author, [world.update(1, { niveau: 1 })])).rejects.toMatchObject({ code: "column-locked" });
    const id = await world.submitted(author, [world.update(1, { nom: "X" })]);
    await expect(mergeAsSeen(core, moderator, id)).rejects.toMatchObject({ code: "approvals-missing" });
    const second = await world.person("moderator");
    await reviewAsSeen(core, second, { communityId, contributionId: id, verdict: "approve", comment: "" });
    expect(await mergeAsSeen(core, moderator, id)).toMatchObject({ outcome: "merged" });
    const own = await world.draft(moderator, [world.update(1, { nom: "Y" }, 2)]);
    expect(await mergeAsSeen(core, moderator, own)).toMatchObject({ outcome: "merged" });
    await saveEditRules(core, await world.person("manager"), { communityId, datasetId, rules: { ...rules, isOpen: false } });
    await expect(world.draft(author, [world.update(2, { nom: "Z" })])).rejects.toMatchObject({ code: "contributions-closed" });
  });
});

describe("a proposed edit", () => {
  it("is refused with a specific code when it does not fit the layer", async () => {
    const world = await contributionWorld(database);
    const { author } = await people(world);
    const { layerId } = world;
    const insert = (geometry: object) => world.draft(author, [{ operation: "insert", layerId, values: {}, geometry: geometry as never }]);
    const refused = async (made: Promise<unknown>, code: string) => expect(made).rejects.toMatchObject({ kind: "invalid", code });
    await refused(world.draft(author, [world.update(1, { niveau: "beaucoup" })]), "value-not-integer");
    await refused(world.draft(author, [world.update(1, { vu: "hier" })]), "value-not-datetime");
    await refused(world.draft(author, [world.update(1, { interne: "x" })]), "column-not-found");
    await refused(insert({ type: "Polygon", coordinates: "ici" }), "geometry-unreadable");
    await refused(insert({ type: "Point", coordinates: [5.6, 45.6] }), "geometry-of-other-type");
    await refused(insert({ type: "Polygon", coordinates: [tangle(151, [5.6, 45.6], 0.001)] }), "shape-too-crossed");
    await refused(
      insert({
        type: "Polygon",
        coordinates: [
          [
            [120, 0],
            [121, 0],
            [121, 1],
            [120, 0],
          ],
        ],
      }),
      "geometry-out-of-reach",
    );
    await expect(world.draft(author, [world.update(99, { nom: "x" })])).rejects.toMatchObject({ code: "feature-not-found" });
  });

  it("may self-intersect in a draft; submitting it reports the place", async () => {
    const world = await contributionWorld(database);
    const { author } = await people(world);
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
    const id = await world.draft(author, [{ operation: "insert", layerId: world.layerId, values: {}, geometry: bow }]);
    const refusal = await submitContribution(world.core, author, id).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "geometry-invalid",
      params: { lon: expect.closeTo(5.6005, 3), lat: expect.closeTo(45.6005, 3) },
    });
  });

  it("moves only the moved vertices: a geometry sent back as it was read changes nothing", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, layerId, communityId } = world;
    const shown = await getFeature(core, author, { layerId, fid: 1 });
    const edit = {
      operation: "update" as const,
      layerId,
      fid: 1,
      baseVersion: 1,
      values: { nom: "Renommée" },
      geometry: shown.geometry as never,
    };
    const id = await world.draft(author, [edit]);
    await submitContribution(core, author, id);
    await mergeAsSeen(core, moderator, id);
    const same = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ same: boolean }>(
        `SELECT t.geom::text = h.geom::text AS same FROM layers."${world.spec.tableName}" t
         JOIN layers."${world.spec.tableName}_history" h ON h.fid = t.fid AND h.version = 1 WHERE t.fid = 1`,
      ),
    );
    expect(same).toEqual([{ same: true }]);
    expect((await world.features([1]))[0]).toMatchObject({ nom: "Renommée", version: 2 });
    expect((await listEdits(core, moderator, { communityId, contributionId: id, limit: 5 })).items[0]?.conflict).toBeNull();
  });
});

describe("two edits of one feature", () => {
  it("merge automatically when they changed different values", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const other = await world.person("contributor");
    const first = await world.submitted(author, [world.update(1, { nom: "A" })]);
    const second = await world.submitted(other, [world.update(1, { niveau: 4 })]);
    await mergeAsSeen(world.core, moderator, first);
    expect(await mergeAsSeen(world.core, moderator, second)).toMatchObject({ outcome: "merged" });
    expect((await world.features([1]))[0]).toMatchObject({ version: 3, nom: "A", niveau: 4 });
  });

  it("conflict when they changed the same value: nothing is written, both sides are shown, and the resolution merges", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const other = await world.person("contributor");
    const { core, communityId } = world;
    const first = await world.submitted(author, [world.update(1, { nom: "A" })]);
    const second = await world.submitted(other, [world.update(1, { nom: "B" }), world.update(2, { nom: "B2" })]);
    await mergeAsSeen(core, moderator, first);
    const outcome = await mergeAsSeen(core, moderator, second);
    if (outcome.outcome !== "conflicting") throw new Error("no conflict");
    const [conflict] = outcome.conflicts;
    expect(outcome.conflicts).toHaveLength(1);
    expect(conflict).toMatchObject({
      conflict: { columns: ["nom"], geometry: false, isDeleted: false },
      base: { values: { nom: "Zone 1" } },
      mine: { values: { nom: "B" } },
      theirs: { values: { nom: "A" } },
    });
    expect(await world.features([1, 2])).toMatchObject([{ nom: "A" }, { nom: "Zone 2", version: 1 }]);
    const resolution = { editId: conflict?.id ?? "", decision: "keep" as const, values: {}, geometry: "mine" as const };
    const { editsVersion } = await getContribution(core, other, second);
    const resolve = (values: Record<string, string>) =>
      resolveConflicts(core, other, { communityId, contributionId: second, editsVersion, resolutions: [{ ...resolution, values }] });
    await expect(resolve({})).rejects.toMatchObject({ code: "resolution-incomplete" });
    expect(await resolve({ nom: "A et B" })).toMatchObject({ status: "submitted" });
    expect(await mergeAsSeen(core, moderator, second)).toMatchObject({ outcome: "merged" });
    expect(await world.features([1, 2])).toMatchObject([
      { nom: "A et B", version: 3 },
      { nom: "B2", version: 2 },
    ]);
  });

  it("conflict when one deleted the feature that the other changed", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, layerId } = world;
    const deletion = await world.submitted(author, [{ operation: "delete", layerId, fid: 1, baseVersion: 1 }]);
    await world.merged(await world.person("contributor"), moderator, [world.update(1, { nom: "Mieux" })]);
    const outcome = await mergeAsSeen(core, moderator, deletion);
    expect(outcome).toMatchObject({ outcome: "conflicting", conflicts: [{ conflict: { isDeleted: true, columns: ["nom"] } }] });
  });

  it("never overwrite each other: of 40 concurrent edits of one column, each accepted one is a version", async () => {
    const world = await contributionWorld(database);
    const moderator = await world.person("moderator");
    const authors = await Promise.all(Array.from({ length: 4 }, () => world.person("contributor")));
    const ids = await Promise.all(
      authors.map(async (author, index) => {
        const own: string[] = [];
        // A person has one open draft at a time: submit it before creating the next.
        for (let at = 0; at < 10; at++) own.push(await world.submitted(author, [world.update(2, { nom: `n${index} ${at}` })]));
        return own;
      }),
    ).then((all) => all.flat());
    const outcomes = await Promise.all(ids.map((id) => mergeAsSeen(world.core, moderator, id)));
    const merged = outcomes.filter(({ outcome }) => outcome === "merged");
    expect(merged).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "conflicting")).toHaveLength(39);
    expect((await world.features([2]))[0]).toMatchObject({ version: 2 });
  });
});

describe("reverting a merged contribution", () => {
  it("undoes its changes and keeps later ones", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const { core, layerId } = world;
    const bad = await world.merged(author, moderator, [
      world.update(1, { nom: "Faux", niveau: 9 }),
      { operation: "delete", layerId, fid: 2, baseVersion: 1 },
      { operation: "insert", layerId, values: { nom: "De trop" }, geometry: drawnSquare },
    ]);
    await world.merged(await world.person("contributor"), moderator, [
      { operation: "update", layerId, fid: 1, baseVersion: 2, values: {}, geometry: drawnSquare },
      world.update(3, { nom: "Voisine" }),
    ]);
    const revert = await revertContribution(core, moderator, bad);
    expect(revert).toMatchObject({ origin: "revert", revertsId: bad, edits: { inserted: 0, updated: 2, deleted: 1 } });
    await submitContribution(core, moderator, revert.id);
    expect(await mergeAsSeen(core, await world.person("moderator"), revert.id)).toMatchObject({ outcome: "merged" });
    const [first, second, third, ...rest] = await world.features([1, 2, 3, 4]);
    expect(first).toMatchObject({ nom: "Zone 1", niveau: 0, version: 4 });
    expect(first?.area).not.toBe(250_000);
    expect(second).toMatchObject({ fid: 2, nom: "Zone 2", niveau: 1, version: 3, area: 250_000 });
    expect(third).toMatchObject({ nom: "Voisine" });
    expect(rest).toEqual([]);
  });

  it("conflicts where a later one changed the same value", async () => {
    const world = await contributionWorld(database);
    const { author, moderator } = await people(world);
    const bad = await world.merged(author, moderator, [world.update(1, { nom: "Faux" })]);
    await world.merged(author, moderator, [world.update(1, { nom: "Mieux" }, 2)]);
    const revert = await revertContribution(world.core, moderator, bad);
    await submitContribution(world.core, moderator, revert.id);
    const outcome = await mergeAsSeen(world.core, await world.person("moderator"), revert.id);
    expect(outcome).toMatchObject({
      outcome: "conflicting",
      conflicts: [{ mine: { values: { nom: "Zone 1" } }, theirs: { values: { nom: "Mieux" } } }],
    });
  });
});
