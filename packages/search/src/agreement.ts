import { isStopWord, isWayType } from "./abbreviations.ts";
import { isParcelId, type ReadParcel, readParcel, readTile } from "./codes.ts";
import { isOneChange } from "./distance.ts";
import { wordsOf } from "./fold.ts";
import { readHouseNumber } from "./house-number.ts";
import { isFiller, type TypedWord, typedWords } from "./typed.ts";

/** A place that a search found, as it is shown. */
export interface FoundPlace {
  kind: string;
  label: string;
  detail: string;
  commune: { name: string; code: string | null; postcode: string | null } | null;
}

/** A text that is compared with places. */
export interface TypedText {
  text: string;
  words: readonly TypedWord[];
  parcel: ReadParcel | null;
}

/** How far a place is what a text says. */
export interface Agreement {
  /** Words of the text that the place does not have. */
  missing: readonly TypedWord[];
  /** Words that it only has with a typing error, unfinished, or as the INSEE code that may be the postcode of another town. */
  similar: readonly TypedWord[];
  /** Words that are the number of a house, of this place or of no one. */
  number: readonly TypedWord[];
  /** Words that tell nothing elsewhere, "centre" or "ville", and that its name does not have. */
  leftOut: readonly TypedWord[];
  /** The text has all words of its name. */
  isNamed: boolean;
  /** It is a house whose number the text does not have: "8 rue du 8 mai" for "rue du 8 mai". */
  addsNumber: boolean;
  /** The text names the commune of the place, whole or in part, or a code of it. */
  namesTown: boolean;
  /** Nothing of the place contradicts the text, and its town is not merely a part of a longer name. */
  isSure: boolean;
}

export function readTyped(text: string): TypedText {
  return { text, words: typedWords(text), parcel: readParcel(text) };
}

/** Kinds of places that are called as their town: half a name of them is the name of another. */
const TOWNS = new Set(["commune", "place"]);
const SHORTEST_SIMILAR = 4;

/**
 * Compares every word of a text with a place. Only the place itself counts: its name, number, commune, codes. So what this accepts agrees with each
 * town, postcode and number of the text, however it was found.
 */
export function agreementOf(typed: TypedText, place: FoundPlace): Agreement {
  if (place.kind === "coordinates")
    return { missing: [], similar: [], number: [], leftOut: [], isNamed: true, addsNumber: false, namesTown: true, isSure: true };
  const label = wordsOf(place.label);
  const house = place.kind === "address" ? readHouseNumber(label, 0) : null;
  const name = new NameWords(label.slice(house?.length ?? 0));
  const town = new NameWords(wordsOf(place.commune?.name ?? ""));
  const reading = new Comparison(place, name, town);
  const left = wordsToCompare(typed, place, reading);
  // Numbers that are words of the name come first: "rue du 8 mai" names no house, "8 rue du 8 mai" one.
  const numbers = left.filter(({ word }) => /\d/.test(word));
  const inName = numbers.toSorted((a, b) => Number(a.index === 0) - Number(b.index === 0)).filter((word) => name.take(word));
  const others = left.filter((word) => !inName.includes(word));
  const number = houseNumberIn(typed.words, others, house?.house ?? null);
  for (const word of others) if (!number.found.includes(word)) reading.compare(typed.words, word);
  return reading.result(number.typed, house !== null && number.found.length === 0);
}

/** The words that remain when the code of a parcel or of a tile is read. */
function wordsToCompare({ text, words, parcel }: TypedText, place: FoundPlace, reading: Comparison): readonly TypedWord[] {
  if (place.kind === "parcel") {
    const [prefix, section, number] = wordsOf(place.label);
    const isThis =
      parcel &&
      section === parcel.section.toLowerCase() &&
      number === parcel.number &&
      (parcel.prefix === "000" || parcel.prefix === prefix);
    if (!parcel || !isThis) return words;
    const rest = wordsOf(parcel.rest);
    const code = parcel.commune?.toLowerCase() ?? null;
    if (isParcelId(text)) {
      if (fold(place.commune?.code) !== code) return words;
      reading.acceptCode();
      return [];
    }
    return words.filter(({ word }) => rest.includes(word) || word === code);
  }
  const tile = place.kind === "tile" ? readTile(text) : null;
  if (!tile || readTile(place.label)?.name !== tile.name) return words;
  const inName = [...text.matchAll(/\S+/g)].filter(([part]) => readTile(part)?.name === tile.name);
  return words.filter(({ start }) => !inName.some(({ 0: part, index }) => start >= index && start < index + part.length));
}

const fold = (code: string | null | undefined) => code?.toLowerCase() ?? null;

/** The words of a name, each of which one typed word can be. */
class NameWords {
  readonly words: readonly string[];
  readonly #by = new Map<number, TypedWord>();

  constructor(words: readonly string[]) {
    this.words = words;
  }

  /** Whether a typed word is in the name, whose words it then takes. A word that is typed twice must be there twice. */
  take(typed: TypedWord): boolean {
    for (const { words } of typed.alternatives) {
      const indexes = words.map((one) => this.words.findIndex((word, index) => word === one && this.#isFree(index, typed)));
      if (!indexes.includes(-1)) return this.#use(indexes, typed);
    }
    // "leglise" for "l’église".
    const start = this.words.findIndex((one, index) => index + 1 < this.words.length && one + this.words[index + 1] === typed.word);
    return start >= 0 && this.#use([start, start + 1], typed);
  }

  /** Neighbours may be one word of the name together: "bel air" for "Belair", "zone industrielle" for "ZI". */
  #isFree(index: number, { index: at, word }: TypedWord): boolean {
    const by = this.#by.get(index);
    return by === undefined || (by.word !== word && Math.abs(by.index - at) <= 2);
  }

  #use(indexes: readonly number[], typed: TypedWord): true {
    for (const index of indexes) this.#by.set(index, typed);
    return true;
  }

