import { type AddressCandidate, type AddressMismatch, type AddressSource, MOST_CANDIDATES } from "@archipel/contracts/addresses.ts";
import type { SearchKind, SearchResult } from "@archipel/contracts/search.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import { readHouseNumber } from "@archipel/search/house-number.ts";
import { isSameTown, type TypedAddress } from "./columns.ts";

/** A place that a search found for an address. */
export interface FoundPlace {
  result: SearchResult;
  /** How far it is from what was typed; null: its words are compared. */
  cost: number | null;
  source: Exclude<AddressSource, "hand">;
}

const PLACES: ReadonlySet<SearchKind> = new Set(["address", "street", "place", "commune"]);
/** A place of this cost has nothing in common with the text. */
const WORST = 1.4;
/** What a difference takes from the score. */
const TAKES: Readonly<Record<AddressMismatch, number>> = { town: 0.35, postcode: 0.25, number: 0.2 };
/** Nobody is asked about a candidate of at least this score, without a difference, that is better than the next one by the margin. */
const SURE = 0.8;
const MARGIN = 0.05;

/**
 * The candidates of an address, best first, and whether the first is sure. One whose town or postcode differs is never taken without asking, and
 * neither is a street for one of its houses.
 */
export function judge(typed: TypedAddress, found: readonly FoundPlace[]): { candidates: AddressCandidate[]; isSure: boolean } {
  const candidates = found
    .flatMap((place) => candidateOf(typed, place))
    .toSorted((a, b) => b.score - a.score)
    .filter((one, index, all) => all.findIndex((other) => isSamePlace(one, other)) === index)
    .slice(0, MOST_CANDIDATES);
  const [best, next] = candidates;
  const isSure = best !== undefined && best.mismatches.length === 0 && best.score >= SURE && (!next || best.score - next.score >= MARGIN);
  return { candidates, isSure };
}

function candidateOf(typed: TypedAddress, { result, cost, source }: FoundPlace): AddressCandidate[] {
  const { kind, label, detail, lon, lat } = result;
  if (!PLACES.has(kind) || lon === null || lat === null) return [];
  const mismatches = mismatchesOf(typed, result);
  const likeness = cost === null ? sharedWords(typed.street, label) : 1 - Math.max(0, cost) / WORST;
  const score = likeness - mismatches.reduce((sum, one) => sum + TAKES[one], 0);
  return [{ label, detail, lon, lat, score: Math.round(Math.min(1, Math.max(0, score)) * 100) / 100, source, mismatches }];
}

function mismatchesOf({ street, hasNumber, postcode, town }: TypedAddress, { kind, commune, label }: SearchResult): AddressMismatch[] {
  const name = commune?.name ?? (kind === "commune" ? label : "");
  const isTown = town === "" || isSameTown(town, name);
  // A town has several postcodes, and a layer may know none: with the town's name, only another postcode is a difference.
  const known = wordsOf(commune?.postcode ?? "");
  const isPostcode = postcode === "" || (known.length > 0 ? known.includes(postcode) : town !== "" && isTown);
  return [
    // A search also finds the houses beside one that does not exist.
    ...(hasNumber && (kind !== "address" || houseIn(label) !== houseIn(street)) ? ["number" as const] : []),
    ...(isTown ? [] : ["town" as const]),
    ...(isPostcode ? [] : ["postcode" as const]),
  ];
}

/** The first number of a house in a text, with its suffix; empty without one. */
function houseIn(text: string): string {
  const words = wordsOf(text);
  const start = words.findIndex((word) => /^\d/.test(word));
  const { house } = readHouseNumber(words, start) ?? {};
  return house ? `${house.number} ${house.suffix}` : "";
}

/** The part of the words of two names that both have (Dice). */
function sharedWords(one: string, other: string): number {
  const [a, b] = [new Set(wordsOf(one)), new Set(wordsOf(other))];
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

/** Within some ten metres, or of one name in one town. */
function isSamePlace(one: AddressCandidate, other: AddressCandidate): boolean {
  const isNear = Math.abs(one.lon - other.lon) < 2e-4 && Math.abs(one.lat - other.lat) < 1e-4;
  return one === other || isNear || (one.label === other.label && one.detail === other.detail);
}
