import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startReaders } from "../../../jobs/outbox/run-readers.ts";
import type { Person } from "../../../kernel/actor.ts";
import { revokeGrant } from "../../grants/service/give.ts";
import { listNotices } from "../../notifications/service/notices.ts";
import { saveEdits, submitContribution, withdrawContribution } from "../service/drafts.ts";
import { getContribution, listContributions } from "../service/read.ts";
import { listEdits, overviewOf } from "../service/read-edits.ts";
import { resolveConflicts } from "../service/review.ts";
import { layerRights } from "../service/rights.ts";
import { saveEditRules } from "../service/rules.ts";
import { mergeAsSeen } from "../testing/decide.ts";
import { box, grantedWorld } from "../testing/granted-world.ts";
import { limitsOf } from "./service/limits.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Saint-Essai: the squares 1 and 2 and the western half of 3. */
const HERE: [number, number, number, number] = [-0.5, 45, 3, 3];

describe("a grant to propose changes", () => {
  test("lets a person without a role propose, and a manager accepts", async () => {
    const world = await grantedWorld(database);
    const { core, manager, layerId } = world;
    await expect(world.editor()).rejects.toMatchObject({ code: "community-not-found" });
    await world.give({ permission: "read" });
    await expect(world.editor()).rejects.toMatchObject({ code: "community-not-found" });
    await world.give({ columns: ["prix"], within: HERE });
    const author = await world.editor();
    const id = await world.draft(author, [world.update(1, { prix: 7 })]);
    expect(await getContribution(core, author, id)).toMatchObject({ allowed: ["edit", "submit", "withdraw", "comment"] });
    await submitContribution(core, author, id);
    const seen = await getContribution(core, manager, id);
    expect(seen.allowed).toEqual(expect.arrayContaining(["review", "merge"]));
    expect(seen.grants).toMatchObject([{ permission: "propose", columns: ["Prix"], areaName: "Saint-Essai", isOver: false }]);
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    expect((await world.rows())[0]).toMatchObject({ version: 2, nom: "n0", prix: 7, hush: "hush" });
    expect(await getContribution(core, author, id)).toMatchObject({ status: "merged" });
    expect((await layerRights(core, world.office, world.portal.id))[0]).toMatchObject({
      ...{ layerId, may: "contribute" },
      byGrants: { closedColumns: ["nom"], givesShapes: false, areas: ["Saint-Essai"], isDirect: false },
    });
  });

  test("says what is refused, where and who gives more", async () => {
    const world = await grantedWorld(database);
    const { core, layerId } = world;
    await world.give({ permission: "read" });
    await world.give({ columns: ["prix"], within: HERE });
    const author = await world.editor();
    const refused = async (edit: Parameters<typeof world.draft>[1][number]) =>
      world.draft(author, [edit]).then(
        () => "saved",
        (error) => [error.code, error.params.owner ?? null],
      );
    expect(await refused(world.update(1, { nom: "x" }))).toEqual(["edit-column-not-granted", "Brélandes"]);
    expect(await refused(world.update(1, { hush: "x" }))).toEqual(["column-not-found", null]);
    expect(await refused(world.update(4, { prix: 1 }))).toEqual(["edit-not-here", "Brélandes"]);
    expect(await refused(world.update(9, { prix: 1 }))).toEqual(["feature-not-found", null]);
    expect(await refused(world.update(1, {}, box(0.2)))).toEqual(["edit-shape-not-granted", "Brélandes"]);
    expect(await refused(world.remove(1))).toEqual(["edit-shape-not-granted", "Brélandes"]);
    expect(await refused(world.insert(box(0)))).toEqual(["edit-shape-not-granted", "Brélandes"]);
    await world.give({ within: HERE });
    expect(await refused(world.update(3, {}, box(2.1, 46, 0.2, 0.2)))).toEqual(["edit-crosses-border", "Brélandes"]);
    expect(await refused(world.remove(3))).toEqual(["edit-crosses-border", "Brélandes"]);
    expect(await refused(world.update(1, {}, box(-2)))).toEqual(["edit-outside-area", "Brélandes"]);
    expect(await refused(world.insert(box(2)))).toEqual(["edit-outside-area", "Brélandes"]);
    // A feature that crosses the border: its values, not its shape.
    expect(await refused(world.update(3, { prix: 1, nom: "y" }))).toBe("saved");
    expect(await refused(world.update(1, {}, box(0.2)))).toBe("saved");
    expect(await refused(world.insert(box(0)))).toBe("saved");
    expect(await limitsOf(core, author, { layerId, fid: 3 })).toEqual({ closedColumns: [], mayDraw: false, why: "border" });
    expect(await limitsOf(core, author, { layerId, fid: 4 })).toEqual({ closedColumns: ["nom", "prix"], mayDraw: false, why: "here" });
    await expect(limitsOf(core, author, { layerId, fid: 99 })).rejects.toMatchObject({ code: "feature-not-found" });
  });

  test("never shows what the grant does not: columns, shapes, features beyond, contributions of others", async () => {
    const world = await grantedWorld(database);
    const { core, manager, layerId, communityId } = world;
    await world.give({ columns: ["prix"], within: HERE });
    const author = await world.editor();
    const contributor = await world.member("contributor");
    const other = await world.draft(contributor, [world.update(1, { nom: "hidden-name", prix: 5 })]);
    await submitContribution(core, contributor, other);
    const id = await world.draft(author, [world.update(1, { prix: 7 }), world.update(3, { prix: 8 })]);
    await submitContribution(core, author, id);
    // The same value changes meanwhile, and a name that is not the author's to see.
    await mergeAsSeen(core, manager, other);
    expect(await mergeAsSeen(core, manager, id)).toMatchObject({ outcome: "conflicting" });
    const edits = await listEdits(core, author, { communityId, contributionId: id, limit: 30 });
    const [first, third] = edits.items;
    expect(first).toMatchObject({
      ...{ label: "n° 1", conflict: { columns: ["prix"] } },
      base: { values: { prix: 0 } },
      mine: { values: { prix: 7 } },
      theirs: { values: { prix: 5 } },
    });
    expect(Object.keys(first?.theirs?.values ?? {})).toEqual(["prix"]);
    // Cut at the border, longitude 2.5.
    const east = JSON.stringify(third?.base?.geometry);
    expect(east).toContain("2.5");
    expect(east).not.toContain("[3,");
    expect(JSON.stringify(edits)).not.toMatch(/hidden-name|"n0"|"n2"|hush/);
    expect((await overviewOf(core, author, id)).places).toEqual([]);
    expect((await listContributions(core, author, { communityId, limit: 30 })).items.map((one) => one.id)).toEqual([id]);
    await expect(getContribution(core, author, other)).rejects.toMatchObject({ code: "contribution-not-found" });
    await expect(world.draft(author, [world.update(4, { prix: 1 })])).rejects.toMatchObject({ code: "feature-not-found" });
    await expect(world.draft(author, [world.update(1, { nom: "x" })])).rejects.toMatchObject({ code: "column-not-found" });
    // Settled by its author, with the value alone that the grant gives.
    const { editsVersion } = await getContribution(core, author, id);
    const settle = { communityId, contributionId: id, editsVersion };
    const kept = { editId: first?.id ?? "", decision: "keep" as const, geometry: "mine" as const };
    await expect(
      resolveConflicts(core, author, { ...settle, resolutions: [{ ...kept, values: { prix: 9, nom: "mine" } }] }),
    ).rejects.toMatchObject({ code: "column-not-found" });
    await resolveConflicts(core, author, { ...settle, resolutions: [{ ...kept, values: { prix: 9 } }] });
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    // No shape that was seen cut has been written.
    expect((await world.rows()).map(({ nom, prix, shape }) => [nom, prix, shape])).toEqual([
      ["hidden-name", 9, expect.any(String)],
      ["n1", 10, expect.any(String)],
      ["n2", 8, "POLYGON((2 46,3 46,3 47,2 47,2 46))"],
      ["n3", 30, expect.any(String)],
    ]);
    expect(layerId).toBeDefined();
  });

  test("a grant that is revoked closes the submission and keeps what was drawn", async () => {
    const world = await grantedWorld(database);
    const { core, manager, communityId } = world;
    const { id: grantId } = await world.give({ within: HERE });
    const author = await world.editor();
    const id = await world.draft(author, [world.insert(box(0.25, 46.25, 0.5, 0.5), { nom: "drawn" }), world.update(1, { prix: 1 })]);
    await revokeGrant(core, manager, grantId);
    const after = await world.editor();
    await expect(submitContribution(core, after, id)).rejects.toMatchObject({ code: "edit-grant-over", params: { owner: "Brélandes" } });
    await expect(saveEdits(core, after, { communityId, contributionId: id, edits: [world.update(1, { prix: 2 })] })).rejects.toMatchObject({
      code: "edit-grant-over",
    });
    expect(await getContribution(core, after, id)).toMatchObject({ status: "draft", grants: [{ isOver: true }] });
    const { items } = await listEdits(core, after, { communityId, contributionId: id, limit: 30 });
    expect(items).toMatchObject([
      { operation: "insert", mine: { values: { nom: "drawn" }, geometry: { type: "Polygon" } } },
      { operation: "update", base: null, mine: { values: { prix: 1 } }, theirs: null },
    ]);
    await withdrawContribution(core, after, id);
    // With the last draft, nothing of the community is left to the person.
    await expect(world.editor()).rejects.toMatchObject({ code: "community-not-found" });
  });
});

