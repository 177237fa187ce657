import { randomUUID } from "node:crypto";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "./database.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Tables that no page of an anonymous visitor shows, or whose changes another table repeats. */
const NOT_PUBLIC = {
  "keys, sessions and requests of people": [
    "account_exports",
    "api_keys",
    "cloud_extracts",
    "community_keys",
    "answer_keys",
    "application_grants",
    "applications",
    "key_uses",
    "follows",
    "guest_follows",
    "group_invitations",
    "group_members",
    "groups",
    "hub_sessions",
    "invitations",
    "linked_identities",
    "mails",
    "access_requests",
    "member_requests",
    "memberships",
    "organisation_agreements",
    "organisation_invitations",
    "organisation_members",
    "organisations",
    "notice_preferences",
    "notices",
    "oidc_payloads",
    "one_time_codes",
    "passkey_challenges",
    "passkeys",
    "provider_sign_ins",
    "recovery_codes",
    "saved_filters",
    "second_factors",
    "sign_in_providers",
    "try_counters",
  ],
  "work in the console": [
    "answer_rule_events",
    "audit_entries",
    "address_rows",
    "check_findings",
    "checks",
    "community_exports",
    "community_imports",
    "edit_import_rows",
    "edit_imports",
    "job_logs",
    "jobs",
    "processing_runs",
    "report_pairs_apart",
    "portal_templates",
    "saved_themes",
    "upload_findings",
    "upload_layers",
    "upload_repairs",
    "uploads",
    "validation_model_versions",
    "validation_models",
  ],
  "a contribution is public once it is merged, which changes its layer": [
    "contribution_comments",
    "contribution_edits",
    "contribution_reviews",
    "contributions",
  ],
  "the layer's own row changes with them, or a quality sheet does": [
    "elevation_models",
    "feature_confirmations",
    "layer_revisions",
    "layer_updates",
  ],
  "their tile's row changes with them": ["cloud_revisions", "elevation_revisions"],
  "drafts, older versions and what was before pages": ["site_old_homes", "site_page_previews", "site_page_versions"],
  "a host appears in portal_hosts": ["portal_domains"],
  "addresses with a place are never kept": ["answer_links"],
  "read by searches, which are never kept": ["search_entries", "search_layers", "search_names", "search_parts", "search_words"],
  bookkeeping: [
    "_prisma_migrations",
    "applied_policies",
    "content_changes",
    "object_references",
    "outbox_events",
    "outbox_readers",
    "outbox_retries",
    "portal_openings",
    "released_objects",
    "spatial_ref_sys",
    "visit_counts",
    "visit_marks",
    "visit_secrets",
  ],
};

test("every table says its changes to the portals, or no public page shows it", async () => {
  const tables = await database.driver.execute<{ name: string; isWatched: boolean }>(
    `SELECT c.relname AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'content_updated') AS "isWatched"
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  );
  const listed = new Set(Object.values(NOT_PUBLIC).flat());
  const names = (wanted: boolean) => tables.filter(({ isWatched }) => isWatched === wanted).map(({ name }) => name);
  // A new table: add it to prisma/policies/outbox.sql if a public page shows it, else to the list above.
  expect(names(false).filter((name) => !listed.has(name))).toEqual([]);
  expect(names(true).filter((name) => listed.has(name))).toEqual([]);
  expect(names(true).length).toBeGreaterThan(25);
});

test("a transaction says once which portals and communities it changed, and a change of nothing says nothing", async () => {
  const community = await createCommunity(database);
  const portal = await createPortal(database, community.id, {});
  const events = async () =>
    (await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { topic: "content.changed" }, orderBy: { sequence: "asc" } }))).map(
      ({ payload, communityId }) => ({ payload, communityId }),
    );
  const before = (await events()).length;
  const since = async () => (await events()).slice(before);
  await database.withSystem(async (tx) => {
    await tx.portal.update({ where: { id: portal.id }, data: { name: "A" } });
    await tx.portal.update({ where: { id: portal.id }, data: { name: "B" } });
  });
  expect(await since()).toEqual([{ payload: { portalId: portal.id }, communityId: null }]);

  const rows = (text: string, values: unknown[] = []) => database.sqlAs({ role: "system" }, (sql) => sql.query(text, values));
  await rows("UPDATE portals SET name = name WHERE id = $1::uuid", [portal.id]);
  expect(await since()).toHaveLength(1);

  const dataset = await createDataset(database, community.id);
  expect((await since()).slice(1)).toEqual([{ payload: { communityId: community.id }, communityId: null }]);
  await database.withSystem((tx) => tx.dataset.delete({ where: { id: dataset.id } }));
  expect(await since()).toHaveLength(3);

  // What is rolled back says nothing, and the next transaction says it again.
  await expect(
    database.withSystem(async (tx) => {
      await tx.portal.update({ where: { id: portal.id }, data: { name: "C" } });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await since()).toHaveLength(3);
  await rows("UPDATE portals SET name = $2 WHERE id = $1::uuid", [portal.id, randomUUID()]);
  expect((await since()).at(-1)?.payload).toEqual({ portalId: portal.id });
  await rows("DELETE FROM portals WHERE id = $1::uuid", [portal.id]);
  expect((await since()).at(-1)?.payload).toEqual({ portalId: portal.id });
});

test("what moves to another portal changes both, and each change notes its transaction", async () => {
  const community = await createCommunity(database);
  const [from, to] = [await createPortal(database, community.id, {}), await createPortal(database, community.id, {})];
  const host = `moves-${from.id}.test`;
  await database.withSystem((tx) => tx.portalHost.create({ data: { host, portalId: from.id, communityId: community.id } }));
  const changes = () =>
    database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ subject: string; by: string }>("SELECT subject, transaction::text AS by FROM content_changes ORDER BY id"),
    );
  const before = (await changes()).length;
  const by = await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("UPDATE portal_hosts SET portal_id = $1::uuid WHERE host = $2", [to.id, host]);
    await sql.query("UPDATE portals SET name = 'X' WHERE id = $1::uuid", [to.id]);
    return (await sql.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id"))[0]?.id;
  });
  expect((await changes()).slice(before)).toEqual([
    { subject: from.id, by },
    { subject: to.id, by },
  ]);
  const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ orderBy: { sequence: "desc" }, take: 2 }));
  expect(events.map(({ payload }) => payload)).toEqual([{ portalId: to.id }, { portalId: from.id }]);
});
