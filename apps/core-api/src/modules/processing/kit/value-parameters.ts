import { decimalOf } from "@archipel/contracts/decimal.ts";
import type { Words } from "@archipel/contracts/processing.ts";
import { type Crs, crsOf } from "@archipel/geo/crs.ts";
import { isGeometry, type MultiPolygonGeometry, type PolygonGeometry, type Position } from "@archipel/geo/geojson.ts";
import { assertFewCrossings } from "../../../kernel/few-crossings.ts";
import { fault, type LabelOptions, labelsOf, type Parameter, plain } from "./parameter.ts";

export function numberParameter(
  options: LabelOptions & { min: number; max: number; unit?: Words; isWhole?: boolean; initial?: number },
): Parameter<number> {
  const { min, max, unit = null, isWhole = false, initial } = options;
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "number", unit, min, max, isWhole, initial: initial ?? null }),
    (raw, key) => {
      const number = typeof raw === "string" ? decimalOf(raw.replace(",", ".")) : raw;
      if (typeof number !== "number" || !Number.isFinite(number)) throw fault(key, "processing-number-unreadable");
      if (number < min || number > max) throw fault(key, "processing-number-range", { min, max });
      if (isWhole && !Number.isInteger(number)) throw fault(key, "processing-number-whole");
      return number;
    },
    initial,
  );
}

/** One of a few values, each with its label. */
export function choiceParameter<V extends string>(
  options: LabelOptions & { options: Record<V, Words>; initial: NoInfer<V> },
): Parameter<V> {
  const entries = Object.entries<Words>(options.options).map(([value, label]) => ({ value, label }));
  const isValue = (raw: unknown): raw is V => typeof raw === "string" && Object.hasOwn(options.options, raw);
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "choice", options: entries, initial: options.initial }),
    (raw, key) => {
      if (!isValue(raw)) throw fault(key, "processing-choice-unknown", { values: entries.map(({ value }) => value).join(", ") });
      return raw;
    },
    options.initial,
  );
}

export function booleanParameter(options: LabelOptions & { initial: boolean }): Parameter<boolean> {
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "boolean", initial: options.initial }),
    (raw, key) => {
      if (typeof raw !== "boolean") throw fault(key, "processing-boolean-unreadable");
      return raw;
    },
    options.initial,
  );
}

/** A line of text. @public no processing takes one yet */
export function textParameter(options: LabelOptions & { maxLength: number; initial?: string }): Parameter<string> {
  const { maxLength, initial = "" } = options;
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "text", maxLength, initial }),
    (raw, key) => {
      const text = typeof raw === "string" ? raw.trim() : "";
      if (text === "") throw fault(key, "processing-parameter-missing");
      if (text.length > maxLength || /\p{Cc}/u.test(text)) throw fault(key, "processing-text-unfit", { max: maxLength });
      return text;
    },
    initial,
  );
}

/** A coordinate system of our catalogue, by its EPSG code. */
export function crsParameter(options: LabelOptions): Parameter<Crs> {
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "crs" }),
    (raw, key) => {
      const crs = crsOf(Number(raw));
      if (!crs) throw fault(key, "processing-crs-unknown", { crs: String(raw).slice(0, 20) });
      return crs;
    },
  );
}

/** Polygons in degrees, longitude first. */
export type Area = PolygonGeometry | MultiPolygonGeometry;
const MAX_VERTICES = 20_000;

/** An area that a person draws on a map, or GeoJSON. */
export function areaParameter(options: LabelOptions): Parameter<Area> {
  return plain(
    (key) => ({ ...labelsOf(key, options), kind: "area" }),
    (raw, key) => {
      if (!isGeometry(raw) || (raw.type !== "Polygon" && raw.type !== "MultiPolygon")) throw fault(key, "processing-area-unreadable");
      const rings = raw.type === "Polygon" ? raw.coordinates : raw.coordinates.flat();
      const vertices = rings.flat();
      if (vertices.length > MAX_VERTICES) throw fault(key, "processing-area-heavy", { max: MAX_VERTICES });
      if (!vertices.every(isInWorld)) throw fault(key, "processing-area-outside");
      if (rings.length === 0 || !rings.every(isClosed)) throw fault(key, "processing-area-unreadable");
      assertFewCrossings(raw, `parameters.${key}`);
      return raw;
    },
  );
}

function isInWorld([lon, lat]: Position): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function isClosed(ring: Position[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)];
  return ring.length >= 4 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}
