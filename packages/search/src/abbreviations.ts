import { isOneChange } from "./distance.ts";
import { ENGLISH_PHRASES } from "./english.ts";

/**
 * Words of French street and place names with the short forms that people and files use. The first is the full word.
 * Sources: the list of types of ways of the national address base and of FANTOIR, and the abbreviations of the postal standard NF Z10-011.
 */
const SYNONYMS: readonly string[] = [
  "rue r",
  "avenue av ave aven",
  "boulevard bd bld blvd boul bvd",
  "route rte rt",
  "impasse imp",
  "place pl plce",
  "chemin che chem ch cche chm",
  "allee allees all al",
  "residence res resid",
  "lotissement lot lots",
  "square sq",
  "quai qu",
  "cours crs",
  "faubourg fg fbg faub",
  "passage pass pas psg",
  "sentier sen sent sente",
  "ruelle rle",
  "hameau ham",
  "esplanade esp",
  "promenade prom",
  "traverse tra trav",
  "montee mte",
  "village vge vlge",
  "domaine dom",
  "quartier qua quart qt qrt",
  "rocade roc",
  "venelle ven",
  "zone z",
  "parc prc",
  "batiment bat",
  "immeuble imm",
  "centre ctre ctr",
  "commercial cial",
  "artisanale art",
  "industrielle ind indus",
  "saint st",
  "sainte ste",
  "saints sts",
  "saintes stes",
  "docteur dr doct",
  "general gal gen gnal",
  "marechal mal mar mchal",
  "president pdt pres prdt",
  "professeur pr prof",
  "capitaine cne cap cpt capt",
  "colonel col cel",
  "commandant cdt cmdt cmt",
  "lieutenant lt ltt",
  "sergent sgt",
  "amiral aml",
  "monseigneur mgr",
  "abbe abb",
  "frere fr",
  "freres frs",
  "maitre me",
  "madame mme",
  "monsieur mr",
  "grand gd grd",
  "grande gde grde",
  "grands gds",
  "petit pt pte",
  "vieux vx",
  "vieille vlle",
  "chateau chat chau cht",
  "eglise egl",
  "fontaine font",
  "moulin mlin",
  "resistance resist",
  "republique rep",
  "sous ss",
  "bis b",
  "ter t",
  "quater q",
  "1 un i",
  "2 deux ii",
  "3 trois iii",
  "4 quatre iv",
  "5 cinq",
  "6 six vi",
  "7 sept vii",
  "8 huit viii",
  "9 neuf ix",
  "10 dix",
  "11 onze xi",
  "12 douze xii",
  "13 treize xiii",
  "14 quatorze xiv",
  "15 quinze xv",
  "16 seize xvi",
  "17 xvii",
  "18 xviii",
  "19 xix",
  "20 vingt xx",
  "22 xxii",
  "23 xxiii",
  "30 trente",
];

/** A short form of several words. */
const PHRASES: readonly (readonly [short: string, words: readonly string[]])[] = [
  ["zi", ["zone", "industrielle"]],
  ["za", ["zone", "artisanale"]],
  ["za", ["zone", "activites"]],
  ["za", ["zone", "activite"]],
  ["zac", ["zone", "amenagement", "concerte"]],
  ["zae", ["zone", "activites", "economiques"]],
  ["pa", ["parc", "activites"]],
  ["nd", ["notre", "dame"]],
  ["ld", ["lieu", "dit"]],
  ["lieudit", ["lieu", "dit"]],
  ["rpt", ["rond", "point"]],
  ["cd", ["chemin", "departemental"]],
  ["cr", ["chemin", "rural"]],
  ["vc", ["voie", "communale"]],
  ["jj", ["jean", "jacques"]],
  ["jb", ["jean", "baptiste"]],
  ["jp", ["jean", "paul"]],
  ["jf", ["jean", "francois"]],
  ["jm", ["jean", "marie"]],
  ["fte", ["fontaine"]],
];

const groups = new Map<string, string[][]>();
for (const line of SYNONYMS) {
  const group = line.split(" ");
  for (const word of group) groups.set(word, [...(groups.get(word) ?? []), group]);
}

/** Other forms of a folded word: "av" → "avenue", "ave"; "saint" → "st". A word may be the short form of several. */
export function synonymsOf(word: string): string[] {
  return [...new Set((groups.get(word) ?? []).flat())].filter((other) => other !== word);
}

const FULL = SYNONYMS.map((line) => line.split(" ")[0] ?? "").filter((word) => !/\d/.test(word));

/** The full words that have short forms and begin so. */
export function fullWords(beginning: string): string[] {
  return FULL.filter((word) => word.startsWith(beginning));
}

/** What a word abbreviates, as lists of words: "zi" → [["zone", "industrielle"]]. */
export function phrasesOf(word: string): readonly (readonly string[])[] {
  return PHRASES.filter(([short]) => short === word).map(([, words]) => words);
}

/** The short forms of the phrases that begin at a place of a list of words, with the number of words that each replaces. */
export function shortFormsAt(words: readonly string[], start: number): { short: string; length: number }[] {
  return [...PHRASES, ...ENGLISH_PHRASES]
    .filter(([, phrase]) => phrase.every((word, index) => words[start + index] === word))
    .map(([short, phrase]) => ({
      short,
      length: phrase.length,
    }));
}

const STOP_WORDS = new Set("a au aux d de des du en et l la le les lez of sur the".split(" "));

/** Words that names are found without: articles and prepositions. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

const WAYS = new Set(
  SYNONYMS.slice(0, SYNONYMS.indexOf("zone z"))
    .flatMap((line) => line.split(" "))
    .concat("voie", "sentier", "cour", "cite", "clos", "rond", "point"),
);

/** Whether a word is the type of a way: people mistake "rue" for "avenue". */
export function isWayType(word: string): boolean {
  return WAYS.has(word);
}

const FULL_WAYS = FULL.filter((word) => WAYS.has(word));

/** The full types of ways that are one change away from a word: "ru", "reu" → "rue". */
export function waysNear(word: string): string[] {
  return word.length < 2 || /\d/.test(word) ? [] : FULL_WAYS.filter((way) => isOneChange(word, way));
}

/** The number of an ordinal, for arrondissements: "12e", "1er", "3eme". Undefined for any other word. */
export function ordinalOf(word: string): number | undefined {
  const digits = /^(\d{1,2})(?:er|ere|e|eme|ieme|nd|nde)$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const CITIES = [
  { name: "paris", last: 20, postcode: 75000, insee: 75100 },
  { name: "lyon", last: 9, postcode: 69000, insee: 69380 },
  { name: "marseille", last: 16, postcode: 13000, insee: 13200 },
];

/** The postcode and the INSEE code of an arrondissement of Paris, Lyon or Marseille; none for another city or number. */
export function arrondissementCodes(city: string, number: number): string[] {
  const found = CITIES.find(({ name, last }) => name === city && number >= 1 && number <= last);
  return found ? [String(found.postcode + number), String(found.insee + number)] : [];
}
