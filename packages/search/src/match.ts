import { isStopWord, isWayType } from "./abbreviations.ts";
import type { Reading, Term } from "./terms.ts";

/** A name with what distinguishes it, in folded words. */
export interface Name {
  words: readonly string[];
  /** Words of its commune, postcodes, nature: they may be typed too. */
  context: ReadonlySet<string>;
  /** Those of the context that are postcodes. */
  postcodes: ReadonlySet<string>;
  /** The INSEE code of its commune, where there is one. It may be the postcode of another town, so a name with the postcode is nearer. */
  code: string | null;
  /** Whether a code or a word of the context finds it without its name: a town by all of them, a place by its postcodes. */
  foundWithoutName?: "by-context" | "by-postcode";
}

const COST = {
  unmatchedWord: 0.12,
  missingWay: 0.5,
  missing: 2,
  unknown: 0.8,
  outOfOrder: 0.15,
  contextOnly: 1.5,
  completed: 0.02,
  inseeCode: 0.4,
  /** Of a text that is a code alone: a place with this postcode, and a town with this INSEE code, which is behind other services' towns too. */
  placeOfPostcode: 0.3,
  townOfInseeCode: 1.1,
} as const;

/** From this cost on, a word is only one that looks like the typed one. */
const CORRECTED = 1;

/**
 * How far a name is from what was typed: 0 for the same words, about 1 for each typing error, more for missing words. Undefined when no typed
 * word is in the name itself, or when it lacks a typed word and has little else of the text: the type of its way, or fewer words that merely
 * look like typed ones.
 */
export function costOf(reading: Reading, name: Name): number | undefined {
  const isTown = name.foundWithoutName === "by-context";
  const used = new Set<number>();
  const lacking = reading.unknown.length + reading.terms.filter((term) => isLacking(term, name)).length;
  if (lacking > 0 && !isRecognised(reading, name, lacking)) return undefined;
  let cost = reading.unknown.length * COST.unknown;
  let last = -1;
  let isInName = false;
  for (const term of reading.terms) {
    const inName = bestInName(term, name.words);
    const inContext = bestInContext(term, name);
    const found = inName && (inContext === undefined || inName.cost <= inContext) ? inName : undefined;
    if (found) {
      isInName = true;
      cost += found.cost;
      for (const index of found.indexes) {
        used.add(index);
        if (index < last) cost += COST.outOfOrder;
        last = index;
      }
    } else if (inContext !== undefined) cost += inContext;
    else cost += term.isWayType ? COST.missingWay : COST.missing;
  }
  // A name whose words are also those of its commune: "Rennes", in Rennes.
  if (!isInName && !isTown && !reading.terms.some((term) => bestInName(term, name.words))) return undefined;
  if (!isInName) cost += COST.contextOnly;
  name.words.forEach((word, index) => {
    if (!used.has(index) && !isStopWord(word)) cost += COST.unmatchedWord;
  });
  return cost;
}

/**
 * How far a town or a place is from a text that is nothing but a code, or the beginning of one; undefined when it is not meant. Neither its name nor
 * its size counts, so that towns of one postcode are as near.
 */
export function costOfCode({ terms, unknown, house }: Reading, { words, postcodes, code, foundWithoutName }: Name): number | undefined {
  const [term] = terms;
  if (foundWithoutName === undefined || !term || terms.length > 1 || unknown.length > 0 || house || !/\d/.test(term.typed))
    return undefined;
  if (bestInName(term, words)) return undefined;
  const isTown = foundWithoutName === "by-context";
  const cost = bestAmong(term, postcodes);
  if (cost !== undefined) return cost + (isTown ? 0 : COST.placeOfPostcode);
  const byCode = isTown && code !== null ? bestAmong(term, new Set([code])) : undefined;
  return byCode === undefined ? undefined : byCode + COST.townOfInseeCode;
}

function isLacking(term: Term, name: Name): boolean {
  return !term.isWayType && bestInName(term, name.words) === undefined && bestInContext(term, name) === undefined;
}

function isRecognised({ terms }: Reading, name: Name, lacking: number): boolean {
  let alike = 0;
  for (const term of terms) {
    const found = bestInName(term, name.words);
    const isDistinct = found?.indexes.some((index) => !isWayType(name.words[index] ?? ""));
    const cost = isDistinct ? found?.cost : name.foundWithoutName === "by-context" ? bestInContext(term, name) : undefined;
    if (cost !== undefined && cost < CORRECTED) return true;
    if (cost !== undefined) alike++;
  }
  return alike > lacking;
}

function bestInName(term: Term, words: readonly string[]): { cost: number; indexes: number[] } | undefined {
  let best: { cost: number; indexes: number[] } | undefined;
  for (const alternative of term.alternatives) {
    const indexes = alternative.words.map((word) => words.indexOf(word));
    if (indexes.includes(-1)) continue;
    if (!best || alternative.cost < best.cost) best = { cost: alternative.cost, indexes };
  }
  if (best?.cost === 0 || !term.isBeginning) return best;
  words.forEach((word, index) => {
    if (!word.startsWith(term.typed)) return;
    const cost = COST.completed * Math.min(8, word.length - term.typed.length);
    if (!best || cost < best.cost) best = { cost, indexes: [index] };
  });
  return best;
}

function bestInContext(term: Term, { context, code }: Name): number | undefined {
  const cost = bestAmong(term, context);
  const byCode = code === null ? undefined : bestAmong(term, new Set([code]));
  return cost === undefined && byCode !== undefined ? byCode + COST.inseeCode : cost;
}

function bestAmong(term: Term, context: ReadonlySet<string>): number | undefined {
  const costs = term.alternatives.filter(({ words }) => words.every((word) => context.has(word))).map(({ cost }) => cost);
  if (term.isBeginning)
    for (const word of context) if (word.startsWith(term.typed)) costs.push(COST.completed * Math.min(8, word.length - term.typed.length));
  return costs.length === 0 ? undefined : Math.min(...costs);
}
