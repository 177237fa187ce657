import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { deleteUnreferenced, sweepObjects } from "./objects.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

/** Columns that end in `_key` but do not name stored objects. */
const otherKeys = [
  "application_grants.grant_key",
  "follows.subject_key",
  "guest_follows.subject_key",
  "visit_counts.key",
  "answer_overrides.rule_key",
  "answer_rule_events.rule_key",
  "answer_examples.rule_key",
  "checks.model_key",
  "upload_repairs.model_key",
  "validation_models.key",
  "released_objects.key",
  "object_references.key",
  "try_counters.key",
  "search_names.key",
  "search_names.sort_key",
  "search_parts.key",
];
async function registeredPaths(): Promise<Map<string, string[]>> {
  const triggers = await database.driver.transaction((sql) =>
    sql.query<{ table: string; args: string }>(
      `SELECT t.tgrelid::regclass::text AS table, encode(t.tgargs, 'escape') AS args FROM pg_trigger t
       WHERE t.tgname = 'keep_object_references' AND t.tgenabled = 'O'`,
    ),
  );
  return new Map(triggers.map(({ table, args }) => [table, args.split("\\000").filter(Boolean)]));
}

test("every column of object keys is registered", async () => {
  const registered = await registeredPaths();
  const columns = await database.driver.transaction((sql) =>
    sql.query<{ table: string; column: string }>(
      `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name ~ '(^|_)key$' AND c.data_type = 'text'`,
    ),
  );
  expect(columns.length).toBeGreaterThan(6);
  const missing = columns.filter(
    ({ table, column }) => !otherKeys.includes(`${table}.${column}`) && !registered.get(table)?.includes(`$.${column}`),
  );
  expect(missing).toEqual([]);
});

test("every JSON path of object keys is registered", async () => {
  const paths = [...(await registeredPaths()).values()].flat();
  const root = new URL("../../../../", import.meta.url);
  const sources = execFileSync("git", ["ls-files", "apps/core-api/src/*.ts"], { cwd: root, encoding: "utf8" });
  const fields = sources
    .split("\n")
    .filter((file) => file && !/\.test\.ts$|\/testing\/|\/env\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(new URL(file, root), "utf8").matchAll(/\b(\w*[kK]ey)\??: z\.string\(\)/g)].map(([, name]) => ({ file, name })),
    );
  expect(fields.length).toBeGreaterThan(2);
  const missing = fields.filter(({ name = "" }) => !paths.some((path) => path.endsWith(`.${name}`)));
  expect(missing).toEqual([]);
});

async function stored(text: string): Promise<string> {
  return (await core.storage.put(Readable.from([text]))).key;
}
const isStored = async (key: string) => (await core.storage.stat(key)) !== null;

/** The row of an upload with these objects. */
async function upload(objectKey: string, previewKey: string): Promise<string> {
  const id = randomUUID();
  await database.withSystem(async (tx) => {
    const community = await tx.community.create({ data: { slug: id, name: "x" } });
    const data = { id, communityId: community.id, createdById: id, fileName: "x", size: 1, objectKey, rasters: [{ previewKey }] };
    await tx.upload.create({ data });
  });
  return id;
}

test("an object stays while any row references it, in a column or in JSON, and is deleted after the last one", async () => {
  const [file, preview] = [await stored(randomUUID()), await stored(randomUUID())];
  const first = await upload(file, preview);
  const second = await upload(preview, file);
  await deleteUnreferenced(core, [file, preview]);
  expect([await isStored(file), await isStored(preview)]).toEqual([true, true]);

  await database.withSystem((tx) => tx.upload.delete({ where: { id: first } }));
  await deleteUnreferenced(core, [file, preview]);
  expect([await isStored(file), await isStored(preview)]).toEqual([true, true]);

  await database.withSystem((tx) => tx.upload.update({ where: { id: second }, data: { rasters: [] } }));
  await deleteUnreferenced(core, [file, preview]);
  expect([await isStored(file), await isStored(preview)]).toEqual([false, true]);
});

test("a transaction that is rolled back leaves the references as they were", async () => {
  const key = await stored(randomUUID());
  const id = await upload(key, key);
  await database
    .withSystem(async (tx) => {
      await tx.upload.delete({ where: { id } });
      throw new Error("on purpose");
    })
    .catch(() => {});
  await deleteUnreferenced(core, [key]);
  expect(await isStored(key)).toBe(true);
});

test("the sweep deletes an object a day after its last reference", async () => {
  const [lost, kept] = [await stored(randomUUID()), await stored(randomUUID())];
  const ids = [await upload(lost, kept), await upload(kept, kept)];
  // A text that is no key, as a community from elsewhere may bring it, does not stop the sweep.
  const odd = await upload("x", "../x");
  await database.withSystem((tx) => tx.upload.delete({ where: { id: odd } }));
  // Deleted with its community by a cascade: our code never saw the keys.
  await database.withSystem(async (tx) => {
    const { communityId } = await tx.upload.findUniqueOrThrow({ where: { id: ids[0] ?? "" } });
    await tx.community.delete({ where: { id: communityId } });
  });
  await sweepObjects(core);
  expect([await isStored(lost), await isStored(kept)]).toEqual([true, true]);
  await database.withSystem((tx) => tx.$executeRaw`UPDATE released_objects SET released_at = now() - interval '25 hours'`);
  await sweepObjects(core);
  expect([await isStored(lost), await isStored(kept)]).toEqual([false, true]);
});

test("an object that no row ever named is deleted a day after it was stored, unless an open job remembers it", async () => {
  const [lost, remembered, again] = [await stored(randomUUID()), await stored(randomUUID()), randomUUID()];
  const twice = await stored(again);
  const communityId = (await database.withSystem((tx) => tx.community.create({ data: { slug: randomUUID(), name: "x" } }))).id;
  const job = {
    communityId,
    createdById: randomUUID(),
    subjectId: randomUUID(),
    kind: "publish-upload",
    input: { clouds: [{ key: remembered }] },
  };
  const { id } = await database.withSystem((tx) => tx.job.create({ data: job }));
  await database.withSystem((tx) => tx.$executeRaw`UPDATE released_objects SET released_at = now() - interval '25 hours'`);
  await stored(again);
  await sweepObjects(core);
  expect([await isStored(lost), await isStored(remembered), await isStored(twice)]).toEqual([false, true, true]);
  await database.withSystem((tx) => tx.job.update({ where: { id }, data: { status: "aborted" } }));
  await sweepObjects(core);
  expect(await isStored(remembered)).toBe(false);
});
