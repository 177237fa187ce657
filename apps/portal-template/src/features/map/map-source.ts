import { createHash } from "node:crypto";
import type { Locale } from "@archipel/i18n/locales.ts";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { mapLook } from "../map-kit/map-look.ts";
import { loadReporting } from "../reports/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { mapLayers, mapPictures } from "./loaders.ts";
import { keepForDrawing, type MapData, type MapSource } from "./map-file.ts";

/** What this visitor sees on the portal's map. */
async function seenOnMap({ portal, theme }: Site, locale: Locale): Promise<MapData> {
  const look = mapLook(theme);
  const [layers, pictures, reporting] = await Promise.all([
    mapLayers(portal.id, look.light, locale),
    mapPictures(portal.id, locale),
    loadReporting(portal.id),
  ]);
  return { layers, pictures, reporting, look };
}

/** The data as a file, and its address, which changes with them. */
export async function mapFile(
  site: Site,
  locale: Locale,
): Promise<{ readonly text: string; readonly address: string; readonly data: MapData }> {
  const data = await seenOnMap(site, locale);
  const text = JSON.stringify(data);
  const revision = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  return { text, address: links.mapData(locale, revision), data };
}

/** A visitor without an account gets the data as a file that is the same for everyone. What a person sees is in the person's page. */
export async function mapSource(site: Site, locale: Locale): Promise<MapSource> {
  if ((await currentSession()) !== null) return { kind: "here", data: await seenOnMap(site, locale) };
  const { address, data } = await mapFile(site, locale);
  keepForDrawing(address, data);
  return { kind: "file", address };
}
