// @database server
import type { GrantSubject } from "@archipel/contracts/grants.ts";
import type { Database } from "@archipel/database/database.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import { allowed, type Given, give, type LensWorld } from "../../../testing/lens-world.ts";
import { openLensWorld } from "../../../testing/open-lens-world.ts";
import type { TestCore } from "../../../testing/test-core.ts";
import { listAudit } from "../../audit/service.ts";
import { viewAs } from "./service.ts";

let database: Database;
let core: TestCore;
let world: LensWorld;
beforeAll(async () => {
  ({ database, core, world } = await openLensWorld());
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
  const view = await viewAs(core, manager, { ...input, subject: { kind: "person", email: await emailOf(world.person) } });
  const expected = await allowed(database, layer, given);
  expect(expected.length).toBeGreaterThan(1);
  expect(view).toMatchObject({ access: "part", layers: [{ id: layer.layerId, columns: ["NAME"], withheld: 2 }] });
  expect(view.shown?.columns.map(({ column }) => column)).toEqual(["name"]);
  expect(view.shown?.total).toBe(expected.length);
  expect(view.shown?.rows.map(({ fid, values }) => ({ fid, values }))).toEqual(
    expected.map(({ fid, values }) => ({ fid, values: { name: values.name } })),
  );
  expect(JSON.stringify(view)).not.toMatch(/note-|hush/);
  const next = await viewAs(core, manager, { ...input, subject: { kind: "person", email: await emailOf(world.person) }, offset: 1 });
  expect(next.shown?.rows.map(({ fid }) => fid)).toEqual(expected.slice(1).map(({ fid }) => fid));

  // Who has nothing, and who reads all by a role.
  expect(await viewAs(core, manager, { ...input, subject: { kind: "person", email: await emailOf(world.stranger) } })).toMatchObject({
    access: "none",
    shown: null,
  });
  const contributor = await createMember(database, world.community.id, "contributor");
  expect(await viewAs(core, manager, { ...input, subject: { kind: "person", email: contributor.email } })).toMatchObject({
    access: "whole",
    shown: null,
  });
  await expect(viewAs(core, manager, { ...input, subject: { kind: "person", email: "nobody@archipel.example" } })).rejects.toMatchObject({
    code: "grant-person-unknown",
  });
  const entries = (await listAudit(core, manager, { communityId: world.community.id, limit: 10 })).items.filter(
    ({ action }) => action === "grant.viewed-as",
  );
  expect(entries).toHaveLength(4);
  expect(entries.at(-1)).toMatchObject({ resourceId: layer.datasetId, summary: { email: await emailOf(world.person) } });

  // The manager of another community finds nothing, and nothing is written.
  const other = managerOf(world.office.id, (await createMember(database, world.office.id, "manager")).id);
  await expect(
    viewAs(core, other, { ...input, communityId: world.office.id, subject: { kind: "person", email: await emailOf(world.person) } }),
  ).rejects.toMatchObject({
    code: "dataset-not-found",
  });
  expect((await listAudit(core, other, { communityId: world.office.id, limit: 10 })).items).toEqual([]);
});

