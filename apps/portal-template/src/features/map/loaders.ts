import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { z } from "zod";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The layers of a portal's map that this visitor may see, top first. */
export async function mapLayers(portalId: string): Promise<PortalLayer[]> {
  return coreFor(await getAccessToken()).portals.layers.query({ portalId });
}

const single = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().trim().max(4000).optional().catch(undefined));
const boxSchema = z
  .string()
  .transform((text) => text.split(",").map(Number))
  .pipe(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90), z.number().min(-180).max(180), z.number().min(-90).max(90)]))
  .optional()
  .catch(undefined);

/** What an address asks of the map: `q` a place to look for, `l` layers to switch on, `box` an extent to show. */
export function readMapQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>) {
  const text = (name: string) => single.parse(searchParams[name]) || undefined;
  return { q: text("q")?.slice(0, 100), l: text("l"), box: boxSchema.parse(text("box")) };
}
export type MapQuery = ReturnType<typeof readMapQuery>;
