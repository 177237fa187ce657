import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listContributions } from "./service/read.ts";
import { contributionWorld } from "./testing/contribution-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("finds contributions by part of the title or author's name, among those that the caller may see", async () => {
  const { core, communityId, person, draft, submitted, update } = await contributionWorld(database, 3);
  const [author, other, moderator] = [await person("contributor"), await person("contributor"), await person("moderator")];
  await database.withSystem((tx) => tx.user.update({ where: { id: author.userId ?? "" }, data: { name: "Noé Le Gall" } }));
  const own = await submitted(author, [update(1, { nom: "a" })], "Élargir la rue du Port");
  const others = await draft(other, [update(2, { nom: "b" })], "La rue du Port est piétonne");
  const found = async (actor: typeof author, search: string) => {
    const { items, total } = await listContributions(core, actor, { communityId, search, limit: 10 });
    expect(total).toBe(items.length);
    return items.map(({ id }) => id);
  };
  expect(await found(moderator, "elargir")).toEqual([own]);
  expect(await found(moderator, " le gall ")).toEqual([own]);
  expect(await found(moderator, "100%")).toEqual([]);
  // Only its author finds a draft.
  expect(await found(other, "rue du port")).toEqual([own, others]);
  expect(await found(author, "rue du port")).toEqual([own]);
  expect(await found(moderator, "rue du port")).toEqual([own]);
});

it("finds nothing of another community", async () => {
  const here = await contributionWorld(database, 1);
  const there = await contributionWorld(database, 1);
  await there.submitted(await there.person("contributor"), [there.update(1, { nom: "a" })], "Nommer le sentier");
  const { communityId } = here;
  expect(await listContributions(here.core, await here.person("manager"), { communityId, search: "sentier", limit: 10 })).toMatchObject({
    items: [],
    total: 0,
  });
});
