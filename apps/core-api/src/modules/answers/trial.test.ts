import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { listExamples, removeExample, runExamples, saveExample } from "./service/examples.ts";
import { draftOverride, publishOverride } from "./service/overrides.ts";
import { readSettings } from "./service/settings.ts";
import { tryAnswers } from "./service/trial.ts";
import { listValuesWithoutRule } from "./service/values.ts";
import { type AnswersWorld, actorOf, addLayer, buildAnswersWorld, placeAt, polygon, square, standard } from "./testing/answers-world.ts";

let database: Database;
let world: AnswersWorld;
let second: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  second = await actorOf(database, world.communityId);
  await addLayer(world, {
    fields: ["LIBELLE", "TYPEZONE"],
    features: [
      { geometry: polygon(square(0, 0, 100)), values: ["UA", "U"] },
      { geometry: polygon(square(100, 0, 100)), values: ["Q1", "QQ"] },
      { geometry: polygon(square(200, 0, 100)), values: ["Q2", "QQ"] },
    ],
    declared: { ...standard("cnig-plu-2017", "ZONE_URBA"), documents: [{ id: null, title: "PLU", state: "03" }] },
  });
});
afterAll(() => database.close());

const sentence = { statement: { fr: "Zone {label} : demandez au service.", en: "Zone {label}: ask the service." } };

it("shows a place as it is and as it would be, with a change that nobody else sees", async () => {
  const { core, communityId, portalId, manager } = world;
  const place = await placeAt(world, 50, 50);
  const trial = (change: object) =>
    tryAnswers(core, manager, {
      communityId,
      portalId,
      place,
      locale: "fr",
      change: { pack: "fr-plu", ruleKey: "zone-U", change: { ...change } },
    });
  const { themes, mistakes } = await trial({ level: 3, sentence });
  expect(mistakes).toEqual([]);
  expect(themes.filter(({ isChanged }) => isChanged)).toMatchObject([
    {
      findings: [
        {
          isChanged: true,
          before: { level: 1 },
          after: { level: 3, sentence: { text: expect.stringMatching(/^Zone UA\s: demandez au service\.$/) } },
        },
      ],
    },
  ]);
  expect((await trial({})).themes.some(({ isChanged }) => isChanged)).toBe(false);
  const wrong = await trial({ sentence: { statement: { fr: "Zone {secret}." } } });
  expect(wrong.mistakes).toEqual([{ where: "sentence.statement.fr", reason: "placeholder-unknown", name: "secret" }]);
  expect(wrong.themes.some(({ isChanged }) => isChanged)).toBe(false);
});

it("refuses the portal of another community", async () => {
  const other = await buildAnswersWorld(database);
  const place = await placeAt(world, 50, 50);
  const { communityId, portalId } = world;
  await expect(tryAnswers(other.core, other.manager, { communityId, portalId, place, locale: "fr" })).rejects.toMatchObject({
    code: "portal-not-found",
  });
});

it("an example fails when its rule says something else, with the drafts or after their publication", async () => {
  const { core, communityId, portalId, manager } = world;
  const place = await placeAt(world, 50, 50);
  const rule = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "zone-U" };
  const saved = await saveExample(core, manager, { ...rule, place });
  expect(saved).toMatchObject([{ level: 1, relation: "contains", sentence: { fr: expect.any(String), en: expect.any(String) } }]);
  const [example] = await listExamples(core, manager, portalId);
  const run = async (withDrafts: boolean) => {
    const [outcome] = await runExamples(core, manager, { communityId, portalId, exampleIds: [example?.id ?? ""], withDrafts });
    return outcome;
  };
  expect(await run(false)).toMatchObject({ isSame: true, failure: null });
  const { id: draftId } = await draftOverride(core, manager, { ...rule, change: { sentence }, basedOn: null });
  expect(await run(false)).toMatchObject({ isSame: true });
  expect(await run(true)).toMatchObject({ isSame: false, now: [{ sentence: { fr: expect.stringMatching(/^Zone UA\s: demandez/) } }] });
  await publishOverride(core, second, { ...rule, draftId });
  expect(await run(false)).toMatchObject({ isSame: false });
  await removeExample(core, manager, { communityId, portalId, exampleId: example?.id ?? "" });
  expect(await listExamples(core, manager, portalId)).toEqual([]);
});

it("lists the values that no rule knows with their counts and the tests of a rule for them, until a rule is published", async () => {
  const { core, communityId, portalId, manager } = world;
  const input = { communityId, portalId, pack: "fr-plu" as const, locale: "fr" as const };
  const found = await listValuesWithoutRule(core, manager, input);
  expect(found).toMatchObject([
    { theme: "plu.zone", source: "zones", outcome: "read", isCut: false, values: [{ code: "QQ", label: null, count: 2 }] },
  ]);
  const when = found[0]?.values[0]?.when ?? [];
  expect(when).toEqual([{ field: "TYPEZONE", is: "eq", value: "QQ" }]);
  const rule = { key: "own-qq", when, level: null, legalEffect: "information", sentence };
  const name = { communityId, portalId, pack: "fr-plu" as const, ruleKey: "own-qq" };
  const { id: draftId } = await draftOverride(core, manager, { ...name, change: { theme: "plu.zone", rule }, basedOn: null });
  await publishOverride(core, second, { ...name, draftId });
  expect(await listValuesWithoutRule(core, manager, input)).toEqual([]);
});

it("says what a declared layer lacks, and which layers speak for a theme", async () => {
  const { core, manager, portalId } = world;
  const { layerId } = await addLayer(world, {
    fields: ["nom"],
    features: [],
    declared: {
      ...standard("cnig-plu-2017", "PRESCRIPTION_SURF"),
      coverage: { kind: "undeclared" },
      captured: "2020-01-01",
      staleAfterDays: 30,
    },
  });
  const { layers, themes } = await readSettings(core, manager, portalId);
  const layer = layers.find((one) => one.layerId === layerId);
  expect(layer).toMatchObject({ isOwn: true, lacks: ["coverage", "fields", "documents", "accuracy", "stale"], missingFields: ["TYPEPSC"] });
  const source = themes.find(({ theme }) => theme === "plu.prescriptions")?.sources.find(({ layers: speaking }) => speaking.length > 0);
  expect(source?.layers).toEqual([layerId]);
});
