import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { draftOverride, publishOverride, withdrawOverride } from "./service/overrides.ts";
import { readSettings } from "./service/settings.ts";
import {
  type AnswersWorld,
  actorOf,
  addLayer,
  buildAnswersWorld,
  placeAt,
  polygon,
  reportOf,
  square,
  standard,
  themeIn,
} from "./testing/answers-world.ts";

let database: Database;
let world: AnswersWorld;
let second: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  second = await actorOf(database, world.communityId);
  await addLayer(world, {
    fields: ["LIBELLE", "TYPEZONE"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["UA", "U"] }],
    declared: { ...standard("cnig-plu-2017", "ZONE_URBA"), documents: [{ id: null, title: "PLU", state: "03" }] },
  });
});
afterAll(() => database.close());

const levelNow = async () => themeIn(await reportOf(world, await placeAt(world, 50, 50)), "plu.zone").findings[0]?.level;

it("uses a changed rule only after a second person has published it, and keeps the history", async () => {
  const { core, communityId, portalId, manager } = world;
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-U" };
  expect(await levelNow()).toBe(1);
  await draftOverride(core, manager, { ...rule, change: { level: 2 } });
  await draftOverride(core, manager, { ...rule, change: { level: 3 } });
  expect(await levelNow()).toBe(1);
  await expect(publishOverride(core, manager, rule)).rejects.toMatchObject({ code: "answer-own-draft" });
  await publishOverride(core, second, rule);
  expect(await levelNow()).toBe(3);

  // A new draft leaves the published change in use.
  await draftOverride(core, second, { ...rule, change: { isHidden: true } });
  expect(await levelNow()).toBe(3);
  const { overrides } = await readSettings(core, manager, portalId);
  expect(overrides.map(({ state, authorId, reviewerId }) => [state, authorId, reviewerId])).toEqual([
    ["draft", second.userId, null],
    ["published", manager.userId, second.userId],
  ]);

  await withdrawOverride(core, manager, rule);
  expect(await levelNow()).toBe(1);
  const entries = await database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { communityId, action: { startsWith: "answers.override" } }, orderBy: { createdAt: "asc" } }),
  );
  expect(entries.map(({ action }) => action.replace("answers.override-", ""))).toEqual([
    "drafted",
    "drafted",
    "published",
    "drafted",
    "withdrawn",
  ]);
});

it("refuses a change of an unknown rule, and a change that cannot be used", async () => {
  const { core, communityId, portalId, manager } = world;
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-U" };
  await expect(draftOverride(core, manager, { ...rule, ruleKey: "zone-Z", change: {} })).rejects.toMatchObject({
    code: "answer-rule-unknown",
  });
  for (const change of [{ level: 9 }, { sentence: { statement: { fr: "{secret}" } } }, { sql: "x" }]) {
    await expect(draftOverride(core, manager, { ...rule, change })).rejects.toMatchObject({ code: "answer-change-invalid" });
  }
});

it("the database itself refuses that an author publishes", async () => {
  const { communityId, portalId, manager } = world;
  const own = {
    portalId,
    pack: "fr-plu",
    packVersion: "1",
    ruleKey: "zone-N",
    change: {},
    authorId: manager.userId,
    reviewerId: manager.userId,
  };
  await expect(
    database.withSystem((tx) => tx.answerOverride.create({ data: { ...own, communityId, state: "published" } })),
  ).rejects.toThrow();
});
