import { isOneLetterOff, plain } from "./plain-text.ts";
import type { CellRepair } from "./repair.ts";

/** Replaces a value by the only code (or file name) that it can mean: it differs in case, accents, spaces or zeros, or it is the label. */
export const fillFromCodeList: CellRepair = {
  id: "fill-from-code-list",
  codes: ["ATTRIBUTE_UNEXPECTED_VALUE", "ATTRIBUTE_FILE_NOT_FOUND", "ATTRIBUTE_PATH_NOT_FOUND"],
  propose: (text, { choices }) => {
    const meant = uniqueChoice(text, choices);
    return meant === null ? [] : [meant];
  },
};

type Same = (asked: string, offered: string) => boolean;

/** Comparisons from strict to loose. The first one that finds any choice decides. */
const comparisons: readonly Same[] = [
  (asked, offered) => plain(asked) === plain(offered),
  (asked, offered) => isNumber(asked) && isNumber(offered) && Number(asked) === Number(offered),
  (asked, offered) => !isNumber(asked) && !isNumber(offered) && plain(stem(asked)) === plain(stem(offered)),
  (asked, offered) => hasLetters(asked) && plain(offered).length > 5 && isOneLetterOff(plain(asked), plain(offered)),
];

function uniqueChoice(text: string, choices: readonly (readonly string[])[]): string | null {
  if (plain(text) === "") return null;
  for (const isSame of comparisons) {
    const codes = new Set(choices.filter(([code = ""]) => isSame(text, code)).map(([code = ""]) => code));
    const named = codes.size > 0 ? codes : new Set(choices.filter((names) => isNamed(text, names, isSame)).map(([code = ""]) => code));
    const [only] = named;
    if (named.size > 0) return named.size === 1 && only !== undefined ? only : null;
  }
  return null;
}

/** True when the text is a label of the choice. A label contains letters: a number in another column is another code. */
function isNamed(text: string, [, ...labels]: readonly string[], isSame: Same): boolean {
  return hasLetters(text) && labels.some((label) => hasLetters(label) && isSame(text, label));
}

/** The only row of a code list that a combination of values can mean; null for no row or several. */
export function closestRow(values: readonly string[], rows: readonly (readonly string[])[]): readonly string[] | null {
  for (const isSame of comparisons.slice(0, 2)) {
    const found = new Map(
      rows.filter((row) => values.every((value, at) => isSame(value, row[at] ?? ""))).map((row) => [row.join("\u0000"), row]),
    );
    const [only] = found.values();
    if (found.size > 0) return found.size === 1 && only ? only : null;
  }
  return null;
}

const isNumber = (text: string) => /^\s*\d+(\.0+)?\s*$/.test(text);
const hasLetters = (text: string) => /\p{L}{3}/u.test(text);
/** A file's name without folder, page anchor and extension. */
const stem = (text: string) =>
  text
    .replace(/#.*$/, "")
    .replace(/^.*[\\/]/, "")
    .replace(/\.[a-z0-9]{2,4}$/i, "");
