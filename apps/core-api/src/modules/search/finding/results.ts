import type { SearchResult } from "@archipel/contracts/search.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import type { EntryRow, HouseRow } from "../queries/find.ts";

/** "35000 Rennes". */
export function communeInWords({ name, postcode }: { name: string; postcode: string | null }): string {
  return [postcode, name].filter(Boolean).join(" ");
}

/** "35000 Rennes, lieu-dit": the commune first, then what else distinguishes. */
function detailOf({ kind, commune, postcode, detail, communeCode }: EntryRow): string {
  if (kind === "commune") return [postcode || communeCode, detail].filter(Boolean).join(", ");
  return [communeInWords({ name: commune || (postcode ? "" : communeCode), postcode }), detail].filter(Boolean).join(", ");
}

function communeOf({ kind, label, commune, communeCode, postcode }: EntryRow): SearchResult["commune"] {
  const name = kind === "commune" ? label : commune;
  return name === "" ? null : { name, code: communeCode || null, postcode: postcode || null };
}

/** The result of an entry. A single feature is opened itself; a street or a zone of several is a place. */
export function entryResult(row: EntryRow): SearchResult {
  const { kind, label, lon, lat, layerId, fid } = row;
  // A point has no box.
  const bbox = bboxOf(row.bbox);
  const opens: SearchResult["opens"] =
    fid === null || kind === "street" || kind === "commune" ? { type: "place" } : { type: "feature", layerId, fid: Number(fid) };
  const outline = fid === null || bbox === null ? {} : { outline: { layerId, fid: Number(fid) } };
  return { kind, label, detail: detailOf(row), commune: communeOf(row), lon, lat, bbox, ...outline, opens };
}

/** A house of a street. */
export function addressResult(street: EntryRow, { number, suffix, lon, lat, layerId, fid }: HouseRow): SearchResult {
  const label = [number, suffix, street.label].filter((part) => part !== "").join(" ");
  return {
    kind: "address",
    label,
    detail: detailOf(street),
    commune: communeOf(street),
    lon,
    lat,
    bbox: null,
    opens: { type: "feature", layerId, fid: Number(fid) },
  };
}
