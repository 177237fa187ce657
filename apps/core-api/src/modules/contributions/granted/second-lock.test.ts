import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import type { Scope } from "@archipel/database/scope.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MemberActor, scopeOf } from "../../../kernel/actor.ts";
import { submitContribution } from "../service/drafts.ts";
import { mergeAsSeen } from "../testing/decide.ts";
import { box, grantedWorld } from "../testing/granted-world.ts";

// SQL alone, in the role that edits through grants: what the services check is left out.

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type World = Awaited<ReturnType<typeof grantedWorld>>;
const asEditor = (actor: MemberActor): Scope => ({ role: "editor", ...scopeOf(actor) });
/** What a statement does: `refused`, or how many rows it returns. */
async function tried(scope: Scope, text: string, params: unknown[] = []): Promise<number | string> {
  try {
    return await database.sqlAs(scope, async (sql) => (await sql.query(text, params)).length);
  } catch (error) {
    const message = String(error instanceof Error ? error.message : error);
    if (/row-level security|permission denied|outside the grants|is decided|do not allow/.test(message)) return "refused";
    throw error;
  }
}
const shapeOf = (shape: ReturnType<typeof box> | null) => shape && JSON.stringify(shape);

function writer({ communityId, layerId }: World, actor: MemberActor, contributionId: string) {
  return (
    operation: string,
    fid: number | null,
    fields: object,
    shape?: ReturnType<typeof box>,
    more: { layer?: string; merged?: number } = {},
  ) =>
    tried(
      asEditor(actor),
      `INSERT INTO contribution_edits (id, community_id, contribution_id, layer_id, operation, fid, base_version, fields, has_geometry, geom, merged_version)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::bigint, CASE WHEN $5 <> 'insert' THEN 1 END, $7::jsonb, $8::boolean,
         ST_SetSRID(ST_GeomFromGeoJSON($9::text), 4326), $10::integer)
       ON CONFLICT (contribution_id, layer_id, fid) DO UPDATE SET operation = EXCLUDED.operation, fields = EXCLUDED.fields,
         has_geometry = EXCLUDED.has_geometry, geom = EXCLUDED.geom RETURNING id`,
      [
        ...[randomUUID(), communityId, contributionId, more.layer ?? layerId, operation, fid, JSON.stringify(fields)],
        ...[shape !== undefined, shapeOf(shape ?? null), more.merged ?? null],
      ],
    );
}

test("the database refuses edits outside the area and the columns, even if the code does not ask", async () => {
  const world = await grantedWorld(database);
  await world.give({ columns: ["prix"], within: [-0.5, 45, 3, 3] });
  const actor = await world.editor();
  const id = await world.draft(actor, [world.update(1, { prix: 1 })]);
  const write = writer(world, actor, id);
  expect(await write("update", 2, { prix: 5 })).toBe(1);
  for (const fields of [{ nom: "x" }, { prix: 1, nom: "x" }, { hush: "x" }, { none: 1 }, { fid: 3 }]) {
    expect(await write("update", 1, fields), JSON.stringify(fields)).toBe("refused");
  }
  expect(await write("update", 4, { prix: 1 })).toBe("refused");
  expect(await write("update", 77, { prix: 1 })).toBe("refused");
  expect(await write("update", 1, {}, box(0.2, 46.2, 0.1, 0.1))).toBe("refused");
  expect(await write("insert", null, {}, box(0.2, 46.2, 0.1, 0.1))).toBe("refused");
  expect(await write("delete", 1, {})).toBe("refused");
  expect(await write("update", 1, { prix: 1 }, undefined, { merged: 2 })).toBe("refused");
  await world.give({ within: [-0.5, 45, 3, 3] });
  expect(await write("update", 1, { nom: "x" }, box(0.2, 46.2, 0.1, 0.1))).toBe(1);
  expect(await write("insert", null, { nom: "new" }, box(0.2, 46.2, 0.1, 0.1))).toBe(1);
  // Outside, across the border, from a feature that crosses it, without a place.
  expect(await write("insert", null, {}, box(3))).toBe("refused");
  expect(await write("insert", null, {}, box(2.2))).toBe("refused");
  expect(await write("insert", null, {})).toBe("refused");
  expect(await write("update", 3, {}, box(2.1, 46.1, 0.2, 0.2))).toBe("refused");
  expect(await write("delete", 3, {})).toBe("refused");
  expect(await write("update", 3, { prix: 1 })).toBe(1);
});

