// Answers from layers: how long the report of a place takes, with its SQL, over many layers.
//   node bench/answer-layers.ts [layers = 60] [features of each = 83000] [reports = 200]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database, on this machine. The layers stay in it, so that a second run starts at once.
// Every layer covers the same land with squares of 40 m, so that each report finds features in all of them: no portal is worse.
import { randomUUID } from "node:crypto";
import { frRisks } from "@archipel/answers/packs/fr-risks/pack.ts";
import { frSup } from "@archipel/answers/packs/fr-sup/pack.ts";
import type { AnswerPlace, LayerAnswers } from "@archipel/contracts/answers.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, STAGING, type TableSpec, tableNameOf, tableRef } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { reportAt } from "@archipel/core-api/modules/answers/service/report.ts";
import { choosePacks, declareLayer } from "@archipel/core-api/modules/answers/service/settings.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { machine } from "./measure/cpu.ts";
import { quantile, timesRow } from "./measure/times.ts";

const layers = Number(process.argv[2] ?? 60);
const count = Number(process.argv[3] ?? 83_000);
const reports = Number(process.argv[4] ?? 200);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");
const GOAL_MS = 200;
const CELL_M = 40;
const side = Math.ceil(Math.sqrt(count));

/** What the layers are: tables of the plan, easements, and tags of risks. */
const kinds: Partial<LayerAnswers>[] = [
  ...["ZONE_URBA", "PRESCRIPTION_SURF", "INFO_SURF"].map((table) => ({ standard: { model: "cnig-plu-2017", table } })),
  ...frRisks.themes.flatMap(({ sources }) =>
    sources.flatMap(({ layers: wanted, place }) => ("tag" in wanted && place.on === "geometry" ? [{ tags: [wanted.tag] }] : [])),
  ),
  ...frSup.themes.flatMap(({ id }) =>
    id === "sup.other" ? [] : [{ standard: { model: "cnig-sup-2016", table: `${id.slice(4).toUpperCase()}_ASSIETTE_SUP_S` } }],
  ),
].slice(0, layers);

const fields = ["LIBELLE", "TYPEZONE", "TYPEPSC", "STYPEPSC", "IDURBA"].map(
  (name): LayerField => ({ name, column: name.toLowerCase(), type: "text" }),
);
const database = await openDatabase({ kind: "server", url, poolSize: 8 });
await database.migrate();
const core = await createTestCore(database);
const slug = `bench-answers-${kinds.length}-${count}`;
const known = await database.withSystem((tx) => tx.portal.findUnique({ where: { slug }, select: { id: true } }));
const portalId = known?.id ?? (await buildPortal());
console.log(`${machine()}\n${kinds.length} layers, ${(kinds.length * side * side).toLocaleString("en")} features; milliseconds\n`);

for (const [name, placeOf] of [
  ["a point", (x: number, y: number): AnswerPlace => ({ kind: "point", lon: x, lat: y, precision: "exact" })],
  ["a parcel of 30 × 30 m", (x: number, y: number) => drawn(x, y, 0.00035)],
  ["a shape of 300 × 300 m", (x: number, y: number) => drawn(x, y, 0.0035)],
] as const) {
  const times: number[] = [];
  for (let index = 0; index < reports + 20; index++) {
    const place = placeOf(...inside());
    const begun = performance.now();
    await reportAt(core, { userId: null, isOperator: false, isSuspended: false }, { portalId, place, locale: "fr" });
    if (index >= 20) times.push(performance.now() - begun);
  }
  const p95 = quantile(times, 0.95);
  console.log(`${timesRow(name.padEnd(24), times)}   goal of ${GOAL_MS} at p95: ${p95 <= GOAL_MS ? "met" : "MISSED"}`);
}
await database.close();

/** A place that is surely on the squares, in degrees. */
function inside(): [number, number] {
  const metres = side * CELL_M;
  const along = (share: number) => (0.2 + 0.5 * share) * metres;
  return [4.2 + along(Math.random()) / 80_500, 43.6 + along(Math.random()) / 111_100];
}

function drawn(lon: number, lat: number, size: number): AnswerPlace {
  const corners: [number, number][] = [
    [lon, lat],
    [lon + size, lat],
    [lon + size, lat + size * 0.75],
    [lon, lat + size * 0.75],
    [lon, lat],
  ];
  return { kind: "drawn", geometry: { type: "Polygon", coordinates: [corners] } };
}

async function buildPortal(): Promise<string> {
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const manager = { userId, isOperator: false, isSuspended: false, communityId, role: "manager" as const };
  const portal = await createPortal(database, communityId);
  await choosePacks(core, manager, { communityId, portalId: portal.id, packs: ["fr-plu", "fr-sup", "fr-risks"] });
  for (const kind of kinds) await build(manager, portal.id, kind);
  // Named last: an interrupted build is not taken for a whole one.
  await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { slug } }));
  return portal.id;
}

/** A layer of squares from a corner near 4.2° E, 43.6° N, in Lambert 93. */
async function build(manager: MemberActor, portalId: string, kind: Partial<LayerAnswers>): Promise<void> {
  const { communityId } = manager;
  const dataset = await createDataset(database, communityId);
  const about = { communityId, datasetId: dataset.id, name: "squares", title: "Squares", geometryType: "MultiPolygon", srid: 2154 };
  const layerId = randomUUID();
  await database.withSystem((tx) =>
    tx.layer.create({ data: { ...about, id: layerId, tableName: tableNameOf(layerId), fields: fields.map((field) => ({ ...field })) } }),
  );
  const spec: TableSpec = {
    layerId,
    communityId,
    tableName: tableNameOf(layerId),
    geometry: { type: "MultiPolygon", srid: 2154, hasZ: false },
    fields,
  };
  const open = <T>(work: Parameters<typeof database.sqlAs<T>>[1]) => database.sqlAs<T>({ role: "worker", communityId }, work);
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await sql.script(
      `INSERT INTO ${tableRef(spec.tableName, STAGING)} (fid, libelle, typezone, typepsc, stypepsc, idurba, geom)
       SELECT x * ${side} + y + 1, 'Z' || (x + y) % 40, (ARRAY['U', 'N', 'A', 'AUc'])[1 + (x / 5 + y / 5) % 4], '07', '01', '30014_PLU_20171013',
         ST_Multi(ST_MakeEnvelope(797000 + x * ${CELL_M}, 6278000 + y * ${CELL_M}, 797000 + (x + 1) * ${CELL_M}, 6278000 + (y + 1) * ${CELL_M}, 2154))
       FROM generate_series(0, ${side - 1}) x, generate_series(0, ${side - 1}) y`,
    );
  });
  const { featureCount, bbox } = await finishLayerTable(open, spec);
  await database.withSystem((tx) => tx.layer.update({ where: { id: layerId }, data: { status: "ready", featureCount, bbox: bbox ?? [] } }));
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId: dataset.id, communityId } }));
  const declared: LayerAnswers = {
    standard: null,
    tags: [],
    coverage: { kind: "everywhere" },
    accuracyM: null,
    scaleDenominator: 5_000,
    captured: null,
    staleAfterDays: null,
    documents: [{ id: null, title: "PLU", state: "03" }],
    ...kind,
  };
  await declareLayer(core, manager, { communityId, layerId, declared });
}
