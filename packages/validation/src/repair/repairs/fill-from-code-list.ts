import { isOneLetterOff, plain } from "./plain-text.ts";
import type { CellRepair } from "./repair.ts";

/** Writes the code (or the file's name) that was meant, when only one can have been: case, accents, blanks, zeros, or its label. */
export const fillFromCodeList: CellRepair = {
  id: "fill-from-code-list",
  codes: ["ATTRIBUTE_UNEXPECTED_VALUE", "ATTRIBUTE_FILE_NOT_FOUND", "ATTRIBUTE_PATH_NOT_FOUND"],
  propose: (text, { choices }) => {
    const meant = clearChoice(text, choices);
    return meant === null ? [] : [meant];
  },
};

type Same = (asked: string, offered: string) => boolean;

/** From the surest to the boldest: the first that finds exactly one choice is believed. */
const ways: readonly Same[] = [
  (asked, offered) => plain(asked) === plain(offered),
  (asked, offered) => isNumber(asked) && isNumber(offered) && Number(asked) === Number(offered),
  (asked, offered) => !isNumber(asked) && !isNumber(offered) && plain(stem(asked)) === plain(stem(offered)),
  (asked, offered) => hasLetters(asked) && plain(offered).length > 5 && isOneLetterOff(plain(asked), plain(offered)),
];

function clearChoice(text: string, choices: readonly (readonly string[])[]): string | null {
  if (plain(text) === "") return null;
  for (const isSame of ways) {
    const codes = new Set(choices.filter(([code = ""]) => isSame(text, code)).map(([code = ""]) => code));
    const named = codes.size > 0 ? codes : new Set(choices.filter((names) => isNamed(text, names, isSame)).map(([code = ""]) => code));
    const [only] = named;
    if (named.size > 0) return named.size === 1 && only !== undefined ? only : null;
  }
  return null;
}

/** Is it a label of the choice? Labels are words: a number in another column is another code. */
function isNamed(text: string, [, ...labels]: readonly string[], isSame: Same): boolean {
  return hasLetters(text) && labels.some((label) => hasLetters(label) && isSame(text, label));
}

/** The row of a code list that several values together mean, when it is one only; null otherwise. */
export function closestRow(values: readonly string[], rows: readonly (readonly string[])[]): readonly string[] | null {
  for (const isSame of ways.slice(0, 2)) {
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
/** A file's name without folder, page and extension. */
const stem = (text: string) =>
  text
    .replace(/#.*$/, "")
    .replace(/^.*[\\/]/, "")
    .replace(/\.[a-z0-9]{2,4}$/i, "");
