import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { anonymous } from "../kernel/actor.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { indexLayerForSearch } from "../modules/search/indexing/index-layer.ts";
import { suggest } from "../modules/search/service.ts";
import type { TestCore } from "./test-core.ts";

export const fieldsOf = (...names: string[]): LayerField[] => names.map((name) => ({ name, column: name.toLowerCase(), type: "text" }));

interface Names {
  name: string;
  fields: LayerField[];
  rows: (string | number | null)[][];
  geometry?: (row: number) => Geometry;
  dataset?: { visibility?: "public" | "members"; status?: "draft" | "published" };
  /** False: as a layer of an older version, which a task indexes later. */
  isIndexed?: boolean;
}

export const pointAt = (lon: number, lat: number): Geometry => ({ type: "Point", coordinates: [lon, lat] });
export const squareAt = (lon: number, lat: number, size = 0.1): Geometry => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [lon, lat],
        [lon + size, lat],
        [lon + size, lat + size],
        [lon, lat + size],
        [lon, lat],
      ],
    ],
  ],
});

async function addNames({ database }: TestCore, community: CommunityId, portalId: string, wanted: Names) {
  const { name, fields, rows, geometry = (row) => pointAt(2 + row / 100, 46), isIndexed = true } = wanted;
  const shapes = rows.map((_, row) => geometry(row));
  const type = shapes[0]?.type === "MultiPolygon" ? "MultiPolygon" : "Point";
  const features = rows.map((values, row) => ({ geometry: shapes[row] ?? null, values }));
  const dataset = wanted.dataset ?? {};
  const layer = await buildTestLayer(database, community, { geometry: { type, srid: 4326, hasZ: false }, fields, features, dataset });
  await database.withSystem((tx) => tx.layer.update({ where: { id: layer.layerId }, data: { name } }));
  const entries = isIndexed ? await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name })) : 0;
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId: layer.datasetId, communityId: community } }));
  return { ...layer, name, entries };
}

/** A portal whose layers are searched, and what its search field finds. */
export async function searchWorld(core: TestCore) {
  const { database } = core;
  const community = await createCommunity(database);
  const portal = await createPortal(database, community.id);
  const ask = (q: string, actor = anonymous, limit = 8) => suggest(core, actor, { portalId: portal.id, q, locale: "fr", limit });
  const results = async (q: string, actor = anonymous) =>
    (await ask(q, actor)).groups.flatMap((group) => group.results).filter(({ kind }) => kind !== "dataset" && kind !== "help");
  const find = async (q: string, actor = anonymous) => (await results(q, actor)).map(({ label }) => label);
  /** With the commune: "Rue du Lin, Rennes". */
  const places = async (q: string) => (await results(q)).map(({ label, commune }) => `${label}, ${commune?.name ?? "?"}`);
  const add = (names: Names) => addNames(core, community.id, portal.id, names);
  return { community, portal, ask, results, find, places, add };
}

export const addressFields = fieldsOf("numero", "nom_voie", "code_postal", "nom_commune");
