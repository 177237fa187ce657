import { type TerritorySource, territorySource } from "@archipel/contracts/members.ts";

/** The area in a pasted GeoJSON text: a geometry, a feature, or a collection of one feature. Null for any other text. */
export function pastedArea(text: string): TerritorySource | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const inside = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null && key in value ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
  const features = inside(read, "features");
  const one = Array.isArray(features) && features.length === 1 ? features[0] : read;
  const source = territorySource.safeParse({ geometry: inside(one, "geometry") ?? one });
  return source.success ? source.data : null;
}
