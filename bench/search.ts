// Search by name: 600 typed texts among many names, with row-level security, beside a trigram search of the same names.
//   node bench/search.ts [names = 1000000] [cases = 600]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database; without it, an embedded database in a temporary folder
// Names are real types and names of streets in real communes (packages/search/src/testing/typed-names.ts). A text counts as found when the first three
// results, across all groups, hold the street in its commune. Fails below 97 %.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { anonymous } from "@archipel/core-api/kernel/actor.ts";
import { copyRows, type LayerRow } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { indexLayerForSearch } from "@archipel/core-api/modules/search/indexing/index-layer.ts";
import { suggest } from "@archipel/core-api/modules/search/service.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { type Commune, type Street, streetsOf, type TypedCase, typedCases } from "@archipel/search/testing/typed-names.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { machine } from "./measure/cpu.ts";
import { quantile, timed, timesRow } from "./measure/times.ts";

const wanted = Number(process.argv[2] ?? 1_000_000);
const caseCount = Number(process.argv[3] ?? 600);
const url = process.env.DATABASE_URL;
/** Trigram searches are slow: a part of the cases is enough. */
const TRIGRAM_CASES = 100;
const WARM_UP = 50;
const LEAST_FOUND = 0.97;

interface ListedCommune {
  code: string;
  nom: string;
  type: string;
  codesPostaux?: string[];
  population?: number;
}
const listed = createRequire(import.meta.url)("@etalab/decoupage-administratif/data/communes.json") as ListedCommune[];
const communes = listed
  .filter(({ type }) => type === "commune-actuelle")
  .map(
    ({ code, nom, codesPostaux, population }): Commune => ({
      code,
      name: nom,
      postcode: codesPostaux?.[0] ?? "",
      population: population ?? 0,
    }),
  );
const each = Math.ceil(wanted / communes.length);
const chosen = communes.filter((_, index) => index % Math.ceil((communes.length * each) / wanted) === 0);
const streets = [...streetsOf(chosen, each)].slice(0, wanted);

const folder = await mkdtemp(path.join(tmpdir(), "archipel-search-"));
const database = await openDatabase(
  url ? { kind: "server", url, poolSize: 4 } : { kind: "embedded", dataFolder: path.join(folder, "database") },
);
await database.migrate();
const core = await createTestCore(database);
const community = await createCommunity(database);
const portal = await createPortal(database, community.id, { slug: `bench-${randomBytes(4).toString("hex")}` });
console.log(
  `${machine()}\n${database.kind} database, ${streets.length} streets of ${chosen.length} communes; load ${loadavg()[0]?.toFixed(1)}\n`,
);

