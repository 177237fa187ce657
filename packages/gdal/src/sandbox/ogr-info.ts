/** The part of `ogrinfo -json` that we read. */
export interface InfoLayer {
  name: string;
  featureCount: number;
  fields: { name: string; type: string; subType: string | null }[];
  geometry: {
    /** `Point`, `MultiPolygon Z`, `Geometry`… */
    type: string;
    extent: [number, number, number, number] | null;
    crs: { wkt: string; projjson: unknown } | null;
  } | null;
}

interface RawInfo {
  layers?: {
    name: string;
    featureCount?: number;
    fields?: { name: string; type: string; subType?: string }[];
    geometryFields?: {
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
        ? { type: geometryTypeOf(geometry.type), extent: extentOf(geometry.extent), crs: crsOf(geometry.coordinateSystem) }
        : null,
    };
  });
}

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
