import type { SearchResult } from "@archipel/contracts/search.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { fold, wordsOf } from "@archipel/search/fold.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import type { EntryRow, HouseRow } from "../queries/find.ts";

/** What a person typed, and their language. */
export interface Asked {
  q: string;
  locale: "fr" | "en";
}

/** "35000 Rennes". */
export function communeInWords({ name, postcode }: { name: string; postcode: string | null }): string {
  return [postcode, name].filter(Boolean).join(" ");
}

/** The postcode of what lies somewhere in a town; null when the town has several, because nothing says which. */
export function onlyPostcode(postcodes: string): string | null {
  return /^\S+ \d{5}\b/.test(postcodes) ? null : postcodes || null;
}

/** The postcode to show: the typed one, or the one that the person is typing. A town without either has its first, usually of its centre. */
function postcodeOf({ kind, postcode }: EntryRow, typed: readonly string[]): string | null {
  const all = postcode.split(" ");
  const wanted =
    all.find((one) => typed.includes(one)) ?? all.find((one) => /\d/.test(typed.at(-1) ?? "") && one.startsWith(typed.at(-1) ?? ""));
  return wanted ?? (kind === "commune" ? all[0] || null : onlyPostcode(postcode));
}

/** Whether somebody typed the INSEE code, or begins it: it looks like a postcode, and may be the one of another town. */
function isByInseeCode(code: string, postcode: string | null, typed: readonly string[]): boolean {
  const last = typed.at(-1) ?? "";
  const isBegun = typed.length === 1 && /\d/.test(last) && fold(code).startsWith(last) && !postcode?.startsWith(last);
  return isBegun || (typed.includes(fold(code)) && code !== postcode);
}

/** "35000 Rennes, lieu-dit": the commune first, then what else distinguishes. An INSEE code is named, because it looks like a postcode. */
function detailOf(row: EntryRow, { q, locale }: Asked): string {
  const { kind, commune, communeCode, detail } = row;
  const typed = wordsOf(q);
  const postcode = postcodeOf(row, typed);
  const isUnnamed = kind === "commune" ? postcode === null : commune === "" && postcode === null;
  const isShown = communeCode !== "" && (isUnnamed || (kind === "commune" && isByInseeCode(communeCode, postcode, typed)));
  const code = isShown ? translator(locale, "search")("inseeCode", { code: communeCode }) : "";
  const town = kind === "commune" ? (postcode ?? "") : communeInWords({ name: commune, postcode });
  return [town, code, detail].filter(Boolean).join(", ");
}

function communeOf(row: EntryRow, { q }: Asked): SearchResult["commune"] {
  const name = row.kind === "commune" ? row.label : row.commune;
  return name === "" ? null : { name, code: row.communeCode || null, postcode: postcodeOf(row, wordsOf(q)) };
}

/** The result of an entry. A single feature is opened itself; a street or a zone of several is a place. */
export function entryResult(row: EntryRow, asked: Asked): SearchResult {
  const { kind, label, lon, lat, layerId, fid } = row;
  // A point has no box.
  const bbox = bboxOf(row.bbox);
  const opens: SearchResult["opens"] =
    fid === null || kind === "street" || kind === "commune" ? { type: "place" } : { type: "feature", layerId, fid: Number(fid) };
  const outline = fid === null || bbox === null ? {} : { outline: { layerId, fid: Number(fid) } };
  return { kind, label, detail: detailOf(row, asked), commune: communeOf(row, asked), lon, lat, bbox, ...outline, opens };
}

/** A house of a street. */
export function addressResult(street: EntryRow, { number, suffix, lon, lat, layerId, fid }: HouseRow, asked: Asked): SearchResult {
  const label = [number, suffix, street.label].filter((part) => part !== "").join(" ");
  return {
    kind: "address",
    label,
    detail: detailOf(street, asked),
    commune: communeOf(street, asked),
    lon,
    lat,
    bbox: null,
    opens: { type: "feature", layerId, fid: Number(fid) },
  };
}
