import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { discardDraft, draftOverride, publishOverride } from "./service/overrides.ts";
import { listDrafts, listRules, readRule } from "./service/rules.ts";
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
  const first = await draftOverride(core, manager, { ...rule, change: { level: 2 }, basedOn: null });
  const { id: draftId } = await draftOverride(core, manager, { ...rule, change: { level: 3 }, basedOn: first.id });
  expect(await levelNow()).toBe(1);
  await expect(publishOverride(core, manager, { ...rule, draftId })).rejects.toMatchObject({ code: "answer-own-draft" });
  expect(await listDrafts(core, second, portalId)).toMatchObject([{ ruleKey: "zone-U", isOwn: false }]);
  await publishOverride(core, second, { ...rule, draftId });
  expect(await levelNow()).toBe(3);

  // A new draft leaves the published change in use.
  const hidden = await draftOverride(core, second, { ...rule, change: { isHidden: true }, basedOn: null });
  expect(await levelNow()).toBe(3);
  const details = await readRule(core, manager, rule);
  expect(details).toMatchObject({
    shipped: { key: "zone-U", level: 1 },
    published: { rule: { key: "zone-U", level: 3 }, isHidden: false },
    draft: { id: hidden.id, isOwn: false, isHidden: true, rule: { level: 1 } },
  });
  await discardDraft(core, manager, rule);

  // The return to the shipped rule is public too, so it takes two persons.
  const reset = await draftOverride(core, manager, { ...rule, change: {}, basedOn: null });
  expect(await levelNow()).toBe(3);
  await publishOverride(core, second, { ...rule, draftId: reset.id });
  expect(await levelNow()).toBe(1);
  const acts = ["drafted", "drafted", "published", "drafted", "discarded", "drafted", "withdrawn"];
  const { events, published } = await readRule(core, manager, rule);
  expect(published).toBeNull();
  expect(events.map(({ act }) => act).reverse()).toEqual(acts);
  const entries = await database.withSystem((tx) =>
    tx.auditEntry.findMany({ where: { communityId, action: { startsWith: "answers.override" } }, orderBy: { createdAt: "asc" } }),
  );
  expect(entries.map(({ action }) => action.replace("answers.override-", ""))).toEqual(acts);
});

it("publishes and replaces only the draft that the person has read", async () => {
  const { core, communityId, portalId, manager } = world;
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-N" };
  const read = await draftOverride(core, manager, { ...rule, change: { level: 2 }, basedOn: null });
  await expect(draftOverride(core, second, { ...rule, change: { level: 0 }, basedOn: null })).rejects.toMatchObject({
    code: "answer-draft-changed",
  });
  await draftOverride(core, manager, { ...rule, change: { level: 4 }, basedOn: read.id });
  await expect(publishOverride(core, second, { ...rule, draftId: read.id })).rejects.toMatchObject({ code: "answer-draft-changed" });
  await discardDraft(core, second, rule);
});

it("adds a rule of the portal under its own key, lists it, and removes it by an empty change", async () => {
  const { core, communityId, portalId, manager } = world;
  const name = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "own-ua" };
  const rule = {
    key: "own-ua",
    when: [{ field: "LIBELLE", is: "eq", value: "UA" }],
    priority: 1,
    level: 2,
    legalEffect: "information",
    sentence: { statement: { fr: "Centre ancien {label}." } },
  };
  const added = { theme: "plu.zone", rule };
  await expect(draftOverride(core, manager, { ...name, change: { ...added, theme: "plu.unknown" }, basedOn: null })).rejects.toMatchObject({
    code: "answer-change-invalid",
    params: { where: "theme" },
  });
  await expect(draftOverride(core, manager, { ...name, ruleKey: "own-ub", change: added, basedOn: null })).rejects.toMatchObject({
    code: "answer-rule-unknown",
  });
  const draft = await draftOverride(core, manager, { ...name, change: added, basedOn: null });
  await publishOverride(core, second, { ...name, draftId: draft.id });
  expect(await levelNow()).toBe(2);
  const [plu] = (await listRules(core, manager, portalId)).filter(({ pack }) => pack === "fr-plu");
  const listed = plu?.themes[0]?.rules.filter(({ state }) => state !== "shipped");
  expect(listed).toMatchObject([{ key: "own-ua", state: "added", draft: null, statement: { fr: "Centre ancien {label}." } }]);
  const { id: draftId } = await draftOverride(core, manager, { ...name, change: {}, basedOn: null });
  await publishOverride(core, second, { ...name, draftId });
  expect(await levelNow()).toBe(1);
});

it("refuses a change of an unknown rule, and a change that cannot be used", async () => {
  const { core, communityId, portalId, manager } = world;
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-U" };
  await expect(draftOverride(core, manager, { ...rule, ruleKey: "zone-Z", change: {}, basedOn: null })).rejects.toMatchObject({
    code: "answer-rule-unknown",
  });
  for (const change of [{ level: 9 }, { sentence: { statement: { fr: "{secret}" } } }, { sql: "x" }]) {
    await expect(draftOverride(core, manager, { ...rule, change, basedOn: null })).rejects.toMatchObject({ code: "answer-change-invalid" });
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

it("lets the only manager publish alone with a written reason, which the history and the journal keep", async () => {
  const alone = await buildAnswersWorld(database);
  const { core, communityId, portalId, manager } = alone;
  await actorOf(database, communityId, "member");
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-U" };
  const { id: draftId } = await draftOverride(core, manager, { ...rule, change: { level: 2 }, basedOn: null });
  expect((await readRule(core, manager, rule)).isAlone).toBe(true);
  await expect(publishOverride(core, manager, { ...rule, draftId })).rejects.toMatchObject({ code: "answer-alone-reason" });
  await publishOverride(core, manager, { ...rule, draftId, aloneReason: "Relue avec le service juridique." });
  const { events, published } = await readRule(core, manager, rule);
  expect(published).toMatchObject({ rule: { level: 2 } });
  expect(events[0]).toMatchObject({ act: "published", aloneReason: "Relue avec le service juridique." });
  const entry = await database.withSystem((tx) =>
    tx.auditEntry.findFirst({ where: { communityId, action: "answers.override-published-alone" } }),
  );
  expect(entry?.summary).toMatchObject({ reason: "Relue avec le service juridique." });
  await actorOf(database, communityId);
  const next = await draftOverride(core, manager, { ...rule, change: { level: 3 }, basedOn: null });
  const again = { ...rule, draftId: next.id, aloneReason: "Relue avec le service juridique." };
  await expect(publishOverride(core, manager, again)).rejects.toMatchObject({ code: "answer-own-draft" });
});
