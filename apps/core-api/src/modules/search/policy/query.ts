import type { Reading, Term } from "@archipel/search/terms.ts";

const MOST_LEFT_OUT = 4;

/** Words are letters and digits; quotes only keep PostgreSQL from reading them as operators. */
const lexeme = (word: string) => `'${word.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;

/**
 * The query of words that finds what a reading may mean: every term in the name or around it (commune, codes), and one at least in the name
 * itself. Empty when nothing can be found.
 *
 * @param without terms that names are found without
 */
export function queryOf({ terms }: Reading, without: readonly Term[] = []): string {
  const kept = terms.filter((term) => !without.includes(term));
  if (kept.length === 0) return "";
  const all = kept.map((term) => `(${anyOf(term, ["", "@"])})`).join(" & ");
  return kept.length === 1 ? anyOf(kept[0] as Term, [""]) : `${all} & (${kept.map((term) => anyOf(term, [""])).join(" | ")})`;
}

function anyOf(term: Term, marks: readonly string[]): string {
  const found = term.alternatives.map(({ words }) => {
    const each = words.map((word) => marks.map((mark) => lexeme(mark + word)).join(" | "));
    return each.length === 1 ? (each[0] ?? "") : `(${each.map((one) => `(${one})`).join(" & ")})`;
  });
  if (term.isBeginning) found.push(...marks.map((mark) => `${lexeme(mark + term.typed)}:*`));
  return [...new Set(found)].join(" | ");
}

/** Number of names that the index visits for a reading, at most: those of its rarest term. */
export function visitedBy({ terms }: Reading, without: readonly Term[] = []): number {
  return Math.min(...terms.filter((term) => !without.includes(term)).map(({ count }) => count));
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
