import type { Field } from "../las/columns.ts";
import type { PointFormat } from "../las/point-format.ts";

/** The layers of a chunk of formats 6 to 8, in file order; the layers of extra bytes follow, one a byte. */
export type LayerName =
  | "xy"
  | "z"
  | "classification"
  | "flags"
  | "intensity"
  | "scanAngle"
  | "userData"
  | "pointSource"
  | "gpsTime"
  | "rgb"
  | "nir"
  | "extra";

const BASE: readonly LayerName[] = ["xy", "z", "classification", "flags", "intensity", "scanAngle", "userData", "pointSource", "gpsTime"];

/** One entry per layer; `extra` appears once per extra byte. */
export function layersOf(format: PointFormat, extraBytes: number): LayerName[] {
  const layers = [...BASE];
  if (format.rgb !== undefined) layers.push("rgb");
  if (format.nir !== undefined) layers.push("nir");
  for (let i = 0; i < extraBytes; i++) layers.push("extra");
  return layers;
}

/** Positions are always decoded. */
export function isWanted(layer: LayerName, fields: ReadonlySet<Field>): boolean {
  return layer === "xy" || layer === "z" || fields.has(layer);
}

/** Formats that chunks with layers exist for here: 6, 7 and 8 (9 and 10 have wave packets). */
export function hasLayers(format: PointFormat): boolean {
  return format.isModern && format.wavePacket === undefined;
}
