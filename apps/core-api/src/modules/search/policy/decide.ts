import type { SearchDecision, SearchMiss } from "@archipel/contracts/search.ts";
import { type Agreement, agreementOf, readTyped, type TypedText } from "@archipel/search/agreement.ts";
import { fold, wordsOf } from "@archipel/search/fold.ts";
import { isFiller, type TypedWord } from "@archipel/search/typed.ts";
import { EQUAL, isAmbiguous, type Ranked } from "./order.ts";

export interface Compared extends Ranked {
  agreement: Agreement;
}

const AGREES: Agreement = {
  missing: [],
  similar: [],
  number: [],
  leftOut: [],
  isNamed: true,
  addsNumber: false,
  namesTown: true,
  isSure: true,
};
const MOST_NEAREST = 4;
const isPlace = ({ result }: Ranked) => result.lon !== null && result.kind !== "dataset";

/** Whether the place that a result names lacks nothing of a text: another service need not be asked. */
export function hasAll(q: string, found: readonly Ranked[]): boolean {
  const typed = readTyped(q);
  return found.some((one) => isPlace(one) && agreementOf(typed, one.result).missing.length === 0);
}

/** Results with how far each is what the text says; those that have all of it come first. */
export function compared(q: string, ordered: readonly Ranked[]): Compared[] {
  const typed = readTyped(q);
  const all = ordered.map((one) => ({ ...one, agreement: isPlace(one) ? agreementOf(typed, one.result) : AGREES }));
  return [...all.filter(hasEverything), ...all.filter((one) => !hasEverything(one))];
}

const hasEverything = ({ agreement }: Compared) => agreement.missing.length === 0 && !agreement.addsNumber;

/** "La Ville Morvec" is the place of this name, and not "Les Morvec", for which "ville" would tell nothing. */
function withoutLeavingOut(found: readonly Compared[]): readonly Compared[] {
  const isExact = ({ agreement }: Compared) => agreement.isNamed && agreement.leftOut.length === 0;
  return found.some(isExact) ? found.filter(({ agreement }) => agreement.leftOut.length === 0) : found;
}

/**
 * The one decision of every search: open a result, ask the person, or say what is not here. A result opens only when it has every town, postcode, number
 * and word of the text, and no other is as good: what somebody typed is never left out without a word.
 *
 * @param found in the order of `compared`
 * @param knows whether a place of the portal has a folded word, somewhere in its name, commune or codes
 */
export function decide(q: string, found: readonly Compared[], knows: (word: string) => boolean): SearchDecision {
  const typed = readTyped(q);
  const whole = withoutLeavingOut(found.filter(hasEverything));
  const [first, ...others] = whole;
  if (found.length === 0) return { kind: "no", misses: missesOf(typed, typed.words, knows) };
  if (!first) return sayWhatIsMissing(typed, found, knows);
  if (!first.agreement.isSure) return { kind: "ask", why: others.some(({ agreement }) => agreement.isSure) ? "choice" : "similar" };
  if (found.some((other) => isElsewhere(first, other))) return { kind: "ask", why: "communes" };
  if (!isAmbiguous(whole)) return { kind: "open", result: first.result };
  return { kind: "ask", why: others.some(({ result }) => fold(result.label) === fold(first.result.label)) ? "namesakes" : "choice" };
}

/** What is shown beside a decision: houses of near numbers only tell something when nothing but the number is missing. */
export function shownBeside(decision: SearchDecision, found: readonly Ranked[]): readonly Ranked[] {
  const isNumber = decision.kind === "no" && decision.misses.some(({ kind }) => kind === "number");
  return isNumber ? found : found.filter(({ isNearHouse }) => !isNearHouse);
}

/** The same street in another town, when the text names no town: nobody may choose it for the person, although only one has the number. */
function isElsewhere(first: Compared, other: Compared): boolean {
  const [one, another] = [first.street, other.street];
  if (!one || !another || first.agreement.namesTown || other.agreement.missing.some((word) => !first.agreement.number.includes(word)))
    return false;
  if (townOf(first) === townOf(other)) return false;
  return fold(one.label) === fold(another.label) || Math.abs(one.cost - another.cost) < EQUAL;
}

