import { randomUUID } from "node:crypto";
import { saveFilterInput } from "@archipel/contracts/filters.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { contributionWorld } from "../contributions/testing/contribution-world.ts";
import { listFilters, removeFilter, saveFilter } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function twoModerators() {
  const world = await contributionWorld(database);
  const [me, other] = [await world.person("moderator"), await world.person("moderator")];
  const { communityId } = me;
  const save = (name: string, filter: object, kind = "contributions") =>
    saveFilter(world.core, me, saveFilterInput.parse({ communityId, kind, name, filter }));
  return { ...world, me, other, save };
}

it("saves filters per person, queue and name", async () => {
  const { core, me, other, save } = await twoModerators();
  await save("Zonage", { status: ["submitted"], isInTerritory: true });
  const { id } = await save("À moi", { isMine: true });
  await save("À moi", { isOverdue: true }, "reports");
  expect(await listFilters(core, me, "contributions")).toMatchObject([
    { name: "Zonage", filter: { status: ["submitted"], isInTerritory: true } },
    { id, name: "À moi", kind: "contributions", filter: { isMine: true } },
  ]);
  expect(await listFilters(core, me, "reports")).toMatchObject([{ name: "À moi", filter: { isOverdue: true } }]);
  expect(await listFilters(core, other, "contributions")).toEqual([]);
  await expect(removeFilter(core, other, id)).rejects.toMatchObject({ code: "filter-not-found" });
  await removeFilter(core, me, id);
  expect((await listFilters(core, me, "contributions")).map(({ name }) => name)).toEqual(["Zonage"]);
});

it("replaces a filter of the same name, also when the limit is reached", async () => {
  const { core, me, save } = await twoModerators();
  const { id } = await save("0", { isMine: true });
  for (let index = 1; index < 20; index++) await save(String(index), {});
  expect(await save("0", { isMine: false })).toEqual({ id });
  expect((await listFilters(core, me, "contributions"))[0]?.filter).toEqual({ isMine: false });
  await expect(save("one more", {})).rejects.toMatchObject({ code: "too-many-filters" });
  // The other queue has its own limit.
  await save("one more", {}, "reports");
});

it("accepts only valid filters of the queue, and leaves out stored ones that are no longer valid", async () => {
  const { core, me, save } = await twoModerators();
  const asked = { communityId: me.communityId, name: "x", kind: "contributions" };
  expect(saveFilterInput.safeParse({ ...asked, filter: { isOverdue: true } }).success).toBe(false);
  expect(saveFilterInput.safeParse({ ...asked, filter: { datasetId: "1" } }).success).toBe(false);
  expect(saveFilterInput.safeParse({ ...asked, kind: "reports", filter: { isOverdue: true } }).success).toBe(true);
  await save("known", {});
  const old = { communityId: me.communityId, userId: me.userId, kind: "contributions", name: "old", filter: { colour: randomUUID() } };
  await database.withSystem((tx) => tx.savedFilter.create({ data: old }));
  expect((await listFilters(core, me, "contributions")).map(({ name }) => name)).toEqual(["known"]);
});
