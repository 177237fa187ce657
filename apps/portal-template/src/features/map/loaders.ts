import { addressNumbers } from "@archipel/contracts/decimal.ts";
import type { PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { decidingColumn, defaultStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { z } from "zod";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";
import { sharedInProcess } from "../../runtime/shared.ts";

/** What anyone sees, kept until it changes, or for ten seconds. */
const FRESH = { freshMs: 10_000, capacity: 1_000 } as const;
/** The map's page and the file of its data are two bundles of one process: the second finds what the first asked for. */
const { publicLayers, publicPictures, publicHeights, publicValues } = sharedInProcess("map-answers", () => ({
  publicLayers: createBriefCache(async (key) => (await coreForAll()).portals.layers.query(JSON.parse(key)), FRESH),
  publicPictures: createBriefCache(async (key) => (await coreForAll()).portals.pictures.query(JSON.parse(key)), FRESH),
  publicHeights: createBriefCache(async (portalId) => (await coreForAll()).elevation.list.query({ portalId }), FRESH),
  publicValues: createBriefCache(async (key) => {
    const { layerId, column } = JSON.parse(key);
    return (await coreForAll()).layers.values.query({ layerId, column });
  }, FRESH),
}));

type ValuesOf = (layerId: string, column: string) => ReturnType<typeof publicValues>;

/** The layers of a portal's map that this visitor may see, top first; `asAnyone`: those that are public. */
export async function mapLayers(portalId: string, palette: LayerPalette, locale: Locale, asAnyone = false): Promise<PortalLayer[]> {
  const token = asAnyone ? null : await getAccessToken();
  const core = coreFor(token);
  const layers =
    token === null ? await publicLayers(JSON.stringify({ portalId, locale })) : await core.portals.layers.query({ portalId, locale });
  const valuesOf: ValuesOf = (layerId, column) =>
    token === null ? publicValues(JSON.stringify({ portalId, layerId, column })) : core.layers.values.query({ layerId, column });
  return Promise.all(layers.map((layer) => withOccurringClasses(valuesOf, layer, palette, locale)));
}

/** The layers of a portal's map that anyone may see, top first. @param known if they are known already */
export async function publicLayersOf(
  portalId: string,
  palette: LayerPalette,
  locale: Locale,
  known?: readonly PortalLayer[] | null,
): Promise<PortalLayer[]> {
  if (!known) return mapLayers(portalId, palette, locale, true);
  const valuesOf: ValuesOf = (layerId, column) => publicValues(JSON.stringify({ portalId, layerId, column }));
  return Promise.all(known.map((layer) => withOccurringClasses(valuesOf, layer, palette, locale)));
}

/** The datasets of a portal's map with pictures that this visitor may see; `asAnyone`: those that are public. */
export async function mapPictures(portalId: string, locale: Locale, asAnyone = false): Promise<PortalPictures[]> {
  const token = asAnyone ? null : await getAccessToken();
  return token === null
    ? publicPictures(JSON.stringify({ portalId, locale }))
    : coreFor(token).portals.pictures.query({ portalId, locale });
}

/** Whether the portal lists a terrain model that this visitor may read. Without an answer, the map does not offer profiles. */
export async function hasHeights(portalId: string): Promise<boolean> {
  const token = await getAccessToken();
  const layers = token === null ? publicHeights(portalId) : coreFor(token).elevation.list.query({ portalId });
  return (await layers.catch(() => [])).length > 0;
}

/** A layer drawn by a standard's classes lists only the classes that occur in it: otherwise the legend shows classes that are not on the map. */
async function withOccurringClasses(valuesOf: ValuesOf, layer: PortalLayer, palette: LayerPalette, locale: Locale): Promise<PortalLayer> {
  const column = decidingColumn(layer);
  if (!column) return layer;
  // Without the values the legend shows the whole list of the standard: correct, but longer.
  const found = await valuesOf(layer.id, column).catch(() => undefined);
  const values = found?.values.flatMap(({ value }) => (value === null ? [] : [value]));
  if (!values || values.length === 0) return layer;
  const style = defaultStyle(layer, palette, locale, { [column]: values });
  return style.kind === "categorised" ? { ...layer, style } : layer;
}

const single = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().trim().max(4000).optional().catch(undefined));
const boxSchema = z
  .string()
  .transform(addressNumbers)
  .pipe(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90), z.number().min(-180).max(180), z.number().min(-90).max(90)]))
  .optional()
  .catch(undefined);

/** The most characters of a parameter that a mode reads. */
const LONGEST_PARAM = 3000;

/** The map's parameters in an address: `q` a place to search, `l` layers to switch on, `b` the basemap, `f` filters of layers, `box` an extent to show. The modes read the others. */
export function readMapQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>) {
  const text = (name: string) => single.parse(searchParams[name]) || undefined;
  const { q, l, b, f, box, ...others } = searchParams;
  const params = Object.keys(others).flatMap((name): [string, string][] => {
    const value = text(name);
    return value !== undefined && value.length <= LONGEST_PARAM ? [[name, value]] : [];
  });
  return {
    q: text("q")?.slice(0, 100),
    l: text("l"),
    b: text("b"),
    f: text("f"),
    box: boxSchema.parse(text("box")),
    /** Every other parameter: each mode of the map reads its own. */
    params: Object.fromEntries(params),
  };
}
export type MapQuery = ReturnType<typeof readMapQuery>;