test("the author is notified of the decision without a role; reviewers as for any contribution", async () => {
  const world = await grantedWorld(database);
  const { core, manager, office } = world;
  const readers = await startReaders(core);
  try {
    await world.give({ columns: ["prix"], within: HERE });
    const author = await world.editor();
    const id = await world.draft(author, [world.update(1, { prix: 7 })]);
    await submitContribution(core, author, id);
    const kinds = (person: Person) => {
      database.notifier.signal();
      return listNotices(core, person, { limit: 30 }).then(({ items }) => items.map((one) => one.kind));
    };
    await expect.poll(() => kinds(manager)).toContain("contribution-submitted");
    await mergeAsSeen(core, manager, id);
    await expect.poll(() => kinds(office)).toContain("contribution-merged");
  } finally {
    await readers.stop();
  }
});

describe("a grant to edit without review", () => {
  test("merges its author's changes at once, inside alone, and never with a part that needs review", async () => {
    const world = await grantedWorld(database);
    const { core } = world;
    await world.give({ permission: "edit", columns: ["prix"], within: HERE });
    await world.give({ permission: "propose", columns: ["nom"] });
    const author = await world.editor();
    const direct = await world.draft(author, [world.update(1, { prix: 70 })]);
    expect((await getContribution(core, author, direct)).allowed).toContain("merge");
    expect((await mergeAsSeen(core, author, direct)).outcome).toBe("merged");
    expect((await world.rows())[0]).toMatchObject({ prix: 70, nom: "n0", hush: "hush" });
    const mixed = await world.draft(author, [world.update(2, { prix: 70, nom: "x" })]);
    expect((await getContribution(core, author, mixed)).allowed).not.toContain("merge");
    await expect(mergeAsSeen(core, author, mixed)).rejects.toMatchObject({ kind: "forbidden" });
    await submitContribution(core, author, mixed);
  });

  test("is not limited by the territories of members, whose rules ask for one", async () => {
    const world = await grantedWorld(database);
    const { core, manager, communityId, datasetId } = world;
    const rules = { isOpen: true, directRole: "manager" as const, approvals: 1, territoryCounts: true, lockedColumns: {} };
    await saveEditRules(core, manager, { communityId, datasetId, rules });
    await world.give({ permission: "edit" });
    const author = await world.editor();
    const id = await world.draft(author, [world.update(1, { prix: 1 })]);
    const listed = await listContributions(core, author, { communityId, isInTerritory: true, limit: 5 });
    expect(listed.items.map((one) => one.id)).toEqual([id]);
    expect((await mergeAsSeen(core, author, id)).outcome).toBe("merged");
  });

  test("is closed with the dataset, and by its locked columns", async () => {
    const world = await grantedWorld(database, { visibility: "public" });
    const { core, manager, communityId, datasetId, layerId } = world;
    await world.give({ permission: "edit" });
    const author = await world.editor();
    const rules = { isOpen: true, directRole: "manager" as const, approvals: 1, territoryCounts: false };
    await saveEditRules(core, manager, { communityId, datasetId, rules: { ...rules, lockedColumns: { [layerId]: ["prix"] } } });
    await expect(world.draft(author, [world.update(1, { prix: 1 })])).rejects.toMatchObject({ code: "column-locked" });
    const id = await world.draft(author, [world.update(1, { nom: "public" })]);
    await saveEditRules(core, manager, { communityId, datasetId, rules: { ...rules, isOpen: false, lockedColumns: {} } });
    await expect(submitContribution(core, author, id)).rejects.toMatchObject({ code: "contributions-closed" });
    expect((await getContribution(core, author, id)).allowed).not.toContain("merge");
  });
});