test("the role reaches no table of a layer, no other person's contribution, and decides nothing", async () => {
  const world = await grantedWorld(database);
  const { spec, communityId, datasetId, layerId, manager } = world;
  await world.give({});
  const actor = await world.editor();
  const scope = asEditor(actor);
  const table = `layers."${spec.tableName}"`;
  for (const text of [
    `SELECT * FROM ${table}`,
    `UPDATE ${table} SET nom = 'x'`,
    `DELETE FROM ${table}`,
    `INSERT INTO ${table} (fid, version) VALUES (99, 1)`,
    `SELECT * FROM layers."${spec.tableName}_history"`,
    "SELECT * FROM grants",
    "INSERT INTO audit_entries (id, action, resource_type, resource_id, summary) VALUES (gen_random_uuid(), 'x', 'x', 'x', '{}')",
    "UPDATE edit_rules SET approvals = 1",
    "UPDATE layers SET title = 'x'",
    "INSERT INTO contribution_reviews (id, community_id, contribution_id, reviewer_id, verdict) VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'approve')",
  ]) {
    expect(await tried(scope, text), text).toBe("refused");
  }
  expect(await tried(scope, "SELECT id FROM memberships")).toBe(0);
  const theirs = await world.draft(manager, [world.update(1, { prix: 3 })]);
  await submitContribution(world.core, manager, theirs);
  expect(await tried(scope, "SELECT id FROM contributions WHERE id = $1::uuid", [theirs])).toBe(0);
  expect(await tried(scope, "UPDATE contributions SET title = 'x' RETURNING id")).toBe(0);
  expect(await writer(world, actor, theirs)("update", 1, { prix: 1 })).toBe("refused");
  const insert = `INSERT INTO contributions (id, community_id, dataset_id, author_id, title, status, grant_ids)
    VALUES (gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, 'x', $4, $5::uuid[]) RETURNING id`;
  const grantIds = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ id: string }>("SELECT id FROM grants WHERE layer_id = $1::uuid", [layerId]),
  );
  const valid = grantIds.map(({ id }) => id);
  const other = await grantedWorld(database);
  expect(await tried(scope, insert, [communityId, datasetId, manager.userId, "draft", valid])).toBe("refused");
  expect(await tried(scope, insert, [communityId, datasetId, actor.userId, "draft", []])).toBe("refused");
  expect(await tried(scope, insert, [communityId, datasetId, actor.userId, "draft", [randomUUID()]])).toBe("refused");
  expect(await tried(scope, insert, [communityId, datasetId, actor.userId, "merged", valid])).toBe("refused");
  expect(await tried(scope, insert, [other.communityId, datasetId, actor.userId, "draft", valid])).toBe("refused");
  expect(await tried(scope, insert, [other.communityId, other.datasetId, actor.userId, "draft", valid])).toBe("refused");
  const id = await world.draft(actor, [world.update(1, { prix: 1 })]);
  expect(await writer(world, actor, id)("update", 1, { prix: 1 }, undefined, { layer: other.layerId })).toBe("refused");
  for (const change of [
    "status = 'merged'",
    "status = 'rejected'",
    "decided_by_id = author_id",
    "grant_ids = '{}'",
    `author_id = '${manager.userId}'`,
  ]) {
    expect(await tried(scope, `UPDATE contributions SET ${change} WHERE id = $1::uuid RETURNING id`, [id]), change).toBe("refused");
  }
  const stranger = { role: "editor", userId: (await createUser(database)).id, communityId: null } as const;
  expect(await tried(stranger, "SELECT id FROM contributions UNION ALL SELECT id FROM layers UNION ALL SELECT id FROM datasets")).toBe(0);
});