const townOf = ({ result: { commune, lon, lat } }: Ranked) =>
  commune ? `${fold(commune.name)} ${commune.code ?? ""}` : `${(lon ?? 0).toFixed(1)} ${(lat ?? 0).toFixed(1)}`;

function sayWhatIsMissing(typed: TypedText, found: readonly Compared[], knows: (word: string) => boolean): SearchDecision {
  const best = found.reduce((one, other) => (other.agreement.missing.length < one.agreement.missing.length ? other : one));
  const inStreet = found.filter((one) => isSameStreet(one, best));
  const missing = best.agreement.missing.filter((word) => inStreet.every(({ agreement }) => agreement.missing.includes(word)));
  // "12-14 rue du Lin": each number is a house.
  if (missing.length === 0) return { kind: "ask", why: "choice" };
  const number = best.agreement.number.filter((word) => missing.includes(word));
  const words = missing.filter((word) => !number.includes(word));
  const misses = missesOf(typed, words, knows);
  // The number of a street of another town tells nothing.
  if (number.length === 0 || misses.length > 0) return { kind: "no", misses };
  return { kind: "no", misses: [missOfNumber(typed, number, best, found)] };
}

const isSameStreet = (one: Compared, other: Compared) =>
  one === other ||
  (one.street !== undefined && fold(one.street.label) === fold(other.street?.label ?? "") && townOf(one) === townOf(other));

function missOfNumber(typed: TypedText, number: readonly TypedWord[], best: Compared, found: readonly Compared[]): SearchMiss {
  const isOne = found.every(
    (one) => isSameStreet(one, best) || one.agreement.missing.some((word) => !number.includes(word)) || one.street === undefined,
  );
  const houses = found.filter((one) => one.result.kind === "address" && isSameStreet(one, best));
  return {
    kind: "number",
    text: spanOf(typed.text, number),
    street: best.street?.label ?? best.result.label,
    commune: isOne || best.agreement.namesTown ? (best.result.commune?.name ?? null) : null,
    nearest: isOne || best.agreement.namesTown ? houses.flatMap(({ street }) => street?.number ?? []).slice(0, MOST_NEAREST) : [],
  };
}

/** What is said of words that the best place lacks: neighbours together, "29200 Brest", with what is written as one with them. */
function missesOf(typed: TypedText, missing: readonly TypedWord[], knows: (word: string) => boolean): SearchMiss[] {
  const runs: TypedWord[][] = [];
  for (const word of missing) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const between = last ? typed.words.slice(last.index + 1, word.index) : [];
    if (run && last && between.every((one) => isFiller(typed.words, one))) run.push(...between, word);
    else runs.push([word]);
  }
  return runs
    .filter((run) => missing.length === typed.words.length || run.some((word) => !isFiller(typed.words, word)))
    .map((run): SearchMiss => {
      const text = spanOf(typed.text, run);
      if (/^\d{5}$/.test(text) && !knows(text)) return { kind: "postcode", text };
      const isKnown = wordsOf(text).every(knows);
      const others = isKnown ? othersOf(typed.text, text) : "";
      return others === "" ? { kind: "word", text } : { kind: "together", text, others };
    });
}

/** The part of a text from the first to the last of some words, with what hyphens and apostrophes join to them. */
function spanOf(text: string, words: readonly TypedWord[]): string {
  const start = Math.min(...words.map((word) => word.start));
  const end = Math.max(...words.map((word) => word.end));
  const before = /(?:[\p{L}\p{M}]+['’-])*$/u.exec(text.slice(0, start))?.[0] ?? "";
  const after = /^(?:['’-][\p{L}\p{M}]+)*/u.exec(text.slice(end))?.[0] ?? "";
  return `${before}${text.slice(start, end)}${after}`.trim();
}

function othersOf(text: string, part: string): string {
  return text
    .split(part)
    .map((one) => one.replace(/^[\s,;.()-]+|[\s,;.()-]+$/g, ""))
    .filter((one) => one !== "")
    .join(" … ");
}
