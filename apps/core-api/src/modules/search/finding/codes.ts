import type { SearchResult } from "@archipel/contracts/search.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { readParcel, readTile } from "@archipel/search/codes.ts";
import { readCoordinates } from "@archipel/search/coordinates/read.ts";
import { coordinatesInWords, positionLabel } from "@archipel/search/coordinates/words.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { findParcels } from "../queries/find.ts";
import { type Asked, entryResult } from "./results.ts";

/** Names are no nearer than this to a text that is a code. */
const EXACT = -1;

/** Positions that the text names, in the order in which they are likely. */
export function findCoordinates(q: string, locale: "fr" | "en"): Ranked[] {
  return readCoordinates(q).map((read, index) => {
    const { lon, lat } = read;
    const result: SearchResult = {
      kind: "coordinates",
      label: positionLabel(read, locale),
      detail: coordinatesInWords(read, locale),
      commune: null,
      lon,
      lat,
      bbox: null,
      opens: { type: "place" },
    };
    return { result, cost: EXACT + index * 0.01, weight: 0 };
  });
}

/** The place of a LiDAR tile whose name says where it is, although no layer holds it. */
export function findTilePlace(q: string): Ranked[] {
  const tile = readTile(q);
  if (!tile) return [];
  const [west, south, east, north] = tile.bbox;
  const result: SearchResult = {
    kind: "tile",
    label: tile.name,
    detail: "",
    commune: null,
    lon: (west + east) / 2,
    lat: (south + north) / 2,
    bbox: tile.bbox,
    opens: { type: "place" },
  };
  return [{ result, cost: EXACT + 0.5, weight: 0 }];
}

/** Parcels that the text names; of all communes when it names none. */
export async function findNamedParcels(sql: SqlSession, layers: readonly string[], asked: Asked): Promise<Ranked[]> {
  const parcel = readParcel(asked.q);
  if (!parcel || layers.length === 0) return [];
  const { commune, section, number, prefix, rest } = parcel;
  const sortKey = commune ? `${section} ${number} ${prefix} ${commune}` : `${section} ${number} ${prefix === "000" ? "" : prefix}`;
  const rows = await findParcels(sql, layers, sortKey.toLowerCase().trim(), wordsOf(rest).join(" "));
  // Parcels of several communes are equally good. "UA1" may also be a zone.
  const cost = commune || rest ? EXACT : 0;
  return rows.map((row) => ({ result: entryResult(row, asked), cost, weight: 0 }));
}
