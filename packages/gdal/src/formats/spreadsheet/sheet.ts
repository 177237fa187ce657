import { UnreadableError } from "../../model.ts";

/** A cell with a value, as its text and its kind. Dates are ISO 8601, numbers have a point. */
export interface Cell {
  text: string;
  kind: "number" | "text" | "date" | "boolean";
}

/** A row with at least one value. `cells` has holes where cells are empty. */
export interface SheetRow {
  /** Number of the row in the sheet, from 1. */
  line: number;
  cells: (Cell | undefined)[];
}

/** Something that occurs at several places of a sheet: how often, and where first (`B7`). */
export class Noted {
  count = 0;
  first = "";

  add(place: string): void {
    if (this.count++ === 0) this.first = place;
  }
}

/** What a sheet holds beside its values. */
export class SheetNotes {
  readonly merged = new Noted();
  /** Cells with an error instead of a value (`#N/A`). */
  readonly errors = new Noted();
  /** Formulas whose result is not stored. Formulas are never evaluated. */
  readonly formulas = new Noted();
}

/** A sheet without any value. */
export class EmptyPartError extends UnreadableError {
  constructor(sheet: string) {
    super("broken", `no value in ${sheet}`);
  }
}

/** Limits of spreadsheet programs; a file beyond them comes from none. */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;
/** Cells with a value in one sheet. */
const MAX_CELLS = 10_000_000;
/** Characters of all values of one sheet: a text can be used in any number of cells. */
const MAX_CHARACTERS = 512 * 1024 * 1024;

/** Counts cells and characters of a sheet. */
export class SheetBudget {
  #cells = 0;
  #characters = 0;

  /** @throws UnreadableError broken */
  spend({ cells }: SheetRow, times = 1): void {
    for (const cell of cells) {
      if (!cell) continue;
      this.#cells += times;
      this.#characters += cell.text.length * times;
    }
    if (this.#cells > MAX_CELLS) throw new UnreadableError("broken", `more than ${MAX_CELLS} cells in one sheet`);
    if (this.#characters > MAX_CHARACTERS) throw new UnreadableError("broken", `more than ${MAX_CHARACTERS} characters in one sheet`);
  }
}

/** `A`, `Z`, `AA`… of a column from 0. */
export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** A text of blanks alone counts as an empty cell. */
export function textCell(text: string): Cell | undefined {
  return text.trim() === "" ? undefined : { text, kind: "text" };
}

/** A number as its file writes it. Whole numbers keep all digits. */
export function numberText(raw: string): string | null {
  const text = raw.trim();
  if (/^-?\d+$/.test(text)) return text.replace(/^(-?)0+(?=\d)/, "$1");
  const value = Number(text);
  return text === "" || !Number.isFinite(value) ? null : String(value);
}
