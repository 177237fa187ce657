import type { FeatureRow, InspectedLayer, LayerSource } from "@archipel/gdal/model.ts";
import { type Bbox, unionBbox } from "@archipel/geo/bbox.ts";
import { type Crs, crsOf, fitsCrs, touchesCrs } from "@archipel/geo/crs.ts";
import { forEachPosition } from "@archipel/geo/geojson.ts";
import { isPlainlyValid } from "@archipel/geo/plainly-valid.ts";
import { geometryTypeNames, readWkb, scanWkb, WkbError, WkbReader } from "@archipel/geo/wkb.ts";
import { ARC_AREA_PERCENT, type Reshaped } from "@archipel/geo/wkb-curves.ts";
import { type ColumnType, commonType } from "@archipel/geo/wkb-promote.ts";
import type { OpenSession } from "../../../../layer-store/tables/layer-table.ts";
import { FindingList, type NewFinding } from "./findings.ts";
import { type Sample, Sampler } from "./sample.ts";
import { ValidityQueue } from "./validity-queue.ts";
import { ValueLosses } from "./value-losses.ts";

/** What reading every feature of a layer found. */
export interface Examination {
  featureCount: number;
  /** The one type that holds all geometries, such as `MultiPolygon Z`. */
  geometryType: string;
  extent: Bbox | null;
  findings: NewFinding[];
  sample: Sample;
}

const REPLACEMENT = "\uFFFD";
/** UTF-8 bytes that were once read as Latin-1: "é" became "Ã©". */
const DOUBLE_ENCODED = /Ã[\u0080-\u00BF©¨ª«®´»¯¢§¼¶]|â€[™œ“”˜]/;

/**
 * Reads all features of a layer once: geometry types, extent, validity, domain of the CRS, texts, and a sample for the preview.
 *
 * @param srid the CRS in use: chosen by a person, or found; null when unknown
 */
export async function examineLayer(
  layer: InspectedLayer,
  srid: number | null,
  batches: AsyncIterable<FeatureRow[]>,
  open: OpenSession,
  onProgress: (done: number) => Promise<void>,
): Promise<Examination> {
  const rows = new RowExamination(layer, srid, layer.featureCount);
  await rows.read(batches, open, onProgress);
  return rows.conclude(layer);
}

/** What is known of a layer before its first row is examined. */
type Described = Pick<InspectedLayer, "fields"> & { source: Pick<LayerSource, "format" | "hasZ"> };

/** The examination of rows, whose layer needs to be known whole only at the end. */
export class RowExamination {
  readonly findings = new FindingList();
  readonly validity = new ValidityQueue(this.findings);
  readonly values: ValueLosses;
  count = 0;
  /** The CRS in use. */
  readonly srid: number | null;
  readonly #layer: Described;
  readonly #crs: Crs | undefined;
  readonly #sampler: Sampler;
  /** The types of the geometries. */
  readonly #types = new Set<string>();
  #type: ColumnType | null = null;
  #hasHeights = false;
  #extent: Bbox | null = null;

  /** @param expected number of rows; null when it is not known yet */
  constructor(layer: Described, srid: number | null, expected: number | null) {
    this.srid = srid;
    this.#layer = layer;
    this.#crs = srid === null ? undefined : crsOf(srid);
    this.values = new ValueLosses(layer.fields, this.findings);
    this.#sampler = new Sampler(expected);
  }

  /** Looks at all rows. */
  async read(batches: AsyncIterable<FeatureRow[]>, open: OpenSession, onProgress: (done: number) => Promise<void>): Promise<void> {
    for await (const batch of batches) {
      for (const row of batch) this.see(row);
      await this.validity.askWhenFull(open);
      await onProgress(this.count);
    }
    await this.validity.ask(open);
  }

  /** Looks at one feature. Geometries that are not plainly valid are queued for PostGIS. */
  see(row: FeatureRow): void {
    this.count++;
    this.#seeTexts(row);
    this.values.see(row);
    if (row.isGeometryUnreadable) {
      // In a table, a text among the geometries is a fault of one row; in a binary file it shows that the file is damaged.
      const severity = this.#layer.source.format === "csv" ? "warning" : "error";
      this.findings.add({ rule: "geometry-unreadable", severity, featureIndex: row.index, params: {} });
      return;
    }
    if (row.reshaped) for (const finding of reshapedFindings(row.index, row.reshaped)) this.findings.add(finding);
    if (!row.ewkb) {
      this.findings.add({ rule: "geometry-empty", severity: "warning", featureIndex: row.index, params: {} });
      return;
    }
    const reader = new WkbReader(row.ewkb);
    const facts = this.#scan(reader, row.index);
    if (!facts) return;
    if (!facts.isFinite) {
      this.findings.add({ rule: "coordinates-not-finite", severity: "warning", featureIndex: row.index, params: {} });
      return;
    }
    if (!facts.bbox) {
      this.findings.add({ rule: "geometry-empty", severity: "warning", featureIndex: row.index, params: {} });
      return;
    }
    this.#type = this.#type ? commonType(this.#type, facts.type) : facts.type;
    this.#types.add(facts.type);
    this.#hasHeights ||= facts.hasZ && (this.#layer.source.hasZ === true || hasHeights(row.ewkb));
    this.#extent = this.#extent ? unionBbox(this.#extent, facts.bbox) : facts.bbox;
    if (this.#crs && !touchesCrs(facts.bbox, this.#crs)) {
      const at: [number, number] = [facts.bbox[0], facts.bbox[1]];
      const params = { x: round(at[0]), y: round(at[1]), srid: this.#crs.srid, crs: this.#crs.title };
      this.findings.add({ rule: "geometry-out-of-domain", severity: "warning", featureIndex: row.index, params });
    }
    this.#sampler.offer(row);
    const isPoint = facts.type === "Point" || facts.type === "MultiPoint";
    reader.offset = 0;
    if (!isPoint && !isPlainlyValid(reader)) this.validity.doubt(row.index, row.ewkb);
  }

  #scan(reader: WkbReader, featureIndex: number) {
    try {
      return scanWkb(reader);
    } catch (error) {
      if (!(error instanceof WkbError)) throw error;
      this.validity.add(featureIndex, error.message);
      return null;
    }
  }

