import type { SearchKind } from "@archipel/contracts/search.ts";
import { readParcel } from "@archipel/search/codes.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { HouseNumber } from "@archipel/search/house-number.ts";
import { Lexicon } from "@archipel/search/lexicon.ts";
import type { Name } from "@archipel/search/match.ts";
import { type Reading, readingsOf } from "@archipel/search/terms.ts";
import { Vocabulary } from "@archipel/search/vocabulary.ts";
import { isInCommune, sortKeyOf } from "../finding/codes.ts";
import { COST, costOfRow, foundBy, houseOf, isNear, nameOf } from "../finding/names.ts";
import { type Asked, entryResult } from "../finding/results.ts";
import type { Ranked } from "../policy/order.ts";
import type { EntryRow, HouseRow } from "../queries/find.ts";

/** Names that are compared with a reading: those that hold the most of its words. */
const MOST_COMPARED = 2_000;
const MOST_FOUND = 60;
const GOOD = 0.9;
const NEAR_HOUSES = 4;
/** A parcel that is named by its number is before all names. */
const EXACT_PARCEL = -1;

/** The names that a lens shows of a layer, ready for searches. Nothing in it comes from the rest of the layer. */
export interface PartNames {
  entries: readonly EntryRow[];
  names: readonly Name[];
  /** Places of entries in the list, by each word in them or around them. */
  byWord: ReadonlyMap<string, readonly number[]>;
  houses: ReadonlyMap<string, readonly HouseRow[]>;
  lexicon: Lexicon;
}

export function partNames(entries: readonly EntryRow[], houses: readonly HouseRow[]): PartNames {
  const names = entries.map(nameOf);
  const byWord = new Map<string, number[]>();
  names.forEach((name, index) => {
    for (const word of foundBy(name)) {
      const known = byWord.get(word);
      if (known) known.push(index);
      else byWord.set(word, [index]);
    }
  });
  const lexicon = new Lexicon([Vocabulary.of([...byWord].map(([word, { length }]) => ({ word, count: length })))]);
  return { entries, names, byWord, houses: Map.groupBy(houses, ({ key }) => key), lexicon };
}

export interface FoundInPart {
  ranked: Ranked[];
  totals: Map<SearchKind, { count: number; isMore: boolean }>;
}

/** What a text may mean among these names: as it is written, and with typing errors corrected when nothing has its words. */
export function searchPart(part: PartNames, asked: Asked): FoundInPart {
  const { q } = asked;
  const best = new Map<string, Ranked>();
  const keep = (key: string, ranked: Ranked) => {
    const known = best.get(key);
    if (!known || ranked.cost < known.cost) best.set(key, ranked);
  };
  const folded = wordsOf(q).join(" ");
  if (folded !== "") {
    compare(part, { terms: [], unknown: [], house: null, folded }, asked, keep);
    for (const reading of readingsOf(q, part.lexicon)) compare(part, reading, asked, keep);
    if (![...best.values()].some(({ cost }) => cost <= GOOD))
      for (const reading of readingsOf(q, part.lexicon, true)) compare(part, reading, asked, keep);
    findParcels(part, asked, keep);
  }
  const all = [...best.values()].sort((a, b) => a.cost - b.cost || b.weight - a.weight);
  const totals: FoundInPart["totals"] = new Map();
  for (const { result } of all) totals.set(result.kind, { count: (totals.get(result.kind)?.count ?? 0) + 1, isMore: false });
  return { ranked: all.slice(0, MOST_FOUND), totals };
}

type Keep = (key: string, ranked: Ranked) => void;

function compare(part: PartNames, reading: Reading, asked: Asked, keep: Keep): void {
  for (const index of candidates(part, reading)) {
    const [row, name] = [part.entries[index], part.names[index]];
    if (!row || !name) continue;
    const cost = costOfRow(reading, row, name);
    if (!isNear(cost, reading)) continue;
    keep(row.key, {
      result: entryResult(row, asked),
      cost: cost + (reading.house ? COST.noHouse : 0),
      weight: row.weight,
      ...(row.kind === "street" && { street: { label: row.label, cost } }),
    });
    if (reading.house && row.kind === "street") addHouses(part, { street: row, cost }, reading.house, asked, keep);
  }
}

function addHouses(
  { houses }: PartNames,
  { street, cost }: { street: EntryRow; cost: number },
  house: HouseNumber,
  asked: Asked,
  keep: Keep,
): void {
  const all = houses.get(street.key) ?? [];
  const isThere = all.some(({ number, suffix }) => number === house.number && suffix === house.suffix);
  const distance = ({ number }: HouseRow) => Math.abs(number - house.number);
  const near = isThere ? [] : all.toSorted((a, b) => distance(a) - distance(b)).slice(0, NEAR_HOUSES);
  for (const one of all) {
    if (one.number !== house.number && !near.includes(one)) continue;
    const other = one.suffix === house.suffix ? 0 : COST.otherSuffix;
    const isThis = one.number === house.number;
    const ranked = houseOf({ row: street, cost }, one, isThis ? COST.house + other : COST.nearHouse, asked);
    keep(`${street.key} ${one.fid}`, isThis ? ranked : { ...ranked, isNearHouse: true });
  }
}

/** The names that hold words of a reading, those with the most of them first; for a reading without terms, names that begin so. */
function candidates({ entries, byWord }: PartNames, { terms, folded }: Reading): number[] {
  if (terms.length === 0)
    return entries.flatMap(({ sortKey }, index) => (sortKey.startsWith(folded) ? [index] : [])).slice(0, MOST_COMPARED);
  const held = new Map<number, number>();
  for (const { alternatives, typed, isBeginning } of terms) {
    const words = new Set(alternatives.flatMap((alternative) => alternative.words));
    if (isBeginning) for (const word of byWord.keys()) if (word.startsWith(typed)) words.add(word);
    const having = new Set([...words].flatMap((word) => byWord.get(word) ?? []));
    for (const index of having) held.set(index, (held.get(index) ?? 0) + 1);
  }
  return [...held]
    .sort(([a, most], [b, more]) => more - most || a - b)
    .slice(0, MOST_COMPARED)
    .map(([index]) => index);
}

function findParcels({ entries }: PartNames, asked: Asked, keep: Keep): void {
  const parcel = readParcel(asked.q);
  if (!parcel) return;
  const { commune, rest } = parcel;
  const wanted = sortKeyOf(parcel);
  const found = entries.filter((row) => row.kind === "parcel" && row.sortKey.startsWith(wanted) && isInCommune(row, parcel, asked.q));
  for (const row of found.slice(0, MOST_FOUND))
    keep(row.key, { result: entryResult(row, asked), cost: commune || rest ? EXACT_PARCEL : 0, weight: 0 });
}
