import type { SearchKind } from "@archipel/contracts/search.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { HouseNumber } from "@archipel/search/house-number.ts";
import { costOf, costOfCode, type Name } from "@archipel/search/match.ts";
import { type Reading, readingsOf, type Term } from "@archipel/search/terms.ts";
import { EQUAL, type Ranked } from "../policy/order.ts";
import { leftOut, queryOf, waysIn } from "../policy/query.ts";
import {
  type EntryRow,
  type Found,
  findAmongFirst,
  findByBeginning,
  findByWords,
  findHouses,
  findNearHouses,
  type HouseRow,
} from "../queries/find.ts";
import { type Asked, addressResult, entryResult } from "./results.ts";
import { type NamedLayer, wordsOfLayers } from "./vocabularies.ts";

/** With more names of a layer to visit, a search by words takes too long: its most likely names are looked through instead. */
const MOST_VISITED = { oneWord: 10_000, severalWords: 20_000 } as const;
/** A result of at most this cost is what was meant. */
const GOOD = 0.9;
const ENOUGH_GOOD = 3;
/** With a result of at most this cost, the text has no typing error. */
const EXACT = 0.3;
/** Beyond one typing error for each term and this, a name has too little in common with the text. */
const WORST = 1.4;
const MOST_STREETS = 40;
/** Streets of which the nearest numbers are read when they lack the typed one. */
const MOST_NEAR_STREETS = 4;
export const COST = { house: -0.3, otherSuffix: 0.1, noHouse: 0.4, nearHouse: 0.45, weight: 0.012 } as const;

export interface NamesFound {
  ranked: Ranked[];
  totals: Map<SearchKind, { count: number; isMore: boolean }>;
  /** Whether a name that was searched has a folded word, in itself or around it. */
  knows: (word: string) => boolean;
}

/** Names of layers that a text may mean: first as it is written, then with typing errors corrected, then without some of its words. */
export async function findNames(core: { memory: object }, sql: SqlSession, layerIds: readonly string[], asked: Asked): Promise<NamesFound> {
  const { q } = asked;
  const { layers, lexicon } = await wordsOfLayers(core, sql, layerIds);
  const search = new NameSearch(sql, layers, asked, (word) => lexicon.countOf(word) > 0);
  const readings = readingsOf(q, lexicon);
  const folded = wordsOf(q).join(" ");
  if (folded === "") return search.found();
  search.add(await findByBeginning(sql, layers, folded), readings[0] ?? exactly(folded));
  for (const reading of readings) await search.find(reading);
  if (search.good(EXACT) === 0 && search.good() < ENOUGH_GOOD)
    for (const reading of readingsOf(q, lexicon, true)) await search.find(reading);
  for (const reading of readings) {
    const ways = waysIn(reading);
    if (ways.length > 0 && search.good() === 0) await search.find(reading, ways);
    for (const without of leftOut(reading)) if (search.isEmpty) await search.find(reading, without);
  }
  await search.addNearHouses();
  return search.found();
}

/** A text none of whose words is known: a number of a parcel or of a tile. */
const exactly = (folded: string): Reading => ({ terms: [], unknown: [], house: null, folded });

class NameSearch {
  readonly #sql: SqlSession;
  readonly #layers: readonly NamedLayer[];
  readonly #asked: Asked;
  readonly #ranked = new Map<string, Ranked>();
  readonly #totals: NamesFound["totals"] = new Map();
  readonly #knows: NamesFound["knows"];
  /** Streets of the text that lack its number. */
  #without: { streets: { row: EntryRow; cost: number }[]; number: number } | null = null;
  readonly #done = new Set<string>();

  constructor(sql: SqlSession, layers: readonly NamedLayer[], asked: Asked, knows: NamesFound["knows"]) {
    this.#sql = sql;
    this.#knows = knows;
    this.#layers = layers;
    this.#asked = asked;
  }

