import type { SearchResult } from "@archipel/contracts/search.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isParcelId, type ReadParcel, readParcel, readTile } from "@archipel/search/codes.ts";
import { readCoordinates } from "@archipel/search/coordinates/read.ts";
import { coordinatesInWords, positionLabel } from "@archipel/search/coordinates/words.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { type EntryRow, findParcels } from "../queries/find.ts";
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
  const { commune, rest } = parcel;
  const wanted = { code: commune ?? "", name: wordsOf(rest).join(" ") };
  const rows = (await findParcels(sql, layers, sortKeyOf(parcel), wanted)).filter((row) => isInCommune(row, parcel, asked.q));
  // Parcels of several communes are equally good. "UA1" may also be a zone.
  const cost = commune || rest ? EXACT : 0;
  return rows.map((row) => ({ result: entryResult(row, asked), cost, weight: 0 }));
}

/** How the sort keys of a parcel begin, in every commune. */
export function sortKeyOf({ section, number, prefix }: ReadParcel): string {
  return `${section} ${number} ${prefix === "000" ? "" : prefix}`.toLowerCase().trim();
}

/** Whether a parcel lies in the commune that the text names by its INSEE code, by a postcode, or by the beginning of its name. */
export function isInCommune(
  row: Pick<EntryRow, "commune" | "communeCode" | "postcode">,
  { commune, rest }: ReadParcel,
  q: string,
): boolean {
  const isPostcode = commune !== null && !isParcelId(q) && row.postcode.split(" ").includes(commune);
  const isCode = commune === null || isPostcode || row.communeCode.toUpperCase() === commune;
  return isCode && wordsOf(row.commune).join(" ").startsWith(wordsOf(rest).join(" "));
}
