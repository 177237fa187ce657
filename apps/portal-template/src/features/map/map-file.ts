import type { PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import { sharedInProcess } from "../../runtime/shared.ts";
import type { MapLook } from "../map-kit/look.ts";

/** What the map of a portal shows to everyone. Only what JSON keeps as it is. */
export interface MapData {
  readonly layers: readonly PortalLayer[];
  readonly pictures: readonly PortalPictures[];
  readonly reporting: PortalReporting | null;
  readonly look: MapLook;
}

/** Where a browser finds the data: beside the page, because they are longer than all the rest of it. */
export type MapSource = { readonly kind: "here"; readonly data: MapData } | { readonly kind: "file"; readonly address: string };

/** More than the maps that are drawn at the same time. */
const MOST_DRAWN = 300;
/** From where the page is put together to where it is drawn: two bundles of the same process. */
const drawn = sharedInProcess("map-data", () => new Map<string, MapData>());

/** Keeps the data for the drawing of this page on the server. */
export function keepForDrawing(address: string, data: MapData): void {
  drawn.delete(address);
  drawn.set(address, data);
  const [oldest] = drawn.keys();
  if (drawn.size > MOST_DRAWN && oldest !== undefined) drawn.delete(oldest);
}

const WAITS_MS: readonly number[] = [500, 2000];
const loading = new Map<string, Promise<MapData>>();

/** The data of an address, in the browser: the same promise for the same address. */
function loaded(address: string): Promise<MapData> {
  const known = loading.get(address);
  if (known) return known;
  const made = load(address);
  made.catch(() => loading.delete(address));
  loading.set(address, made);
  return made;
}

/** A weak network or a busy server is asked again: without these data there is no map. */
async function load(address: string, waits = WAITS_MS): Promise<MapData> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answers ${response.status}`);
    return (await response.json()) as MapData;
  } catch (error) {
    const [wait, ...later] = waits;
    if (wait === undefined) throw error;
    await new Promise((resolve) => setTimeout(resolve, wait));
    return load(address, later);
  }
}

/** The data themselves, or a promise of them. */
export function dataOf(source: MapSource): MapData | Promise<MapData> {
  if (source.kind === "here") return source.data;
  if (typeof window !== "undefined") return loaded(source.address);
  const data = drawn.get(source.address);
  // The browser draws the map then, as it does without what it loads.
  if (!data) throw new Error("the data of this map are not here any more");
  return data;
}
