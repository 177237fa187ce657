import type { Reading, Term } from "@archipel/search/terms.ts";

const MOST_LEFT_OUT = 4;
/** A beginning that more names complete is compared with the names that the other words find, instead of being looked up. */
const MOST_COMPLETIONS = 2_000;

/** The words of one layer: which exist, in how many of its names. */
export interface LayerWords {
  countOf(word: string): number;
  /** Number of names with a longer word that begins so. */
  completionsOf(beginning: string): number;
  /** Whether the layer has more words than these: then any word may exist. */
  isPartial: boolean;
  /** What is written before each word of its names, and before each word around them. */
  marks: WordMarks;
}

interface WordMarks {
  name: string;
  context: string;
}

/** Finds names of one layer. */
export interface LayerQuery {
  /** What the index finds. */
  query: string;
  /** What these names must hold too; null for nothing more. */
  filter: string | null;
  /** The number of names that the index visits, about: those of the rarest term. */
  visited: number;
}

/** The signs before the words of a layer's entries. Another layer may have the same mark: a query also names its layer. */
export function marksOf(layerId: string, isMarked: boolean): WordMarks {
  const mark = isMarked ? markOf(layerId) : "";
  return isMarked ? { name: `${mark}#`, context: `${mark}@` } : { name: "", context: "@" };
}

export const MARK_LENGTH = 5;
export const markOf = (layerId: string) => layerId.slice(-MARK_LENGTH);

/** Words are letters and digits; quotes only keep PostgreSQL from reading them as operators. */
const lexeme = (word: string) => `'${word.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;

/**
 * The query that finds what a reading may mean among the names of a layer: every term in the name or around it (commune, codes), and one at
 * least in the name itself. Null when the layer has no name that holds all terms.
 *
 * @param without terms that names are found without
 */
export function queryOf({ terms }: Reading, layer: LayerWords, without: readonly Term[] = []): LayerQuery | null {
  const kept = terms.filter((term) => !without.includes(term)).map((term) => knownOf(term, layer));
  if (kept.length === 0 || kept.some(({ count }) => count === 0 && !layer.isPartial)) return null;
  const inName = (term: Term) => anyOf(term, [layer.marks.name]);
  const anywhere = (term: Term) => `(${anyOf(term, [layer.marks.name, layer.marks.context])})`;
  const visited = Math.min(...kept.map(({ count }) => count));
  const [only] = kept;
  if (only && kept.length === 1) return { query: inName(only.term), filter: null, visited };
  const wide = kept.filter(({ completions }) => completions > MOST_COMPLETIONS);
  const narrow = kept.filter(({ completions }) => completions <= MOST_COMPLETIONS);
  const named = `(${kept.map(({ term }) => inName(term)).join(" | ")})`;
  const all = (some: typeof kept) => some.map(({ term }) => anywhere(term)).join(" & ");
  if (wide.length === 0 || narrow.length === 0) return { query: `${all(kept)} & ${named}`, filter: null, visited };
  return { query: all(narrow), filter: `${all(wide)} & ${named}`, visited: Math.min(...narrow.map(({ count }) => count)) };
}

/** A term with the words of it that a layer has. */
function knownOf(term: Term, layer: LayerWords): { term: Term; completions: number; count: number } {
  const counts = term.alternatives.map(({ words }) => Math.min(...words.map((word) => layer.countOf(word))));
  const alternatives = term.alternatives.filter((_, index) => layer.isPartial || (counts[index] ?? 0) > 0);
  const completions = term.isBeginning ? layer.completionsOf(term.typed) : 0;
  const isBeginning = term.isBeginning && (completions > 0 || layer.isPartial);
  return { term: { ...term, alternatives, isBeginning }, completions, count: completions + counts.reduce((sum, count) => sum + count, 0) };
}

function anyOf(term: Term, marks: readonly string[]): string {
  const found = term.alternatives.map(({ words }) => {
    const each = words.map((word) => marks.map((mark) => lexeme(mark + word)).join(" | "));
    return each.length === 1 ? (each[0] ?? "") : `(${each.map((one) => `(${one})`).join(" & ")})`;
  });
  if (term.isBeginning) found.push(...marks.map((mark) => `${lexeme(mark + term.typed)}:*`));
  return [...new Set(found)].join(" | ");
}

/** The types of ways among the terms, when others distinguish: "rue des Lilas" also finds an avenue. */
export function waysIn({ terms }: Reading): Term[] {
  const ways = terms.filter(({ isWayType }) => isWayType);
  return ways.length < terms.length ? ways : [];
}

/** Sets of terms to leave out when nothing else was found: each term by itself, the most frequent first, with the types of ways. */
export function leftOut(reading: Reading): Term[][] {
  const ways = waysIn(reading);
  const others = reading.terms.filter((term) => !ways.includes(term)).sort((a, b) => b.count - a.count);
  return others.length > 1 ? others.slice(0, MOST_LEFT_OUT).map((one) => [...ways, one]) : [];
}
