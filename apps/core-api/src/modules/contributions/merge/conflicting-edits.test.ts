import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { editsOf } from "../queries/edits.ts";
import { getContribution } from "../service/read.ts";
import { listEdits, overviewOf } from "../service/read-edits.ts";
import { resolveConflicts } from "../service/review.ts";
import { contributionWorld, drawnSquare } from "../testing/contribution-world.ts";
import { mergeAsSeen } from "../testing/decide.ts";
import { conflictingEdits, planMerge } from "./merge-edits.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type World = Awaited<ReturnType<typeof contributionWorld>>;
const elsewhere = { ...drawnSquare, coordinates: drawnSquare.coordinates.map((ring) => ring.map(([x = 0, y = 0]) => [x + 0.01, y])) };
const rename = (world: World, fid: number, nom: string) => world.update(fid, { nom });
const draw = ({ layerId }: World, fid: number, geometry = drawnSquare): ProposedEdit => ({
  ...{ operation: "update", layerId, fid, baseVersion: 1, values: {}, geometry },
});
const remove = ({ layerId }: World, fid: number): ProposedEdit => ({ operation: "delete", layerId, fid, baseVersion: 1 });
type Made = (world: World) => ProposedEdit;

it.each<[string, Made, Made | null, boolean]>([
  ["nothing moved", (world) => rename(world, 1, "A"), null, false],
  ["the same column", (world) => rename(world, 1, "A"), (world) => rename(world, 1, "B"), true],
  ["the same column, to the same", (world) => rename(world, 1, "A"), (world) => rename(world, 1, "A"), false],
  ["another column", (world) => rename(world, 1, "A"), (world) => world.update(1, { niveau: 9 }), false],
  ["the shape, to another", (world) => draw(world, 1), (world) => draw(world, 1, elsewhere), true],
  ["the shape, to the same", (world) => draw(world, 1), (world) => draw(world, 1), false],
  ["the shape, beside a column", (world) => draw(world, 1), (world) => rename(world, 1, "B"), false],
  ["deleted, what was changed", (world) => remove(world, 1), (world) => draw(world, 1), true],
  ["changed, what was deleted", (world) => rename(world, 1, "A"), (world) => remove(world, 1), true],
  ["deleted by both", (world) => remove(world, 1), (world) => remove(world, 1), false],
])("finds the same conflicts as a merge from changed features alone: %s", async (_, mine, theirs, isConflict) => {
  const world = await contributionWorld(database);
  const { core, communityId, person } = world;
  const moderator = await person("moderator");
  const contributionId = await world.submitted(await person("contributor"), [mine(world), rename(world, 2, "À part")]);
  if (theirs) await world.merged(await person("contributor"), moderator, [theirs(world)]);
  const owner = { id: contributionId, communityId };
  const { found, planned } = await database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const layers = await editedLayers(sql, communityId, [world.layerId], { isLocked: false });
    const edits = await editsOf(sql, owner);
    const plans = await Promise.all([...layers.values()].map((layer) => planMerge(sql, layer, edits)));
    const clashing = plans.flatMap((plan) => plan.edits.flatMap(({ edit, conflict }) => (conflict ? [edit.id] : [])));
    return { found: await conflictingEdits(sql, owner, layers), planned: clashing };
  });
  expect(found).toEqual(planned);
  expect(found).toHaveLength(isConflict ? 1 : 0);
  expect(await overviewOf(core, moderator, contributionId)).toMatchObject({ conflicts: found.length });
  const listed = await listEdits(core, moderator, { communityId, contributionId, kind: "conflict", limit: 10 });
  expect(listed.items.map(({ id, conflict }) => [id, conflict !== null])).toEqual(found.map((id) => [id, true]));
});

it("follows the layer: a conflict appears with the next merge and disappears with its resolution, also for a restored feature", async () => {
  const world = await contributionWorld(database);
  const { core, communityId, person } = world;
  const [author, moderator] = [await person("contributor"), await person("moderator")];
  const contributionId = await world.submitted(author, [rename(world, 1, "A"), rename(world, 2, "A")]);
  const conflicts = async () => {
    const overview = await overviewOf(core, moderator, contributionId);
    return [overview.conflicts, overview.places.filter(({ isConflict }) => isConflict).length];
  };
  expect(await conflicts()).toEqual([0, 0]);
  await world.merged(await person("contributor"), moderator, [remove(world, 1)]);
  expect(await conflicts()).toEqual([1, 1]);
  await world.merged(await person("contributor"), moderator, [rename(world, 2, "B")]);
  expect(await conflicts()).toEqual([2, 2]);
  await mergeAsSeen(core, moderator, contributionId);
  const { items } = await listEdits(core, moderator, { communityId, contributionId, kind: "conflict", limit: 10 });
  const settle = async (editId: string) => {
    const { editsVersion } = await getContribution(core, author, contributionId);
    const resolutions = [{ editId, decision: "keep" as const, values: { nom: "A" }, geometry: "mine" as const }];
    return resolveConflicts(core, author, { communityId, contributionId, editsVersion, resolutions });
  };
  expect(await settle(items[0]?.id ?? "")).toMatchObject({ status: "conflicting" });
  expect(await conflicts()).toEqual([1, 1]);
  expect(await settle(items[1]?.id ?? "")).toMatchObject({ status: "submitted" });
  expect(await conflicts()).toEqual([0, 0]);
  expect(await mergeAsSeen(core, moderator, contributionId)).toMatchObject({ outcome: "merged" });
  expect(await world.features([1, 2])).toMatchObject([{ nom: "A" }, { nom: "A" }]);
});
