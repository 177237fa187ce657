import type { FieldRule } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { updateLayer } from "../../layers/service.ts";
import { submitContribution } from "../service/drafts.ts";
import { contributionWorld, drawnSquare } from "../testing/contribution-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function ruledWorld(rules: Readonly<Record<string, FieldRule | null>>) {
  const world = await contributionWorld(database);
  const { core, communityId, layerId } = world;
  const manager = await world.person("manager");
  const rule = (next: typeof rules) =>
    updateLayer(core, manager, { communityId, layerId, fields: Object.entries(next).map(([column, one]) => ({ column, rule: one })) });
  await rule(rules);
  const author = await world.person("contributor");
  const insert = (values: Record<string, string | number | null>) =>
    world.draft(author, [{ operation: "insert", layerId, values, geometry: drawnSquare }]);
  return { ...world, manager, author, rule, insert };
}

const refused = (made: Promise<unknown>, code: string, params: object = {}) =>
  expect(made).rejects.toMatchObject({ kind: "invalid", code, params });

it("refuses a value that breaks its field's rule, from anyone, and names the field", async () => {
  const world = await ruledWorld({
    nom: { values: [{ value: "A", label: "Agricole" }, { value: "N" }] },
    niveau: { min: 0, max: 5 },
  });
  const { author, update } = world;
  await refused(world.draft(author, [update(1, { nom: "X" })]), "value-not-listed", {
    column: "nom",
    value: "X",
    allowed: "A (Agricole), N",
  });
  await refused(world.draft(author, [update(1, { niveau: 6 })]), "value-above", { column: "niveau", max: 5 });
  await world.submitted(author, [update(1, { nom: "N", niveau: 5 })]);
});

it("allows missing required values in a draft only; of an existing feature, checks only changed values", async () => {
  const world = await ruledWorld({ nom: { isRequired: true, pattern: "[A-Z]{2}\\d*", example: "UA1" } });
  const { core, author, update } = world;
  const draft = await world.insert({ niveau: 1 });
  await refused(submitContribution(core, author, draft), "value-missing", { column: "nom" });
  await refused(world.insert({ nom: "zone" }), "value-not-shaped", { example: "UA1" });
  // The stored name breaks the rule, but is not changed.
  const other = await world.person("contributor");
  await world.submitted(other, [update(2, { niveau: 3 })]);
  await refused(world.draft(other, [update(3, { nom: null })]), "value-missing");
});

it("checks at submission a rule that was added after the draft", async () => {
  const world = await ruledWorld({});
  const { core, author, update, rule } = world;
  const draft = await world.draft(author, [update(1, { nom: "Ailleurs" })]);
  await rule({ nom: { values: [{ value: "Ici" }] } });
  await refused(submitContribution(core, author, draft), "value-not-listed", { fid: 1 });
  await rule({ nom: null });
  await submitContribution(core, author, draft);
});

it("refuses a rule that no value can satisfy", async () => {
  const world = await ruledWorld({});
  await refused(world.rule({ nom: { pattern: "(", example: "(" } }), "rule-pattern-unreadable", { column: "nom" });
  await refused(world.rule({ niveau: { pattern: "\\d", example: "1" } }), "rule-not-for-type");
  const kept = await world.rule({ niveau: { values: [{ value: 1, label: "Un" }] } });
  expect(kept.fields.find(({ column }) => column === "niveau")?.rule).toEqual({ values: [{ value: 1, label: "Un" }] });
  // Changing another field keeps the rule.
  expect((await world.rule({ nom: { isRequired: true } })).fields.find(({ column }) => column === "niveau")?.rule).toBeDefined();
});