  isSimilar({ word, isLast }: TypedWord): boolean {
    if (/\d/.test(word)) return isLast && this.words.some((one) => one.startsWith(word));
    return this.words.some(
      (one) =>
        (isLast && one.startsWith(word)) ||
        ((word.length >= SHORTEST_SIMILAR || (word.length > 1 && isWayType(one))) && isOneChange(word, one)),
    );
  }

  /** Whether the words were typed as the name has them: "rue de Brest, Ker" is not "rue de Ker-Brest". A type of way may be anywhere, as in English. */
  get isInOrder(): boolean {
    const taken = [...this.#by].filter(([, { word }]) => !isStopWord(word) && !isWayType(word)).sort(([a], [b]) => a - b);
    return taken.every(([, by], at) => {
      const before = taken[at - 1]?.[1] ?? by;
      return before.index <= by.index && before.commas === by.commas;
    });
  }

  /** Whether a word that distinguishes it was typed. */
  get isTyped(): boolean {
    return [...this.#by.values()].some(({ word }) => !isStopWord(word));
  }

  get isWhole(): boolean {
    return this.words.every((word, index) => this.#by.has(index) || isStopWord(word));
  }
}

class Comparison {
  readonly #place: FoundPlace;
  readonly #name: NameWords;
  readonly #town: NameWords;
  readonly #missing: TypedWord[] = [];
  readonly #similar: TypedWord[] = [];
  readonly #leftOut: TypedWord[] = [];
  readonly #byInsee: TypedWord[] = [];
  /** What is said of the place besides its commune: "lieu-dit". */
  readonly #detail: readonly string[];
  #hasPostcode = false;
  #hasCode = false;

  constructor(place: FoundPlace, name: NameWords, town: NameWords) {
    this.#place = place;
    this.#name = name;
    this.#town = town;
    const { commune, detail } = place;
    const said = [...town.words, fold(commune?.postcode), fold(commune?.code)];
    this.#detail = wordsOf(detail).filter((word) => !said.includes(word));
  }

  acceptCode(): void {
    this.#hasCode = true;
  }

  compare(all: readonly TypedWord[], word: TypedWord): void {
    const { commune, kind } = this.#place;
    if (this.#name.take(word)) return;
    if (this.#town.take(word)) return;
    const wanted = word.alternatives.map(({ words }) => words.join(" "));
    const postcode = fold(commune?.postcode);
    const code = fold(commune?.code);
    if (postcode !== null && wanted.includes(postcode)) {
      this.#hasPostcode = true;
      return;
    }
    if (code !== null && wanted.includes(code)) {
      // No postcode has a letter, and the code of an arrondissement is not typed itself.
      if (/[a-z]/.test(code) || word.word !== code) this.#hasCode = true;
      else this.#byInsee.push(word);
      return;
    }
    // "Couzeix (87)".
    if (kind === "commune" && /^(\d{2,3}|2[ab])$/.test(word.word) && (postcode?.startsWith(word.word) || code?.startsWith(word.word)))
      return;
    if (this.#detail.includes(word.word)) return;
    if (isFiller(all, word)) {
      if (!isStopWord(word.word)) this.#leftOut.push(word);
      return;
    }
    const isBegun = word.isLast && /\d/.test(word.word) && (postcode?.startsWith(word.word) || code?.startsWith(word.word));
    if (isBegun || this.#name.isSimilar(word) || this.#town.isSimilar(word)) this.#similar.push(word);
    else this.#missing.push(word);
  }

  result(number: readonly TypedWord[], addsNumber: boolean): Agreement {
    const isTown = TOWNS.has(this.#place.kind);
    const town = isTown ? this.#name : this.#town;
    const isTownTyped = town.isTyped;
    const isTownWhole = isTownTyped && town.isWhole;
    // A code that looks like a postcode is the INSEE code if the town of that code is named beside it.
    const similar = isTownWhole ? this.#similar : [...this.#similar, ...this.#byInsee];
    // Neighbours of one postcode are often called alike: only a code of the town itself tells which one is meant.
    const isPartial = isTownTyped && !isTownWhole && !this.#hasCode;
    return {
      missing: this.#missing,
      leftOut: this.#leftOut,
      isNamed: this.#name.isWhole,
      similar,
      number,
      addsNumber,
      namesTown: isTown || isTownTyped || this.#hasPostcode || this.#hasCode || this.#byInsee.length > 0,
      isSure: this.#missing.length === 0 && similar.length === 0 && !isPartial && !addsNumber && this.#name.isInOrder,
    };
  }
}

/** The words that are the number of the house; `typed`: those of the first number that may be one, whether or not it is this one. */
function houseNumberIn(
  all: readonly TypedWord[],
  left: readonly TypedWord[],
  house: { number: number; suffix: string } | null,
): { found: readonly TypedWord[]; typed: readonly TypedWord[] } {
  const words = all.map(({ word }) => word);
  let typed: readonly TypedWord[] = [];
  for (const [start, first] of all.entries()) {
    if (!left.includes(first)) continue;
    const read = readHouseNumber(words, start);
    if (!read) continue;
    const found = all.slice(start, start + read.length);
    // Five digits are a postcode, unless a house has this number.
    if (typed.length === 0 && first.word.length < 5) typed = found;
    if (house && read.house.number === house.number && read.house.suffix === house.suffix) return { found, typed: found };
  }
  return { found: [], typed };
}
