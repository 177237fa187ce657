import type { GeometryKind } from "@archipel/contracts/layers.ts";

/** Single or multi, Z and M do not matter to a reader of the map. */
export function geometryKindOf(geometryType: string): GeometryKind {
  const type = geometryType.toLowerCase();
  if (type.includes("collection")) return "mixed";
  if (type.includes("point")) return "point";
  if (type.includes("line") || type.includes("curve")) return "line";
  return type.includes("polygon") || type.includes("surface") ? "polygon" : "mixed";
}

/** Whether a table of this type holds features of several parts. */
export function takesParts(geometryType: string): boolean {
  return !/^(point|linestring|polygon)( z)?$/i.test(geometryType);
}
