import { cloudTilePath } from "@archipel/contracts/clouds.ts";
import type { CloudCollection, CloudItem } from "../../modules/clouds/catalogue/service.ts";
import { licenceLinks } from "../ogc/collections.ts";
import { dimensionsOf } from "./dimensions.ts";

// STAC 1.1.0 (https://github.com/radiantearth/stac-spec), with the extensions pointcloud 1.0, projection 2.0 and file 2.1. Names of fields and
// roles are those of the standards; titles and descriptions are those of the datasets.

export const STAC_VERSION = "1.1.0";
const extension = (name: string) => `https://stac-extensions.github.io/${name}/schema.json`;
const POINT_CLOUD = extension("pointcloud/v1.0.0");
const PROJECTION = extension("projection/v2.0.0");
const FILE = extension("file/v2.1.0");
const COPC = "application/vnd.laszip+copc";

export interface StacLink {
  href: string;
  rel: string;
  type?: string;
  title?: string;
}

/** STAC wants names of SPDX, or `other` with a link. */
const SPDX: Readonly<Record<string, string>> = {
  "etalab-2.0": "etalab-2.0",
  "odbl-1.0": "ODbL-1.0",
  "cc-by-4.0": "CC-BY-4.0",
  "cc0-1.0": "CC0-1.0",
};

const JSON_TYPE = "application/json";
const GEOJSON = "application/geo+json";

export const rootLink = (base: string): StacLink => ({ href: base, rel: "root", type: JSON_TYPE });
const pathOf = (base: string, { id }: Pick<CloudCollection, "id">) => `${base}/collections/${id}`;

/** A point-cloud layer as a STAC Collection. */
export function collectionDocument(base: string, collection: CloudCollection) {
  const { id, title, description, keywords, licence, contactName, bbox, srid, firstDay, lastDay, points } = collection;
  const { lowestDensity, highestDensity } = collection;
  const path = pathOf(base, collection);
  return {
    type: "Collection",
    stac_version: STAC_VERSION,
    stac_extensions: [],
    id,
    title,
    description: description || title,
    ...(keywords.length > 0 && { keywords }),
    license: SPDX[licence] ?? "other",
    ...(contactName && { providers: [{ name: contactName }] }),
    extent: {
      // A layer without a box has no tiles that are placed; STAC asks for a box all the same.
      spatial: { bbox: [bbox ?? [-180, -90, 180, 90]] },
      temporal: { interval: [[firstDay && startOf(firstDay), lastDay && endOf(lastDay)]] },
    },
    summaries: {
      "pc:type": ["lidar"],
      "pc:encoding": [COPC],
      "pc:count": { min: 0, max: points },
      ...(lowestDensity !== null && highestDensity !== null && { "pc:density": { min: lowestDensity, max: highestDensity } }),
      "proj:code": [`EPSG:${srid}`],
    },
    item_assets: { data: { type: COPC, roles: ["data"], title: "COPC" } },
    links: [
      rootLink(base),
      { href: base, rel: "parent", type: JSON_TYPE },
      { href: path, rel: "self", type: JSON_TYPE },
      { href: `${path}/items`, rel: "items", type: GEOJSON },
      { href: base.replace(/\/stac$/, `/ogc/collections/${id}`), rel: "alternate", type: JSON_TYPE, title: "OGC API – Features" },
      ...licenceLinks(licence),
    ],
  };
}

/** A tile as a STAC Item. */
export function itemDocument(base: string, collection: CloudCollection, item: CloudItem) {
  const { id, title, revision, size, sha256, mediaType, facts } = item;
  const path = pathOf(base, collection);
  const ring = facts.footprint ? [...facts.footprint, facts.footprint[0]] : null;
  const box = facts.footprint && boxOf(facts.footprint);
  return {
    type: "Feature",
    stac_version: STAC_VERSION,
    stac_extensions: [POINT_CLOUD, PROJECTION, FILE],
    id,
    collection: collection.id,
    geometry: ring && { type: "Polygon", coordinates: [ring] },
    ...(box && { bbox: box }),
    properties: {
      title,
      ...timesOf(item),
      updated: item.createdAt.toISOString(),
      version: String(revision),
      "pc:count": facts.points,
      "pc:type": "lidar",
      "pc:encoding": COPC,
      "pc:schemas": dimensionsOf(facts),
      ...(facts.density > 0 && { "pc:density": facts.density }),
      "pc:statistics": ["X", "Y", "Z"].map((name, axis) => ({ name, minimum: facts.min[axis], maximum: facts.max[axis] })),
      ...(facts.srid !== null && { "proj:code": `EPSG:${facts.srid}` }),
      "proj:bbox": [...facts.min, ...facts.max],
    },
    assets: {
      data: {
        href: `${base.replace(/\/stac$/, "")}${cloudTilePath({ id, revision })}`,
        type: mediaType,
        title: item.fileName,
        roles: ["data"],
        "file:size": size,
        // A multihash: SHA-256 is 12, its length 20.
        ...(/^[0-9a-f]{64}$/.test(sha256) && { "file:checksum": `1220${sha256}` }),
      },
    },
    links: [
      rootLink(base),
      { href: path, rel: "parent", type: JSON_TYPE },
      { href: path, rel: "collection", type: JSON_TYPE, title: collection.title },
      { href: `${path}/items/${id}`, rel: "self", type: GEOJSON },
    ],
  };
}

/** The days of measurement; without them, the moment when the tile was published, because an item must have a time. */
function timesOf({ facts: { dates }, createdAt }: CloudItem) {
  if (!dates) return { datetime: createdAt.toISOString() };
  return { datetime: null, start_datetime: startOf(dates[0]), end_datetime: endOf(dates[1]) };
}

const startOf = (day: string) => `${day}T00:00:00Z`;
const endOf = (day: string) => `${day}T23:59:59Z`;

function boxOf(corners: readonly (readonly [number, number])[]): [number, number, number, number] {
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
