import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { createDataset } from "@archipel/testing/factories.ts";
import { copyRows, type LayerRow, type RowValue } from "./copy-rows.ts";
import { type FinishOptions, finishLayerTable } from "./finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf } from "./layer-table.ts";

/** For tests: a layer as a publication makes it, from GeoJSON geometries in the CRS of the column. */
export interface TestLayer {
  geometry: GeometryColumn;
  fields?: LayerField[];
  features: { geometry: Geometry | null; values?: RowValue[] }[];
  dataset?: { status?: "draft" | "published"; visibility?: "public" | "members" | "private" };
  finish?: FinishOptions;
}

export async function buildTestLayer(database: Database, communityId: CommunityId, wanted: TestLayer) {
  const dataset = await createDataset(database, communityId, wanted.dataset);
  const layerId = randomUUID();
  const fields = wanted.fields ?? [];
  const spec: TableSpec = { layerId, communityId, tableName: tableNameOf(layerId), geometry: wanted.geometry, fields };
  await database.withSystem((tx) =>
    tx.layer.create({
      data: {
        id: layerId,
        communityId,
        datasetId: dataset.id,
        name: "things",
        title: "Things",
        tableName: spec.tableName,
        geometryType: wanted.geometry.type,
        srid: wanted.geometry.srid,
        fields: fields.map((field) => ({ ...field })),
        style: { kind: "auto" },
        status: "building",
      },
    }),
  );
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId }, work);
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await copyRows(sql, spec, rowsOf(wanted));
  });
  const statistics = await finishLayerTable(open, spec, wanted.finish);
  await database.withSystem((tx) =>
    tx.layer.update({
      where: { id: layerId },
      data: { status: "ready", featureCount: statistics.featureCount, bbox: statistics.bbox ?? [] },
    }),
  );
  return { layerId, datasetId: dataset.id, spec, statistics, open };
}

async function* rowsOf({ features, geometry }: TestLayer): AsyncGenerator<LayerRow[]> {
  for (let start = 0; start < features.length; start += 1000) {
    yield features.slice(start, start + 1000).map((feature, index) => ({
      index: start + index + 1,
      values: feature.values ?? [],
      ewkb: feature.geometry ? writeEwkb(feature.geometry, null, geometry.hasZ) : null,
    }));
  }
}