  async find(reading: Reading, without: readonly Term[] = []): Promise<void> {
    const searches = this.#layers.flatMap((layer) => {
      const query = queryOf(reading, layer, without);
      return query ? [{ layerId: layer.layerId, kind: layer.kind, ...query }] : [];
    });
    const most = reading.terms.length - without.length > 1 ? MOST_VISITED.severalWords : MOST_VISITED.oneWord;
    const key = JSON.stringify([searches.map(({ query, filter }) => [query, filter]), reading.house]);
    if (searches.length === 0 || this.#done.has(key)) return;
    this.#done.add(key);
    const rare = await findByWords(
      this.#sql,
      searches.filter(({ visited }) => visited <= most),
    );
    const frequent = await findAmongFirst(
      this.#sql,
      searches.filter(({ visited }) => visited > most),
    );
    for (const found of [rare, frequent]) {
      this.add(found, reading);
      if (reading.house) await this.#addHouses(found, reading, reading.house);
    }
  }

  add({ rows, counts, isStopped }: Found, reading: Reading): void {
    for (const row of rows) {
      const cost = costOfRow(reading, row);
      if (!isNear(cost, reading)) continue;
      this.#keep(`${row.layerId} ${row.key}`, {
        result: entryResult(row, this.#asked),
        cost: cost + (reading.house ? COST.noHouse : 0),
        weight: row.weight,
        ...(row.kind === "street" && { street: { label: row.label, cost } }),
      });
    }
    for (const [kind, count = 0] of Object.entries(counts) as [SearchKind, number | undefined][]) {
      const known = this.#totals.get(kind);
      if (!known || known.count < count) this.#totals.set(kind, { count, isMore: isStopped });
    }
  }

  async #addHouses({ rows }: Found, reading: Reading, house: HouseNumber): Promise<void> {
    const streets = rows
      .filter(({ kind }) => kind === "street")
      .flatMap((row) => {
        const cost = costOfRow(reading, row);
        return isNear(cost, reading) ? [{ row, cost }] : [];
      })
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST_STREETS);
    const byKey = new Map(streets.map((street) => [`${street.row.layerId} ${street.row.key}`, street]));
    const houses =
      streets.length === 0
        ? []
        : await findHouses(
            this.#sql,
            streets.map(({ row }) => row),
            house.number,
          );
    const [nearest] = streets;
    const near = streets.filter(({ cost }) => cost - (nearest?.cost ?? 0) < EQUAL).slice(0, MOST_NEAR_STREETS);
    const isThere = houses.some(({ key, suffix }) => suffix === house.suffix && near.some(({ row }) => row.key === key));
    if (nearest && !isThere && nearest.cost < (this.#without?.streets[0]?.cost ?? Number.POSITIVE_INFINITY))
      this.#without = { streets: near, number: house.number };
    for (const one of houses) {
      const street = byKey.get(`${one.layerId} ${one.key}`);
      if (!street) continue;
      const cost = COST.house + (one.suffix === house.suffix ? 0 : COST.otherSuffix);
      this.#keep(`${one.layerId} ${one.key} ${one.fid}`, houseOf(street, one, cost, this.#asked));
    }
  }

  /** The nearest numbers of the streets that lack the typed one. */
  async addNearHouses(): Promise<void> {
    if (!this.#without) return;
    const { streets, number } = this.#without;
    const houses = await findNearHouses(
      this.#sql,
      streets.map(({ row }) => row),
      number,
    );
    for (const [index, one] of houses.entries()) {
      const street = streets.find(({ row }) => row.layerId === one.layerId && row.key === one.key);
      if (street)
        this.#keep(`${one.layerId} ${one.key} ${one.fid}`, {
          ...houseOf(street, one, COST.nearHouse + index * 0.001, this.#asked),
          isNearHouse: true,
        });
    }
  }

  #keep(key: string, ranked: Ranked): void {
    const known = this.#ranked.get(key);
    if (!known || ranked.cost < known.cost) this.#ranked.set(key, ranked);
  }

  get isEmpty(): boolean {
    return this.#ranked.size === 0;
  }

  /** The number of results of at most a cost. */
  good(most = GOOD): number {
    return [...this.#ranked.values()].filter(({ cost }) => cost <= most).length;
  }

  found(): NamesFound {
    return { ranked: [...this.#ranked.values()], totals: this.#totals, knows: this.#knows };
  }
}

/** A house of a street that is so far from the text. */
export function houseOf(street: { row: EntryRow; cost: number }, house: HouseRow, cost: number, asked: Asked): Ranked {
  const number = [house.number, house.suffix].filter((part) => part !== "").join(" ");
  return {
    result: addressResult(street.row, house, asked),
    cost: street.cost + cost,
    weight: 0,
    street: { label: street.row.label, cost: street.cost, number },
  };
}

/** Whether an entry has enough in common with the text. */
export const isNear = (cost: number | undefined, { terms }: Reading): cost is number => cost !== undefined && cost <= WORST + terms.length;

/** How far an entry is from what a text may mean; undefined when it is not meant. */
export function costOfRow(reading: Reading, row: EntryRow, name: Name = nameOf(row)): number | undefined {
  // Nothing but the beginning of the name is known of a text without terms.
  if (reading.terms.length === 0)
    return row.sortKey.startsWith(reading.folded) ? (row.sortKey.length - reading.folded.length) * 0.02 : undefined;
  const byCode = costOfCode(reading, name);
  if (byCode !== undefined) return byCode;
  const cost = costOf(reading, name);
  return cost === undefined ? undefined : cost - COST.weight * Math.log10(1 + Math.max(0, row.weight));
}

export function nameOf({ kind, label, commune, communeCode, postcode, detail }: EntryRow): Name {
  return {
    words: wordsOf(label),
    context: new Set(wordsOf(`${commune} ${postcode} ${detail}`)),
    postcodes: new Set(wordsOf(postcode)),
    code: wordsOf(communeCode).join("") || null,
    ...(kind === "commune" && { foundWithoutName: "by-context" }),
    ...(kind === "place" && { foundWithoutName: "by-postcode" }),
  };
}

/** All words by which a name may be found. */
export const foundBy = ({ words, context, code }: Name) => new Set([...words, ...context, ...(code === null ? [] : [code])]);
