import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { copyRows, type LayerRow } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { INDEX_FORMAT, indexLayerForSearch } from "@archipel/core-api/modules/search/indexing/index-layer.ts";
import type { Database } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { type Commune, type Street, streetsOf } from "@archipel/search/testing/typed-names.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { timed } from "./times.ts";

interface ListedCommune {
  code: string;
  nom: string;
  type: string;
  codesPostaux?: string[];
  population?: number;
}

/** All communes of France with their postcodes and inhabitants. */
export function listedCommunes(): Commune[] {
  const listed = createRequire(import.meta.url)("@etalab/decoupage-administratif/data/communes.json") as ListedCommune[];
  return listed
    .filter(({ type }) => type === "commune-actuelle")
    .map(({ code, nom, codesPostaux, population }) => ({
      code,
      name: nom,
      postcode: codesPostaux?.[0] ?? "",
      population: population ?? 0,
    }));
}

/** Exactly so many streets, evenly in all communes. */
export function listedStreets(communes: readonly Commune[], wanted: number, seed?: number): Street[] {
  const each = Math.ceil(wanted / communes.length);
  const all = [...streetsOf(communes, each, seed)];
  return Array.from({ length: wanted }, (_, index) => all[Math.floor((index * all.length) / wanted)] as Street);
}

export interface SearchedNames {
  communityId: CommunityId;
  portalId: string;
}

/**
 * A portal whose layers hold these communes and streets. A database that has it already keeps it: building a million names takes minutes.
 *
 * @param slug of the portal
 */
export async function searchedNames(
  database: Database,
  slug: string,
  communes: readonly Commune[],
  streets: readonly Street[],
): Promise<SearchedNames> {
  const known = await database.withSystem((tx) => tx.portal.findUnique({ where: { slug: `${slug}-${INDEX_FORMAT}` } }));
  if (known) return { communityId: known.communityId as CommunityId, portalId: known.id };
  const community = await createCommunity(database);
  const portal = await createPortal(database, community.id, { slug: `building-${randomUUID()}` });
  const build = <Row extends Commune | Street>(
    name: string,
    fields: readonly string[],
    rows: readonly Row[],
    valuesOf: (row: Row) => (string | number)[],
  ) => buildLayer(database, { communityId: community.id, portalId: portal.id }, { name, fields, rows: rows.map(valuesOf) });
  await build("communes", ["nom", "code_insee", "code_postal", "population"], communes, ({ name, code, postcode, population }) => [
    name,
    code,
    postcode,
    population,
  ]);
  await build("voies", ["nom_voie", "nom_commune", "code_insee", "code_postal"], streets, ({ name, commune }) => [
    name,
    commune.name,
    commune.code,
    commune.postcode,
  ]);
  await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { slug: `${slug}-${INDEX_FORMAT}` } }));
  return { communityId: community.id, portalId: portal.id };
}

async function buildLayer(
  database: Database,
  { communityId, portalId }: SearchedNames,
  { name, fields: names, rows }: { name: string; fields: readonly string[]; rows: readonly (string | number)[][] },
): Promise<void> {
  const dataset = await createDataset(database, communityId);
  const id = randomUUID();
  const fields = names.map((field): LayerField => ({ name: field, column: field, type: field === "population" ? "integer" : "text" }));
  const geometry = { type: "Point", srid: 4326, hasZ: false } as const;
  const spec: TableSpec = { layerId: id, communityId, tableName: tableNameOf(id), geometry, fields };
  const described = {
    title: name,
    tableName: spec.tableName,
    geometryType: "Point",
    srid: 4326,
    fields: fields.map((field) => ({ ...field })),
  };
  await database.withSystem(async (tx) => {
    await tx.portalDataset.create({ data: { portalId, datasetId: dataset.id, communityId } });
    await tx.layer.create({ data: { id, communityId, datasetId: dataset.id, name, status: "ready", ...described } });
  });
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId }, work);
  async function* batches(): AsyncGenerator<LayerRow[]> {
    for (let start = 0; start < rows.length; start += 5_000) {
      yield rows.slice(start, start + 5_000).map((values, index) => {
        const at = start + index;
        const coordinates: [number, number] = [-4 + (at % 1_000) / 90, 43 + Math.floor(at / 1_000) / 200];
        return { index: at + 1, values, ewkb: writeEwkb({ type: "Point", coordinates }, null, false) };
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

/** Searches of the same names by trigrams: "label|commune" of the first three. */
export interface TrigramPeers {
  /** Compares all names with the text. */
  bare: (q: string) => Promise<string[]>;
  /** Asks an index; the embedded database would take too long to build it. */
  indexed: ((q: string) => Promise<string[]>) | null;
}

/** Copies the names into a table without row-level security. The database must have, or allow, the extension pg_trgm. */
export async function openTrigramPeers(database: Database, communityId: CommunityId): Promise<TrigramPeers> {
  await database.driver.script(`CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP TABLE IF EXISTS bench_names;
    CREATE TABLE bench_names (label text, commune text, folded text); GRANT INSERT, SELECT ON bench_names TO archipel_system`);
  // As the platform: row-level security hides the names from the owner of the tables.
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `INSERT INTO bench_names SELECT label, commune, app.fold_words(concat(label, ' ', CASE kind WHEN 'commune' THEN '' ELSE commune END, ' ', postcode))
       FROM search_names WHERE community_id = $1::uuid`,
      [communityId],
    ),
  );
  const find = (sql: string) => async (q: string) => {
    const rows = await database.driver.execute<{ label: string; commune: string }>(sql, [q]);
    return rows.map(({ label, commune }) => `${label}|${commune}`);
  };
  const bare = find("SELECT label, commune FROM bench_names ORDER BY similarity(folded, app.fold_words($1)) DESC, length(folded) LIMIT 3");
  if (database.kind === "embedded") return { bare, indexed: null };
  await database.driver.script("CREATE INDEX ON bench_names USING gin (folded gin_trgm_ops)");
  await database.driver.script("VACUUM ANALYZE bench_names");
  const indexed = find(
    "SELECT label, commune FROM bench_names WHERE app.fold_words($1) <% folded ORDER BY word_similarity(app.fold_words($1), folded) DESC, length(folded) LIMIT 3",
  );
  return { bare, indexed };
}
