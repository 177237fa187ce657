/** The part of `ogrinfo -json` that we read. */
export interface InfoLayer {
  name: string;
  featureCount: number;
  fields: { name: string; type: string; subType: string | null }[];
  geometry: {
    /** `Point`, `MultiPolygon Z`, `Geometry`… */
    type: string;
    /** Its column, for formats that have one. */
    column: string;
    /** Whether it has a fourth ordinate (a distance along a line, a time), which we do not keep. */
    isMeasured: boolean;
    extent: [number, number, number, number] | null;
    crs: { wkt: string; projjson: unknown } | null;
  } | null;
  /** The column of the key, for formats that have one. */
  key: string | null;
  /** Whether most of the first features of GeoJSON may be in degrees, when our own reader looked. */
  isMostlyDegrees?: boolean;
}

/** A type that GDAL does not have: moments without a zone. */
export const LOCAL_MOMENTS = "LocalDateTime";
/** Texts that are moments with and without a zone, or days and moments with one. */
export const MIXED_MOMENTS = "MixedMoments";

/** Features that show whether a layer is in degrees. */
export const DEGREES_SAMPLE = 1_000;

/** Whether coordinates may be degrees, with some tolerance. */
export function couldBeDegrees([west, south, east, north]: readonly [number, number, number, number]): boolean {
  return west >= -361 && east <= 361 && south >= -91 && north <= 91;
}

interface RawInfo {
  layers?: {
    name: string;
    featureCount?: number;
    fields?: { name: string; type: string; subType?: string }[];
    fidColumnName?: string;
    geometryFields?: {
      name?: string;
      type: string;
      extent?: number[];
      coordinateSystem?: { wkt?: string; projjson?: unknown } | null;
    }[];
  }[];
}

/** Parses GDAL's description of the layers. */
export function parseInfo(info: unknown): InfoLayer[] {
  return ((info as RawInfo).layers ?? []).map((layer) => {
    const [geometry] = layer.geometryFields ?? [];
    return {
      name: layer.name,
      featureCount: Math.max(0, layer.featureCount ?? 0),
      fields: (layer.fields ?? []).map(({ name, type, subType }) => ({ name, type, subType: subType ?? null })),
      geometry: geometry
        ? {
            type: geometryTypeOf(geometry.type),
            column: geometry.name ?? "",
            isMeasured: /Measured|M$/.test(geometry.type),
            extent: extentOf(geometry.extent),
            crs: crsOf(geometry.coordinateSystem),
          }
        : null,
      key: layer.fidColumnName || null,
    };
  });
}

/** Options of ogrinfo for the fields of layers alone: features are neither counted nor measured. */
export const FIELDS_ONLY = ["-nocount", "-noextent"];

/** GDAL writes `3D Multi Polygon`, `Line String Measured`, `PolygonZ`, `Unknown (any)`; we write `MultiPolygon Z`, `LineString`, `Geometry`. */
function geometryTypeOf(text: string): string {
  if (/^unknown|^geometry\b|any/i.test(text)) return "Geometry";
  const hasZ = /^3D|\bZ\b|Z$|ZM$/.test(text);
  const base = text
    .replace(/^3D\s*/, "")
    .replace(/\bMeasured\b/i, "")
    .replace(/\s+/g, "")
    .replace(/(ZM|Z|M)$/, "");
  return hasZ ? `${base} Z` : base;
}

function extentOf(extent: number[] | undefined): [number, number, number, number] | null {
  const [west, south, east, north] = extent ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return [west, south, east, north].every(Number.isFinite) ? [west, south, east, north] : null;
}

function crsOf(system: { wkt?: string; projjson?: unknown } | null | undefined): { wkt: string; projjson: unknown } | null {
  return system?.wkt ? { wkt: system.wkt, projjson: system.projjson ?? null } : null;
}

/** The EPSG code of a projjson document, also of a bound or compound CRS. */
export function epsgOf(projjson: unknown): number | null {
  if (!isRecord(projjson)) return null;
  const { id } = projjson;
  // Of a compound CRS (Lambert-93 + IGN69 is 5698) the horizontal part counts.
  if (Array.isArray(projjson.components)) return epsgOf(projjson.components[0]) ?? epsgOf({ id });
  if (isRecord(id)) {
    if (id.authority === "EPSG" && Number.isInteger(Number(id.code))) return Number(id.code);
    if (id.authority === "OGC" && /^CRS84h?$/.test(String(id.code))) return 4326;
  }
  return isRecord(projjson.source_crs) ? epsgOf(projjson.source_crs) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