try {
  await buildLayer("communes", ["nom", "code_insee", "code_postal", "population"], chosen, ({ name, code, postcode, population }) => [
    name,
    code,
    postcode,
    population,
  ]);
  await buildLayer("voies", ["nom_voie", "nom_commune", "code_insee", "code_postal"], streets, ({ name, commune }) => [
    name,
    commune.name,
    commune.code,
    commune.postcode,
  ]);
  await printSizes();
  const cases = typedCases(streets, caseCount);
  const before = memory();
  console.log(`first search of a process (reads the words): ${(await timed(() => find("rue de la paix"))).toFixed(0)} ms`);
  console.log(`words in memory: ${((memory() - before) / 2 ** 20).toFixed(0)} MiB\n`);
  for (const { typed } of cases.slice(0, WARM_UP)) await find(typed);
  const { times, found, byKind, missed } = await run(cases, find);
  console.log(timesRow("typed texts      ", times));
  const begun = cases.flatMap(({ typed }) => [typed.slice(0, 2), typed.slice(0, 4), typed.slice(0, 8)]);
  console.log(
    timesRow(
      "their beginnings ",
      (
        await run(
          begun.map((typed) => ({ typed, how: "", label: "", commune: "" })),
          find,
        )
      ).times,
    ),
  );
  console.log(`found in the first three: ${found} of ${cases.length} (${((100 * found) / cases.length).toFixed(1)} %)`);
  for (const [how, { good, all }] of byKind) console.log(`  ${how.padEnd(24)} ${good} of ${all}`);
  for (const { typed, label, commune } of missed) console.log(`  missed: ${typed}  →  ${label}, ${commune}`);
  if (url) {
    await prepareTrigrams();
    const trigrams = await run(
      cases.filter((_, index) => index % Math.ceil(cases.length / TRIGRAM_CASES) === 0),
      findByTrigrams,
    );
    console.log(`\n${timesRow("trigrams         ", trigrams.times)}   found ${trigrams.found} of ${trigrams.times.length}`);
    for (const share of [0.5, 0.95])
      console.log(`p${share * 100}: ${(quantile(times, share) / quantile(trigrams.times, share)).toFixed(3)} of the trigram search`);
  }
  if (found / cases.length < LEAST_FOUND) process.exitCode = 1;
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

/** "label|commune" of the first three results. */
async function find(q: string): Promise<string[]> {
  const { groups } = await suggest(core, anonymous, { portalId: portal.id, q, locale: "fr", limit: 5 });
  return groups
    .flatMap(({ results }) => results)
    .slice(0, 3)
    .map(({ label, commune }) => `${label}|${commune?.name ?? ""}`);
}

async function run(cases: readonly TypedCase[], search: (q: string) => Promise<string[]>) {
  const times: number[] = [];
  const byKind = new Map<string, { good: number; all: number }>();
  const missed: TypedCase[] = [];
  for (const one of cases) {
    let results: string[] = [];
    times.push(await timed(async () => (results = await search(one.typed))));
    const isFound = results.includes(`${one.label}|${one.commune}`);
    const kind = byKind.get(one.how) ?? { good: 0, all: 0 };
    byKind.set(one.how, { good: kind.good + Number(isFound), all: kind.all + 1 });
    if (!isFound) missed.push(one);
  }
  return { times, byKind, missed, found: cases.length - missed.length };
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function buildLayer<Row extends Commune | Street>(
  name: string,
  names: readonly string[],
  rows: readonly Row[],
  valuesOf: (row: Row) => (string | number)[],
): Promise<void> {
  const dataset = await createDataset(database, community.id);
  const id = randomUUID();
  const fields = names.map((field): LayerField => ({ name: field, column: field, type: field === "population" ? "integer" : "text" }));
  const geometry = { type: "Point", srid: 4326, hasZ: false } as const;
  const spec: TableSpec = { layerId: id, communityId: community.id, tableName: tableNameOf(id), geometry, fields };
  const described = {
    title: name,
    tableName: spec.tableName,
    geometryType: "Point",
    srid: 4326,
    fields: fields.map((field) => ({ ...field })),
  };
  await database.withSystem(async (tx) => {
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId: community.id } });
    await tx.layer.create({ data: { id, communityId: community.id, datasetId: dataset.id, name, status: "ready", ...described } });
  });
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId: community.id }, work);
  async function* batches(): AsyncGenerator<LayerRow[]> {
    for (let start = 0; start < rows.length; start += 5_000) {
      yield rows.slice(start, start + 5_000).map((row, index) => {
        const at = start + index;
        const coordinates: [number, number] = [-4 + (at % 1_000) / 90, 43 + Math.floor(at / 1_000) / 200];
        return { index: at + 1, values: valuesOf(row), ewkb: writeEwkb({ type: "Point", coordinates }, null, false) };
      });
    }
  }
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await copyRows(sql, spec, batches());
  });
  await finishLayerTable(open, spec);
  const milliseconds = await timed(() => open((sql) => indexLayerForSearch(sql, { ...spec, name })));
  console.log(`${name}: ${rows.length} features indexed in ${(milliseconds / 1000).toFixed(1)} s`);
}

async function printSizes(): Promise<void> {
  const rows = await database.driver.execute<{ name: string; size: number; rows: number }>(
    `SELECT relname AS name, pg_total_relation_size(oid) / 1048576 AS size, reltuples::bigint AS rows FROM pg_class
     WHERE relname IN ('search_names', 'search_parts', 'search_words') ORDER BY relname`,
  );
  for (const { name, size, rows: count } of rows) console.log(`${name}: about ${count} rows, ${size} MiB`);
}

async function prepareTrigrams(): Promise<void> {
  await database.driver.script(`CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP TABLE IF EXISTS bench_names;
    CREATE TABLE bench_names AS SELECT label, commune, app.fold_words(concat(label, ' ', CASE kind WHEN 'commune' THEN '' ELSE commune END, ' ', postcode)) AS folded FROM search_names WHERE community_id = '${community.id}';
    CREATE INDEX ON bench_names USING gin (folded gin_trgm_ops); ANALYZE bench_names`);
}

async function findByTrigrams(q: string): Promise<string[]> {
  const rows = await database.driver.execute<{ label: string; commune: string }>(
    `SELECT label, commune FROM bench_names WHERE app.fold_words($1) <% folded ORDER BY word_similarity(app.fold_words($1), folded) DESC, length(folded) LIMIT 3`,
    [q],
  );
  return rows.map(({ label, commune }) => `${label}|${commune}`);
}
