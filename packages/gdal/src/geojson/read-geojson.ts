import { closeSync, openSync } from "node:fs";
import { geometryTypeNames } from "@archipel/geo/wkb.ts";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { FeatureTooLargeError } from "../model.ts";
import type { WrittenRows } from "../rows/read-rows.ts";
import { ROWS_VERSION } from "../rows/row-writer.ts";
import { couldBeDegrees, DEGREES_SAMPLE, type InfoLayer } from "../sandbox/ogr-info.ts";
import { FeatureReader } from "./feature.ts";
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  JsonScanner,
  MAX_STEP_BYTES,
  NotUnderstood,
  OPEN_BRACE,
  OPEN_BRACKET,
  TooLong,
} from "./scanner.ts";

/** A GeoJSON layer as GDAL would describe it, without its CRS. */
export interface GeoJsonLayer {
  info: InfoLayer;
  /** Whether it has heights; null when features of several types may or may not have some. */
  hasZ: boolean | null;
  /** The member `crs` of the document. */
  crs: unknown;
  rows: WrittenRows;
}

const FLUSH_BYTES = 512 * 1024;

/** Called whenever rows were written. @param describe the layer as its rows so far say it @throws NotUnderstood from `describe` */
export type OnWritten = (bytes: number, describe: () => GeoJsonLayer) => void;

/** Limit of the rows of one layer on disk while they are read. */
const MAX_ROWS_BYTES = 4 * 1024 ** 3;
/** Members of a document that do not affect its features. */
const HARMLESS: ReadonlySet<string> = new Set([
  "bbox",
  "totalFeatures",
  "numberMatched",
  "numberReturned",
  "timeStamp",
  "timestamp",
  "generator",
  "copyright",
  "licence",
  "license",
  "attribution",
]);

/**
 * Reads a FeatureCollection, or a text sequence of features, in one pass: describes the layer and writes its rows to a file. Unusual input
 * (see ADR 0012) is left to GDAL, so that results never depend on which reader ran.
 *
 * @param source UTF-8
 * @param target file for the rows, in the format of rows/row-writer.ts; null when rows are not needed
 * @param options.maxFeatureBytes longest text of a feature
 * @returns null when GDAL should read it
 * @throws FeatureTooLargeError when a feature is longer; GDAL would need many times more memory for it
 */
export function readGeoJson(
  source: string,
  target: string | null,
  isSequence: boolean,
  { maxFeatureBytes = MAX_STEP_BYTES, onWritten }: { maxFeatureBytes?: number; onWritten?: OnWritten } = {},
): GeoJsonLayer | null {
  const descriptor = openSync(source, "r");
  const output = target === null ? null : openSync(target, "w");
  try {
    return new CollectionReader(descriptor, output, maxFeatureBytes, onWritten).read(isSequence);
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  } finally {
    closeSync(descriptor);
    if (output !== null) closeSync(output);
  }
}

class CollectionReader {
  readonly #scanner: JsonScanner;
  readonly #features: FeatureReader;
  readonly #output: number | null;
  readonly #maxFeatureBytes: number;
  readonly #onWritten: OnWritten | undefined;
  readonly #describe = () => this.#layer();
  #written = 0;
  #count = 0;
  /** Type code of all features so far; 0 before the first geometry, -1 when there are several types. */
  #code = 0;
  #hasZ = false;
  #name = "";
  #crs: unknown;
  #west = Number.POSITIVE_INFINITY;
  #south = Number.POSITIVE_INFINITY;
  #east = Number.NEGATIVE_INFINITY;
  #north = Number.NEGATIVE_INFINITY;
  #sampled = 0;
  #inDegrees = 0;

  constructor(descriptor: number, output: number | null, maxFeatureBytes: number, onWritten: OnWritten | undefined) {
    this.#maxFeatureBytes = maxFeatureBytes;
    this.#onWritten = onWritten;
    this.#scanner = new JsonScanner(descriptor, maxFeatureBytes);
    this.#features = new FeatureReader(this.#scanner);
    this.#output = output;
  }

