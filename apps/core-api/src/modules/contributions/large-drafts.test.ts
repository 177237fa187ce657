// @database server
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { expect, it, onTestFinished } from "vitest";
import { discardEdits, saveEdits } from "./service/drafts.ts";
import { getContribution } from "./service/read.ts";
import { listEdits } from "./service/read-edits.ts";
import { contributionWorld, drawnSquare } from "./testing/contribution-world.ts";

async function draftedWorld(zones?: number) {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  const world = await contributionWorld(database, zones);
  const author = await world.person("contributor");
  const { core, communityId, layerId } = world;
  const contributionId = await world.draft(author, [
    world.update(1, { nom: "Zone du port" }),
    { operation: "update", layerId, fid: 2, baseVersion: 1, values: {}, geometry: drawnSquare },
    { operation: "delete", layerId, fid: 3, baseVersion: 1, reason: "Démolie" },
    { operation: "insert", layerId, values: { nom: "Nouvelle" }, geometry: drawnSquare },
  ]);
  const edits = (shapes?: "drawn") =>
    listEdits(core, author, { communityId, contributionId, limit: 100, ...(shapes && { shapes }) }).then(({ items }) => items);
  return { world, author, core, communityId, contributionId, edits };
}

it("reads a draft without the geometries that it does not change", async () => {
  const { edits } = await draftedWorld();
  const shapesOf = (found: Awaited<ReturnType<typeof edits>>) =>
    found.map(({ base, mine }) => [base?.geometry?.type ?? null, mine?.geometry?.type ?? null]);
  expect(shapesOf(await edits())).toEqual([
    ["MultiPolygon", "MultiPolygon"],
    ["MultiPolygon", "MultiPolygon"],
    ["MultiPolygon", null],
    [null, "MultiPolygon"],
  ]);
  const lean = await edits("drawn");
  expect(shapesOf(lean)).toEqual([
    [null, null],
    ["MultiPolygon", "MultiPolygon"],
    [null, null],
    [null, "MultiPolygon"],
  ]);
  expect(lean[0]).toMatchObject({
    changedColumns: ["nom"],
    base: { values: { nom: "Zone 1" } },
    mine: { values: { nom: "Zone du port" } },
  });
});

it("discards many edits at once, only those of the contribution itself", async () => {
  const { world, author, core, communityId, contributionId, edits } = await draftedWorld();
  const other = await world.person("contributor");
  const otherId = await world.draft(other, [world.update(1, { nom: "Autre" })]);
  const own = await edits();
  const editIds = own.slice(0, 2).map(({ id }) => id);
  const [foreign] = (await listEdits(core, other, { communityId, contributionId: otherId, limit: 10 })).items;
  await discardEdits(core, author, { communityId, contributionId, editIds: [...editIds, foreign?.id ?? ""] });
  expect((await edits()).map(({ operation }) => operation)).toEqual(["delete", "insert"]);
  expect((await listEdits(core, other, { communityId, contributionId: otherId, limit: 10 })).total).toBe(1);
  await expect(discardEdits(core, other, { communityId, contributionId, editIds })).rejects.toMatchObject({
    code: "contribution-not-found",
  });
});

it("saves many changes at once: in their order, merged with earlier ones, with fewer new versions than edits", async () => {
  const { core, communityId, contributionId, author, world, edits } = await draftedWorld(40);
  const { layerId } = world;
  const version = async () => (await getContribution(core, author, contributionId)).editsVersion;
  const [before, known] = [await version(), await edits()];
  const many = Array.from({ length: 30 }, (_, index) => world.update(index + 4, { nom: `Lot ${index}` }));
  const { editIds, editsVersion } = await saveEdits(core, author, {
    communityId,
    contributionId,
    edits: [
      ...many,
      { operation: "update", layerId, fid: 1, baseVersion: 1, values: {}, geometry: drawnSquare },
      { operation: "delete", layerId, fid: 4, baseVersion: 1, reason: "Doublon" },
      { operation: "insert", layerId, values: { nom: "Tout neuf" }, geometry: drawnSquare },
    ],
  });
  const after = new Map((await edits()).map((edit) => [edit.id, edit]));
  expect(after.size).toBe(known.length + 31);
  const stored = editIds.map((id) => after.get(id));
  expect(stored.slice(1, 30).map((edit) => [edit?.fid, edit?.mine?.values.nom])).toEqual(
    Array.from({ length: 29 }, (_, index) => [index + 5, `Lot ${index + 1}`]),
  );
  expect([...after.keys()].slice(known.length, known.length + 30)).toEqual(editIds.slice(0, 30));
  // The geometry is new; the name that the draft set before is kept.
  expect(stored[30]).toMatchObject({ id: known[0]?.id, changedColumns: ["nom"], mine: { values: { nom: "Zone du port" } } });
  expect(stored[31]).toMatchObject({ id: editIds[0], operation: "delete", reason: "Doublon" });
  expect(stored[32]).toMatchObject({ operation: "insert", fid: null });
  expect(editsVersion).toBe(await version());
  expect(editsVersion - before).toBeLessThan(many.length);
});

it("saves and discards nothing for a page that missed another page's save", async () => {
  const { core, communityId, contributionId, author, world, edits } = await draftedWorld();
  const named = { communityId, contributionId };
  const knownVersion = (await getContribution(core, author, contributionId)).editsVersion;
  const first = await saveEdits(core, author, { ...named, knownVersion, edits: [world.update(1, { nom: "Vue là-bas" })] });
  expect(first.before).toBe(knownVersion);
  const outdated = await saveEdits(core, author, { ...named, knownVersion, edits: [world.update(1, { nom: "Vue ici" })] });
  expect(outdated).toEqual({ editIds: [], before: first.editsVersion, editsVersion: first.editsVersion });
  const known = await edits();
  expect(known[0]?.mine?.values.nom).toBe("Vue là-bas");
  const editIds = known.map(({ id }) => id);
  expect(await discardEdits(core, author, { ...named, knownVersion, editIds })).toMatchObject({ before: first.editsVersion });
  expect(await edits()).toHaveLength(known.length);
});