  #seeTexts(row: FeatureRow): void {
    for (let column = 0; column < row.values.length; column++) {
      const value = row.values[column];
      if (typeof value !== "string" || !(value.includes(REPLACEMENT) || DOUBLE_ENCODED.test(value))) continue;
      const field = this.#layer.fields[column]?.name ?? "";
      this.findings.add({
        rule: "encoding-doubtful",
        severity: "warning",
        featureIndex: row.index,
        field,
        params: { value: value.slice(0, 80) },
      });
    }
  }

  conclude(layer: InspectedLayer): Examination {
    const families = new Set([...this.#types].map((type) => type.replace(/^Multi/, "")));
    if (families.size > 1) {
      const types = [...families].sort().join(", ");
      this.findings.add({ rule: "mixed-geometry", severity: "warning", params: { types } });
    }
    if (this.count === 0) this.findings.add({ rule: "layer-empty", severity: "warning", params: {} });
    for (const finding of crsFindings(layer, this.srid, this.#extent)) this.findings.add(finding);
    // When the whole layer lies outside its CRS, the CRS is wrong: one finding says so, instead of one for each feature.
    const isMismatch = this.findings.count("crs-mismatch") > 0;
    const findings = this.findings.all().filter((finding) => !(isMismatch && finding.rule === "geometry-out-of-domain"));
    const declared = geometryTypeNames.find((name) => name === layer.geometryType.replace(/ Z$/, ""));
    const type: ColumnType = this.#type ?? declared ?? "Geometry";
    return {
      featureCount: this.count,
      geometryType: this.#hasHeights ? `${type} Z` : type,
      extent: this.#extent,
      findings,
      sample: this.#sampler.sample,
    };
  }
}

function reshapedFindings(featureIndex: number, { arcs, isSurface, isMeasured }: Reshaped): NewFinding[] {
  const at = { featureIndex, severity: "warning" } as const;
  return [
    ...(arcs > 0 ? [{ ...at, rule: "geometry-curved", params: { deviation: Number(arcs.toPrecision(3)), area: ARC_AREA_PERCENT } }] : []),
    ...(isSurface ? [{ ...at, severity: "info" as const, rule: "geometry-surface", params: {} }] : []),
    ...(isMeasured ? [{ ...at, rule: "measures-dropped", params: {} }] : []),
  ];
}

/** Findings about the CRS, from the extent of the layer. */
function crsFindings(layer: InspectedLayer, srid: number | null, extent: Bbox | null): NewFinding[] {
  if (srid === null) return [{ rule: "crs-unknown", severity: "error", params: { name: layer.crs.name ?? "" } }];
  const crs = crsOf(srid);
  const title = crs?.title ?? layer.crs.name ?? `EPSG:${srid}`;
  if (crs && extent && !touchesCrs(extent, crs)) {
    const [suggestion] = layer.crs.candidates.filter((candidate) => candidate !== srid && candidateFits(candidate, extent));
    const params = { srid, crs: title, ...(suggestion ? { suggestion, suggestionTitle: crsOf(suggestion)?.title ?? "" } : {}) };
    return [{ rule: "crs-mismatch", severity: "error", params }];
  }
  if (layer.crs.how === "guessed" && layer.crs.srid === srid)
    return [{ rule: "crs-guessed", severity: "warning", params: { srid, crs: title } }];
  return [];
}

function candidateFits(srid: number, extent: Bbox): boolean {
  const crs = crsOf(srid);
  return crs !== undefined && fitsCrs(extent, crs);
}

/** Whether a layer that does not declare heights has any. The sandbox writes 0 where there is no height. */
function hasHeights(ewkb: Uint8Array): boolean {
  let found = false;
  forEachPosition(readWkb(ewkb).geometry, (position) => {
    found ||= position[2] !== undefined && position[2] !== 0 && Number.isFinite(position[2]);
  });
  return found;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
