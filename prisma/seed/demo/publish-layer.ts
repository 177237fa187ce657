import { randomUUID } from "node:crypto";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { styleColumns } from "@archipel/core-api/layer-store/describe/drawn-columns.ts";
import { copyRows, type LayerRow } from "@archipel/core-api/layer-store/tables/copy-rows.ts";
import { finishLayerTable } from "@archipel/core-api/layer-store/tables/finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf } from "@archipel/core-api/layer-store/tables/layer-table.ts";
import { describedBy } from "@archipel/core-api/modules/deliveries/uploads/policy/model-rules.ts";
import { shippedModel } from "@archipel/core-api/modules/models/shipped/read.ts";
import { indexLayerForSearch } from "@archipel/core-api/modules/search/indexing/index-layer.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import type { TerritoryLayer } from "../territory/feature.ts";

const SRID = 4326;
const BATCH_ROWS = 2_000;

type Parts = Pick<Core, "database">;

/** Creates a layer of a dataset from the territory, as publishing an upload would. A ready layer is left unchanged. */
export async function publishTerritoryLayer(
  { database }: Parts,
  actor: MemberActor,
  dataset: { id: string },
  source: TerritoryLayer,
  position: number,
  style: LayerStyle,
): Promise<void> {
  const { communityId, userId } = actor;
  const { name } = source;
  const fields = await describedFields(source);
  const found = await database.withSystem((tx) => tx.layer.findUnique({ where: { datasetId_name: { datasetId: dataset.id, name } } }));
  if (found?.status === "ready") return;
  const id = found?.id ?? randomUUID();
  const spec: TableSpec = {
    layerId: id,
    communityId,
    tableName: tableNameOf(id),
    geometry: { type: source.geometry, srid: SRID, hasZ: false },
    fields,
  };
  const described = {
    title: source.title.fr,
    geometryType: source.geometry,
    srid: SRID,
    fields: fields.map((field) => ({ ...field })),
    style,
    position,
  };
  await database.withWorker(communityId, (tx) =>
    tx.layer.upsert({
      where: { id },
      update: described,
      create: { id, communityId, datasetId: dataset.id, name, tableName: spec.tableName, ...described },
    }),
  );
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId }, work);
  await open((sql) => createLayerTable(sql, spec));
  await open((sql) => copyRows(sql, spec, rowsOf(source)));
  const { colour } = styleColumns({ geometryType: source.geometry, fields, style });
  const { featureCount, bbox } = await finishLayerTable(open, spec, { classColumns: () => (colour ? [colour] : []) });
  await open((sql) => indexLayerForSearch(sql, { ...spec, name }));
  await database.withWorker(communityId, async (tx) => {
    await tx.layer.update({ where: { id }, data: { status: "ready", featureCount, bbox: bbox ?? [] } });
    const revision = { layerId: id, revision: 1 };
    await tx.layerRevision.upsert({
      where: { layerId_revision: revision },
      update: {},
      create: { ...revision, communityId, authorId: userId, summary: { source: "territory", features: featureCount } },
    });
  });
}

/** The planning standard that the invented documents follow. */
const STANDARD = "cnig_PLU_2017";

/** The fields with the lists and days of the standard. The territory is invented and incomplete, so nothing is required. */
async function describedFields({ name, fields }: TerritoryLayer): Promise<LayerField[]> {
  const plain = fields.map(({ codes, ...field }): LayerField => {
    const values = Object.entries(codes ?? {}).map(([value, label]) => ({ value, label }));
    return { ...field, column: field.name.toLowerCase(), ...(values.length > 0 && { rule: { values } }) };
  });
  const model = await shippedModel(STANDARD);
  // Named as a delivery of the standard would be.
  const file = `Donnees_geographiques/97001_${name}_20230928.shp`;
  const described = model ? describedBy(model, { file, layer: name }, plain, "fr") : plain;
  return described.map(({ rule, ...field }) => {
    const { isRequired: _, ...rest } = rule ?? {};
    return Object.keys(rest).length > 0 ? { ...field, rule: rest } : field;
  });
}

async function* rowsOf(source: TerritoryLayer): AsyncGenerator<LayerRow[]> {
  let batch: LayerRow[] = [];
  let index = 0;
  for (const { geometry, properties } of source.features()) {
    const values = source.fields.map((field) => properties[field.name] ?? null);
    if (!isGeometry(geometry)) throw new Error(`feature ${index + 1} of ${source.name} has an odd geometry`);
    batch.push({ index: ++index, values, ewkb: writeEwkb(geometry, null, false) });
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
