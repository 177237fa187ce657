import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rivalsOf } from "./service/rivals.ts";
import { contributionWorld } from "./testing/contribution-world.ts";

let database: Database;
let world: Awaited<ReturnType<typeof contributionWorld>>;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
});
afterAll(() => database.close());

test("waiting contributions on the same feature are shown: by name to reviewers, as a number to others, drafts never", async () => {
  const [first, second, moderator] = [
    await world.person("contributor"),
    await world.person("contributor"),
    await world.person("moderator"),
  ];
  const feature = { communityId: world.communityId, layerId: world.layerId, fid: 1 };
  const names = await database.withSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: first.userId } }));
  await world.draft(second, [world.update(1, { niveau: 3 })]);
  expect(await rivalsOf(world.core, moderator, feature)).toEqual({ known: [], others: 0 });

  const id = await world.submitted(first, [world.update(1, { nom: "Une" }), world.update(2, { nom: "Deux" })], "Deux noms");
  const shown = { id, title: "Deux noms", status: "submitted", authorName: names.name };
  expect(await rivalsOf(world.core, moderator, feature)).toEqual({ known: [{ ...shown, isMine: false }], others: 0 });
  expect(await rivalsOf(world.core, first, feature)).toEqual({ known: [{ ...shown, isMine: true }], others: 0 });
  expect(await rivalsOf(world.core, second, feature)).toEqual({ known: [], others: 1 });
  // The caller's own contribution and other features are left out.
  expect(await rivalsOf(world.core, first, { ...feature, contributionId: id })).toEqual({ known: [], others: 0 });
  expect(await rivalsOf(world.core, second, { ...feature, fid: 3 })).toEqual({ known: [], others: 0 });
});

test("edits of a feature are found by an index", async () => {
  const plan = await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("SET LOCAL enable_seqscan = off");
    return sql.query<{ "QUERY PLAN": string }>(
      `EXPLAIN SELECT c.id FROM contribution_edits e JOIN contributions c ON c.id = e.contribution_id
       WHERE e.layer_id = '${world.layerId}' AND e.fid = 1`,
    );
  });
  expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("contribution_edits_layer_id_fid_idx");
});