  read(isSequence: boolean): GeoJsonLayer {
    if (isSequence) while (!this.#scanner.step(() => this.#scanner.isOver())) this.#feature();
    else this.#document();
    if (this.#count === 0) throw new NotUnderstood("no feature");
    this.#flush();
    return this.#layer();
  }

  #document(): void {
    const scanner = this.#scanner;
    const seen = new Set<string>();
    scanner.step(() => scanner.expect(OPEN_BRACE));
    let isMore = true;
    while (isMore) {
      const { key, value } = scanner.step(() => this.#member());
      if (seen.has(key)) throw new NotUnderstood("a member that comes twice");
      seen.add(key);
      if (key === "type" && value !== "FeatureCollection") throw new NotUnderstood("no collection");
      // GDAL reads all members before the features; members after them may be treated differently.
      if ((key === "name" || key === "crs") && seen.has("features")) throw new NotUnderstood("a head behind the features");
      if (key === "name") this.#name = typeof value === "string" ? value : "";
      if (key === "crs") this.#crs = value;
      if (key === "features") this.#list();
      isMore = scanner.step(() => scanner.hasNext(CLOSE_BRACE));
    }
    if (!seen.has("type") || !scanner.step(() => scanner.isOver())) throw new NotUnderstood("no collection");
  }

  #member(): { key: string; value: unknown } {
    const scanner = this.#scanner;
    const key = scanner.text();
    scanner.expect(COLON);
    if (key === "features") {
      scanner.expect(OPEN_BRACKET);
      return { key, value: undefined };
    }
    const value = scanner.value();
    if (key !== "type" && key !== "name" && key !== "crs" && !HARMLESS.has(key)) throw new NotUnderstood(`a member ${key}`);
    if (key === "name" && typeof value !== "string") throw new NotUnderstood("a name that is no text");
    return { key, value };
  }

  #list(): void {
    const next = () => this.#scanner.hasNext(CLOSE_BRACKET);
    do this.#feature();
    while (this.#scanner.step(next));
  }

  readonly #readFeature = () => this.#features.read();

  #feature(): void {
    const { geometry, rows } = this.#features;
    const hasGeometry = this.#scanFeature();
    this.#count++;
    if (hasGeometry) {
      this.#code = this.#code === 0 || this.#code === geometry.code ? geometry.code : -1;
      this.#hasZ ||= geometry.hasZ;
      const { west, south, east, north } = geometry;
      if (this.#sampled < DEGREES_SAMPLE) {
        this.#sampled++;
        if (couldBeDegrees([west, south, east, north])) this.#inDegrees++;
      }
      if (west < this.#west) this.#west = west;
      if (south < this.#south) this.#south = south;
      if (east > this.#east) this.#east = east;
      if (north > this.#north) this.#north = north;
    }
    if (rows.length >= FLUSH_BYTES) this.#flush();
  }

  #scanFeature(): boolean {
    try {
      return this.#scanner.step(this.#readFeature);
    } catch (error) {
      if (error instanceof TooLong) throw new FeatureTooLargeError(this.#count + 1, this.#maxFeatureBytes);
      throw error;
    }
  }

  #flush(): void {
    const { rows } = this.#features;
    this.#written += rows.length;
    if (this.#written > MAX_ROWS_BYTES) throw new NotUnderstood("too much for a disk");
    if (this.#output !== null) writeAll(this.#output, rows.used());
    rows.length = 0;
    this.#onWritten?.(this.#written, this.#describe);
  }

  #layer(): GeoJsonLayer {
    const { columns } = this.#features;
    const type = geometryTypeNames[this.#code - 1];
    const extent = Number.isFinite(this.#west)
      ? ([this.#west, this.#south, this.#east, this.#north] as [number, number, number, number])
      : null;
    return {
      info: {
        name: this.#name,
        featureCount: this.#count,
        fields: columns.fields(),
        geometry: {
          type: type === undefined ? "Geometry" : this.#hasZ ? `${type} Z` : type,
          column: "",
          isMeasured: false,
          extent,
          crs: null,
        },
        key: null,
        isMostlyDegrees: this.#inDegrees * 2 > this.#sampled,
      },
      hasZ: this.#hasZ && type === undefined ? null : this.#hasZ,
      crs: this.#crs,
      rows: { version: ROWS_VERSION, columns: [...columns.names] },
    };
  }
}
