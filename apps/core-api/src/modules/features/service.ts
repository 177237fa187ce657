import type { Feature, FeatureItem, featuresAt, featuresAtInput, featuresInViewInput } from "@archipel/contracts/features.ts";
import { bboxesIntersect, growBbox } from "@archipel/geo/bbox.ts";
import { bboxFromMercator, bboxToMercator, EARTH_RADIUS_METRES, lonLatToMercator } from "@archipel/geo/mercator.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { propertiesText } from "../../layer-store/describe/properties-text.ts";
import { sourceNames } from "../../layer-store/describe/source-names.ts";
import type { Lens } from "../../layer-store/lens/lens.ts";
import { narrowed } from "../../layer-store/lens/narrow.ts";
import { attributesOf } from "../../layer-store/tables/attribute-columns.ts";
import { hasQualityTable } from "../../layer-store/tables/quality-table.ts";
import { withShownVersions } from "../access/lens/service/seen.ts";
import { inLens, mayHaveGrants, ownLens, readFound } from "../access/lens/service/through-lens.ts";
import { countInView, type FeatureRow, featureByFid, featuresAfter, featuresAtPoint, featuresInView, portalLayers } from "./queries.ts";
import { labelOf, type NamedSource, readThrough, sourceOf, versionOfText } from "./source/named-source.ts";

/** A row for lists. */
export function itemOf(row: FeatureRow, source: NamedSource): FeatureItem {
  const properties = attributesOf(row, source.fields);
  const { west, south, east, north } = row;
  const isPlaced = west !== null && south !== null && east !== null && north !== null;
  return {
    fid: row.fid,
    label: labelOf(properties, source, row.fid),
    bbox: isPlaced ? bboxFromMercator([west, south, east, north]) : null,
    properties,
  };
}

/** The features in a bounding box, for lists beside the map, those nearest its centre first. `total` is at most 10,001. */
export function listInView(
  core: Core,
  actor: Actor,
  input: z.infer<typeof featuresInViewInput>,
): Promise<{ items: FeatureItem[]; total: number }> {
  return readThrough(core, actor, input.layerId, async (sql, source) => {
    const isKnown = input.confidenceAtLeast !== undefined && source.lens === null && (await hasQualityTable(sql, source.tableName));
    const view = {
      box3857: bboxToMercator(input.bbox),
      q: input.q?.trim() ?? "",
      confidenceAtLeast: isKnown ? (input.confidenceAtLeast ?? null) : null,
      conditions: input.conditions ?? [],
    };
    const rows = await featuresInView(sql, source, view, input.limit);
    const total = rows.length < input.limit ? rows.length : await countInView(sql, source, view);
    return { items: rows.map((row) => itemOf(row, source)), total };
  });
}

/** One feature with all its visible attributes and its geometry. */
export async function getFeature(core: Core, actor: Actor, input: { layerId: string; fid: number }): Promise<Feature> {
  const { feature, source } = await readThrough(core, actor, input.layerId, async (sql, source) => {
    const row = await featureByFid(sql, source, input.fid);
    if (!row) throw new DomainError("not-found", "feature-not-found", { fid: input.fid });
    const geometry = row.geojson === null ? null : (JSON.parse(row.geojson) as Record<string, unknown>);
    return { source, feature: { ...itemOf(row, source), layerId: input.layerId, version: row.version, geometry } };
  });
  const [shown = feature] = await withShownVersions(core, actor, source, [feature]);
  return shown;
}

/** A line or a point within this distance counts as under the point. */
const REACH_METRES = 15;
const MAX_AT_POINT = 20;

/** The features of a portal's layers under a point ("What applies here?"), by layer in the portal's order. */
export function listAtPoint(core: Core, actor: Actor, input: z.infer<typeof featuresAtInput>): Promise<z.infer<typeof featuresAt>> {
  const point3857 = lonLatToMercator(input.lon, input.lat);
  // Web mercator stretches by 1 / cos(latitude).
  const reach3857 = REACH_METRES / Math.cos((input.lat * Math.PI) / 180);
  const degrees = (reach3857 / EARTH_RADIUS_METRES) * (180 / Math.PI);
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const found: z.infer<typeof featuresAt> = [];
    const look = async (layer: Awaited<ReturnType<typeof portalLayers>>[number], lens: Lens | null) => {
      const bbox = bboxOf(layer.bbox);
      const near: typeof bbox = [input.lon - degrees, input.lat - degrees, input.lon + degrees, input.lat + degrees];
      if (!bbox || !bboxesIntersect(growBbox(bbox, 0.001), near)) return;
      const source = sourceOf(layer, lens);
      const rows = await featuresAtPoint(sql, source, point3857, reach3857, MAX_AT_POINT);
      if (rows.length > 0) found.push({ layerId: layer.id, features: rows.map((row) => itemOf(row, source)) });
    };
    const whole = await portalLayers(sql, input.portalId);
    for (const layer of whole) await look(layer, null);
    if (!mayHaveGrants(actor)) return found;
    return inLens(sql, actor, async () => {
      for (const layer of await portalLayers(sql, input.portalId)) {
        const lens = whole.some(({ id }) => id === layer.id) ? null : await ownLens(sql, layer.id);
        if (lens) await look(narrowed(layer, lens), lens);
      }
      return found;
    });
  });
}

/** Rows per transaction: the embedded database serves other requests in between, and a slow client holds no transaction open. */
const EXPORT_ROWS = 500;
/** Changes when the same layer is written to another text. */
const EDITION = "1";

export interface GeoJsonExport {
  fileName: string;
  isPublic: boolean;
  /** Whether the caller sees a part of the layer. */
  isPart: boolean;
  version: string;
  /** A FeatureCollection (RFC 7946), piece by piece. */
  text(): AsyncGenerator<string>;
}

/** A whole layer as GeoJSON, read by keyset: only one page is in memory at a time. */
export async function exportGeoJson(core: Core, actor: Actor, layerId: string): Promise<GeoJsonExport> {
  const { layer, source } = await readThrough(core, actor, layerId, async (_sql, source, layer) => ({ layer, source }));
  const names = sourceNames(source.fields);
  const page = (after: number) => readFound(core.database, actor, source.lens, (sql) => featuresAfter(sql, source, after, EXPORT_ROWS));
  async function* text(): AsyncGenerator<string> {
    yield `{"type":"FeatureCollection","name":${JSON.stringify(layer.title)},"features":[`;
    let after = 0;
    for (let rows = await page(after); rows.length > 0; rows = await page(after)) {
      let piece = "";
      for (const row of rows) {
        const properties = propertiesText(source.fields, names, attributesOf(row, source.fields));
        piece += `${after === 0 ? "" : ","}\n{"type":"Feature","id":${row.fid},"properties":${properties},"geometry":${row.geojson ?? "null"}}`;
        after = row.fid;
      }
      yield piece;
      if (rows.length < EXPORT_ROWS) break;
    }
    yield "\n]}\n";
  }
  const fileName = layer.name === layer.datasetSlug ? layer.name : `${layer.datasetSlug}-${layer.name}`;
  const version = versionOfText(layer, EDITION, source.lens);
  return { fileName, isPublic: source.lens?.isPublic ?? layer.isPublic, isPart: source.lens !== null, version, text };
}
