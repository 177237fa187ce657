import { type FeaturesBehind, featuresBehind } from "@archipel/contracts/quality.ts";
import { z } from "zod";

const single = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().max(200).optional());
const address = z.object({ layer: single, figure: single, column: single, cursor: single });

/** Reads from an address which features to list; null when it names no known figure. */
export function readBehindQuery(
  searchParams: Readonly<Record<string, string | string[] | undefined>>,
): { layerId: string; behind: FeaturesBehind; cursor: string | null } | null {
  const { layer, figure, column, cursor } = address.parse(searchParams);
  const behind = featuresBehind.safeParse(column === undefined ? { figure } : { figure, column });
  const layerId = z.uuid().safeParse(layer);
  return behind.success && layerId.success ? { layerId: layerId.data, behind: behind.data, cursor: cursor ?? null } : null;
}
