// Lists for readers through grants: a page of a portal's catalogue, of 10,000 datasets on which there are 100,000 grants.
//   node bench/access-lists.ts [datasets = 10000] [grants of each = 10] [rounds = 30]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine; without it, an embedded database in a temporary folder.
// The first 20 datasets have tables, of 2,000 points each, and grants with an area: their features are counted. Beside the readers through grants, a
// contributor, who reads all of them whole.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import { buildTestLayer } from "@archipel/core-api/layer-store/tables/test-layer.ts";
import { browseCatalogue } from "@archipel/core-api/modules/datasets/catalogue/service.ts";
import { suggest } from "@archipel/core-api/modules/search/service.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { machine } from "./measure/cpu.ts";
import { timed, timesRow } from "./measure/times.ts";

const TABLES = 20;
const POINTS = 2_000;
/** Of the readers through grants: datasets that grants open to each. */
const READERS = [10, 100, 1_000];
const count = Number(process.argv[2] ?? 10_000);
const each = Number(process.argv[3] ?? 10);
const rounds = Number(process.argv[4] ?? 30);
const url = process.env.DATABASE_URL;
const folder = await mkdtemp(path.join(tmpdir(), "archipel-access-lists-"));
const database = await openDatabase(
  url ? { kind: "server", url, poolSize: 4 } : { kind: "embedded", dataFolder: path.join(folder, "database") },
);
await database.migrate();
const core = await createTestCore(database);
const community = await createCommunity(database);
const portal = await createPortal(database, community.id);
const member = await createMember(database, community.id, "contributor");
const people = [await createUser(database), ...(await Promise.all(READERS.map(() => createUser(database))))];
const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });

const tables: string[] = [];
for (let index = 0; index < TABLES; index++) {
  const { datasetId } = await buildTestLayer(database, community.id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "name", column: "name", type: "text" }],
    dataset: { visibility: "private" },
    features: Array.from({ length: POINTS }, (_, point) => ({
      geometry: { type: "Point", coordinates: [2 + (point % 50) * 0.01, 48 + Math.floor(point / 50) * 0.01] },
      values: [`point ${point}`],
    })),
  });
  tables.push(datasetId);
}
await database.sqlAs({ role: "system" }, async (sql) => {
  await sql.query(
    `WITH made AS (
       INSERT INTO datasets (id, community_id, slug, title, abstract, status, visibility, published_at)
       SELECT gen_random_uuid(), $1::uuid, 'many-' || n, 'Zones du secteur ' || n, 'Un jeu de la mesure', 'published', 'private', now() FROM generate_series(1, $2::integer) n
       RETURNING id)
     INSERT INTO layers (id, community_id, dataset_id, name, title, table_name, geometry_type, srid, fields, style, status, feature_count, bbox)
     SELECT l, $1::uuid, id, 'zones', 'Zones', 'l_' || replace(l::text, '-', ''), 'Polygon', 4326, '[]', '{"kind":"auto"}', 'ready', 100, '{2,48,3,49}'
     FROM (SELECT id, gen_random_uuid() AS l FROM made) m`,
    [community.id, count - TABLES],
  );
  await sql.query(
    `INSERT INTO portal_datasets (portal_id, dataset_id, community_id, position)
     SELECT $1::uuid, id, $2::uuid, CASE WHEN id = ANY ($3::uuid[]) THEN 0 ELSE row_number() OVER (ORDER BY id) END FROM datasets WHERE community_id = $2::uuid`,
    [portal.id, community.id, tables],
  );
  // Of each dataset, one grant belongs to each reader who has it, and the others to somebody.
  const [other, ...readers] = people.map(({ id }) => id);
  const areas = `CASE WHEN p.position = 0 THEN ST_Multi(ST_MakeEnvelope(2.1, 48.1, 2.3, 48.3, 4326)) END,
    CASE WHEN p.position = 0 THEN ST_Transform(ST_MakeEnvelope(2.15, 48.15, 2.25, 48.25, 4326), 3857) END`;
  const columns = "id, community_id, dataset_id, user_id, area, inner_3857, area_name, valid_from, purpose, given_by_id";
  for (const [index, reader] of readers.entries()) {
    await sql.query(
      `INSERT INTO grants (${columns}) SELECT gen_random_uuid(), $1::uuid, p.dataset_id, $2::uuid, ${areas}, '', now(), '', $3::uuid
       FROM portal_datasets p WHERE p.portal_id = $4::uuid ORDER BY p.position, p.dataset_id LIMIT ${READERS[index] ?? 0}`,
      [community.id, reader, member.id, portal.id],
    );
  }
  await sql.query(
    `INSERT INTO grants (${columns}) SELECT gen_random_uuid(), $1::uuid, p.dataset_id, $2::uuid, ${areas}, '', now(), '', $3::uuid
     FROM portal_datasets p CROSS JOIN generate_series(1, $5::integer) WHERE p.portal_id = $4::uuid`,
    [community.id, other, member.id, portal.id, each],
  );
});
await database.driver.execute("ANALYZE");
console.log(`${machine()}\n${database.kind} database; ${count} datasets, ${count * each} grants\n`);

const search = { portalId: portal.id, sort: "relevance" as const, limit: 20, ...catalogueChoices.parse({}) };
const [nobody, ...readers] = people.map(({ id }) => id);
const who: [name: string, userId: string][] = [
  ["reads all by a role ", member.id],
  ...READERS.map((opened, index): [string, string] => [`grants on ${String(opened).padEnd(10)}`, readers[index] ?? ""]),
  ["stranger            ", (await createUser(database)).id],
];
if (nobody === undefined) throw new Error("no subject of the other grants");
for (const [name, userId] of who) {
  const actor = actorOf(userId);
  const first = await timed(() => browseCatalogue(core, actor, search));
  const times: Record<string, number[]> = { page: [], words: [], suggestions: [] };
  for (let round = 0; round < rounds; round++) {
    times.page?.push(await timed(() => browseCatalogue(core, actor, search)));
    times.words?.push(await timed(() => browseCatalogue(core, actor, { ...search, q: "secteur 12" })));
    times.suggestions?.push(await timed(() => suggest(core, actor, { portalId: portal.id, q: "secteur", locale: "fr", limit: 8 })));
  }
  const { total } = await browseCatalogue(core, actor, search);
  console.log(`${name} ${String(total).padStart(6)} datasets; first page ${first.toFixed(0)} ms`);
  for (const [kind, values] of Object.entries(times)) console.log(timesRow(`  ${kind.padEnd(12)}`, values));
}
await database.close();
await rm(folder, { recursive: true, force: true });