test("what the grants no longer allow is neither submitted nor merged", async () => {
  const world = await grantedWorld(database);
  const { communityId, spec, layerId } = world;
  await world.give({ permission: "edit", columns: ["prix"], within: [-0.5, 45, 3, 3] });
  const actor = await world.editor();
  const id = await world.draft(actor, [world.update(1, { prix: 1 })]);
  const worker = { role: "worker", communityId, userId: actor.userId } as const;
  const table = `layers."${spec.tableName}"`;
  const history = `layers."${spec.tableName}_history"`;
  /** Writes version 2 of a feature past every check, and says that the contribution was merged. */
  const forge = (scope: Scope, assignments: string, decidedBy: string, fid = 1) =>
    database
      .sqlAs(scope, async (sql) => {
        await sql.query(
          `INSERT INTO ${history} (fid, version, operation, changed_at, nom, prix, hush, geom) SELECT fid, 1, 'insert', now(), nom, prix, hush, geom FROM ${table} WHERE fid = $1::bigint`,
          [fid],
        );
        await sql.query(`UPDATE ${table} SET version = 2, ${assignments} WHERE fid = $1::bigint`, [fid]);
        await sql.query(
          `INSERT INTO ${history} (fid, version, operation, changed_at, nom, prix, hush, geom) SELECT fid, 2, 'update', now(), nom, prix, hush, geom FROM ${table} WHERE fid = $1::bigint`,
          [fid],
        );
        await sql.query("UPDATE contribution_edits SET merged_version = 2, fid = $2::bigint WHERE contribution_id = $1::uuid", [id, fid]);
        await sql.query("UPDATE contributions SET status = 'merged', decided_by_id = $2::uuid WHERE id = $1::uuid", [id, decidedBy]);
        throw new Error("undone");
      })
      .catch((error) => String(error.message));
  const refused = "the grants of the author do not allow this merge";
  expect(await forge(worker, "prix = 2", actor.userId)).toBe("undone");
  expect(await forge(worker, "prix = 2, nom = 'x'", actor.userId)).toBe(refused);
  expect(await forge(worker, "hush = 'x'", actor.userId)).toBe(refused);
  expect(await forge(worker, "geom = ST_Translate(geom, 0.01, 0)", actor.userId)).toBe(refused);
  expect(await forge(worker, "prix = 2", actor.userId, 4)).toBe(refused);
  // Code that does not name the author of the merge, or that lets a person without the right decide.
  expect(await forge({ role: "worker", communityId }, "prix = 2", actor.userId)).toBe(refused);
  expect(await forge(worker, "prix = 2", (await createUser(database)).id)).toBe(refused);
  expect(await forge(worker, "prix = 2, nom = 'x'", world.manager.userId)).toBe("undone");
  await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now() WHERE layer_id = $1::uuid", [layerId]));
  expect(await forge(worker, "prix = 2", actor.userId)).toBe(refused);
  expect(await tried(asEditor(actor), "UPDATE contributions SET status = 'submitted' WHERE id = $1::uuid RETURNING id", [id])).toBe(
    "refused",
  );
  expect(await tried(asEditor(actor), "UPDATE contributions SET status = 'withdrawn' WHERE id = $1::uuid RETURNING id", [id])).toBe(1);
  expect(await tried(asEditor(actor), "UPDATE contributions SET status = 'draft' WHERE id = $1::uuid RETURNING id", [id])).toBe("refused");
});

test("a shape that was drawn from one that was seen cut is never written", async () => {
  const world = await grantedWorld(database);
  const { manager, core } = world;
  await world.give({ permission: "edit", within: [-0.5, 45, 3, 3] });
  const actor = await world.editor();
  // Feature 3 crosses the border in version 1, which the office saw cut; version 2 lies inside.
  const moved = await world.draft(manager, [world.update(3, {}, box(2.1, 46.1, 0.2, 0.2))]);
  await mergeAsSeen(core, manager, moved);
  await expect(world.draft(actor, [world.update(3, {}, box(2, 46, 0.5, 0.9), 1)])).rejects.toMatchObject({ code: "edit-crosses-border" });
  const id = await world.draft(actor, [world.update(3, {}, box(2, 46, 0.4, 0.9), 2)]);
  expect((await mergeAsSeen(core, actor, id)).outcome).toBe("merged");
  expect(await writer(world, actor, await world.draft(actor, [world.update(1, { prix: 1 })]))("update", 3, {}, box(2, 46, 0.5, 0.9))).toBe(
    "refused",
  );
});