test("a manager sees what a group, a community, a role or an audience sees, by its grants and those to all, and nothing by accounts", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const manager = managerOf(world.community.id, world.giver);
  const slug = (await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: world.office.id } }))).slug;
  const all: Given[] = (["person", "office", "contributors", "group", "key", "account", "everyone", "stranger"] as const).map(
    (to, index) => ({
      ...{ to, columns: index % 2 ? null : ["name"], area: [index * 2, index, 4, 5], state: "valid", isForAll: false },
    }),
  );
  await give(database, world, layer, all);
  const subjects: [GrantSubject, readonly Given["to"][]][] = [
    [{ kind: "group", groupId: world.group.id }, ["group", "account", "everyone"]],
    [{ kind: "community", slug }, ["office", "account", "everyone"]],
    [{ kind: "role", slug, role: "contributor" }, ["office", "contributors", "account", "everyone"]],
    [{ kind: "signed-in" }, ["account", "everyone"]],
    [{ kind: "everyone" }, ["everyone"]],
  ];
  const input = { communityId: world.community.id, datasetId: layer.datasetId, layerId: null, offset: 0 };
  for (const [subject, gets] of subjects) {
    const expected = await allowed(
      database,
      layer,
      all.filter(({ to }) => gets.includes(to)),
    );
    const view = await viewAs(core, manager, { ...input, subject });
    expect(view.subject.kind).toBe(subject.kind);
    expect(
      view.shown?.rows.map(({ fid, values }) => ({ fid, values })),
      subject.kind,
    ).toEqual(
      expected.map(({ fid, values }) => ({
        fid,
        values: Object.fromEntries(view.shown?.columns.map(({ column }) => [column, values[column]]) ?? []),
      })),
    );
    await give(database, world, layer, []);
    expect(await viewAs(core, manager, { ...input, subject })).toMatchObject({ access: "none", shown: null });
    await give(database, world, layer, all);
  }
  const [latest] = (await listAudit(core, manager, { communityId: world.community.id, limit: 1 })).items;
  expect(latest).toMatchObject({ action: "grant.viewed-as", summary: { subject: "everyone" } });

  // A group of another community, a key, an unknown community.
  const other = await createMember(database, world.office.id, "manager");
  const own = await database.withSystem((tx) => tx.group.create({ data: { communityId: world.office.id, name: "Others" } }));
  await expect(viewAs(core, manager, { ...input, subject: { kind: "group", groupId: own.id } })).rejects.toMatchObject({
    code: "group-not-found",
  });
  await expect(viewAs(core, manager, { ...input, subject: { kind: "community", slug: "nowhere" } })).rejects.toMatchObject({
    code: "grant-community-unknown",
  });
  await expect(
    viewAs(core, managerOf(world.office.id, other.id), { ...input, communityId: world.office.id, subject: { kind: "everyone" } }),
  ).rejects.toMatchObject({ code: "dataset-not-found" });
});

test("a look says what a group, a community or an audience may edit, as it does for a person", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  const manager = managerOf(world.community.id, world.giver);
  const input = { communityId: world.community.id, datasetId: layer.datasetId, layerId: null, offset: 0 };
  const slug = (await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id: world.office.id } }))).slug;
  const base = { area: null, state: "valid", isForAll: false } as const;
  await give(database, world, layer, [
    { ...base, to: "person", columns: ["name"], permission: "propose" },
    { ...base, to: "group", columns: null, permission: "edit" },
    { ...base, to: "office", columns: ["name"], permission: "propose" },
    { ...base, to: "everyone", columns: ["name"] },
  ]);
  const editsAs = async (subject: GrantSubject) => (await viewAs(core, manager, { ...input, subject })).layers[0]?.edits;
  const some = { columns: ["NAME"], givesShapes: false, areas: [], isDirect: false };
  expect(await editsAs({ kind: "person", email: await emailOf(world.person) })).toEqual(some);
  expect(await editsAs({ kind: "group", groupId: world.group.id })).toMatchObject({ givesShapes: true, isDirect: true });
  expect(await editsAs({ kind: "community", slug })).toEqual(some);
  expect(await editsAs({ kind: "everyone" })).toBeNull();

  // Of data that everyone reads, only the right to edit is left to say.
  const { datasetId } = layer;
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "public" } }));
  const whole = await viewAs(core, manager, { ...input, subject: { kind: "group", groupId: world.group.id } });
  expect(whole).toMatchObject({ access: "whole", layers: [{ id: layer.layerId, edits: { isDirect: true } }] });
  expect(await viewAs(core, manager, { ...input, subject: { kind: "everyone" } })).toMatchObject({ access: "whole", layers: [] });
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
});
