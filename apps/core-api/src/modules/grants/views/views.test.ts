// @database server
import type { Database } from "@archipel/database/database.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import { allowed, buildLensWorld, type Given, give, type LensWorld } from "../../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { listAudit } from "../../audit/service.ts";
import { viewAs } from "./service.ts";

let database: Database;
let core: TestCore;
let world: LensWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  world = await buildLensWorld(database);
});
afterAll(() => database.close());

const managerOf = (communityId: MemberActor["communityId"], userId: string): MemberActor => ({
  ...{ userId, communityId, role: "manager", isOperator: false, isSuspended: false },
});
const emailOf = (id: string) => database.withSystem(async (tx) => (await tx.user.findUniqueOrThrow({ where: { id } })).email);

test("a manager sees what a person sees of a dataset, no more, and each look is in the journal", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const given: Given[] = [{ to: "person", columns: ["name"], area: [0, 0, 6, 6], state: "valid", isForAll: false }];
  await give(database, world, layer, given);
  const manager = managerOf(world.community.id, world.giver);
  const input = { communityId: world.community.id, datasetId: layer.datasetId, layerId: null, offset: 0 };
  const view = await viewAs(core, manager, { ...input, email: await emailOf(world.person) });
  const expected = await allowed(database, layer, given);
  expect(expected.length).toBeGreaterThan(1);
  expect(view).toMatchObject({ access: "part", layers: [{ id: layer.layerId, columns: ["NAME"], withheld: 2 }] });
  expect(view.shown?.columns.map(({ column }) => column)).toEqual(["name"]);
  expect(view.shown?.total).toBe(expected.length);
  expect(view.shown?.rows.map(({ fid, values }) => ({ fid, values }))).toEqual(
    expected.map(({ fid, values }) => ({ fid, values: { name: values.name } })),
  );
  expect(JSON.stringify(view)).not.toMatch(/note-|hush/);
  const next = await viewAs(core, manager, { ...input, email: await emailOf(world.person), offset: 1 });
  expect(next.shown?.rows.map(({ fid }) => fid)).toEqual(expected.slice(1).map(({ fid }) => fid));

  // Who has nothing, and who reads all by a role.
  expect(await viewAs(core, manager, { ...input, email: await emailOf(world.stranger) })).toMatchObject({ access: "none", shown: null });
  const contributor = await createMember(database, world.community.id, "contributor");
  expect(await viewAs(core, manager, { ...input, email: contributor.email })).toMatchObject({ access: "whole", shown: null });
  await expect(viewAs(core, manager, { ...input, email: "nobody@archipel.example" })).rejects.toMatchObject({
    code: "grant-person-unknown",
  });
  const entries = (await listAudit(core, manager, { communityId: world.community.id, limit: 10 })).items.filter(
    ({ action }) => action === "grant.viewed-as",
  );
  expect(entries).toHaveLength(4);
  expect(entries.at(-1)).toMatchObject({ resourceId: layer.datasetId, summary: { email: await emailOf(world.person) } });

  // The manager of another community finds nothing, and nothing is written.
  const other = managerOf(world.office.id, (await createMember(database, world.office.id, "manager")).id);
  await expect(viewAs(core, other, { ...input, communityId: world.office.id, email: await emailOf(world.person) })).rejects.toMatchObject({
    code: "dataset-not-found",
  });
  expect((await listAudit(core, other, { communityId: world.office.id, limit: 10 })).items).toEqual([]);
});
