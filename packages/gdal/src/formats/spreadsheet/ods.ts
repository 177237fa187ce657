import { UnreadableError } from "../../model.ts";
import { OdsStyles } from "./ods-styles.ts";
import {
  type Cell,
  columnLetters,
  MAX_COLUMNS,
  MAX_ROWS,
  numberText,
  SheetBudget,
  type SheetNotes,
  type SheetRow,
  textCell,
} from "./sheet.ts";
import { attribute, parseXml, readXml, type XmlParts } from "./xml-parts.ts";

type Attributes = Readonly<Record<string, string>>;

/** An OpenDocument spreadsheet (OASIS OpenDocument 1.3). */
export interface OdsBook {
  content: string;
  sheets: { name: string; isHidden: boolean }[];
  styles: OdsStyles;
}

/** @throws UnreadableError broken — also for a workbook with a password */
export async function openOds(parts: XmlParts): Promise<OdsBook> {
  if (parts.has("META-INF/manifest.xml")) {
    await readXml(await parts.path("META-INF/manifest.xml"), {
      open(name) {
        if (name === "encryption-data") throw new UnreadableError("broken", "protected by a password");
      },
    });
  }
  const book: OdsBook = { content: await parts.path("content.xml"), sheets: [], styles: new OdsStyles() };
  const { styles } = book;
  if (parts.has("styles.xml"))
    await readXml(await parts.path("styles.xml"), {
      open: (name, attributes) => styles.open(name, attributes),
      close: (name) => styles.close(name),
    });
  let depth = 0;
  await readXml(book.content, {
    open(name, attributes) {
      styles.open(name, attributes);
      // A table in a cell is no sheet.
      if (name === "table" && depth++ === 0)
        book.sheets.push({ name: attribute(attributes, "name") ?? "", isHidden: styles.isHidden(attribute(attributes, "style-name")) });
    },
    close(name) {
      styles.close(name);
      if (name === "table") depth--;
    },
  });
  return book;
}

/** The rows of a sheet that have a value. Formulas are read as their stored result. @throws UnreadableError broken */
export async function* odsRows(book: OdsBook, sheet: string, notes: SheetNotes): AsyncGenerator<SheetRow[]> {
  const reader = new OdsReader(book.styles, sheet, notes);
  for await (const _ of parseXml(book.content, reader)) {
    yield reader.takeRows();
    if (reader.isDone) return;
  }
  yield reader.takeRows();
}

interface OpenCell {
  attributes: Attributes;
  type: string | undefined;
  repeated: number;
  paragraphs: string[];
}

class OdsReader {
  isDone = false;
  readonly #styles: OdsStyles;
  readonly #sheet: string;
  readonly #notes: SheetNotes;
  readonly #budget = new SheetBudget();
  #rows: SheetRow[] = [];
  #isInSheet = false;
  #depth = 0;
  /** Default styles of the columns, each with the column behind the last one that has it. */
  #columns: { end: number; style: string | undefined }[] = [];
  #line = 0;
  #rowStyle: string | undefined;
  #repeatedRows = 1;
  #cells: SheetRow["cells"] = [];
  #column = 0;
  #cell: OpenCell | null = null;
  /** Depth of elements inside a cell that are no part of its value: comments, drawings. */
  #aside = 0;
  #isParagraph = false;

  constructor(styles: OdsStyles, sheet: string, notes: SheetNotes) {
    this.#styles = styles;
    this.#sheet = sheet;
    this.#notes = notes;
  }

  takeRows(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "table") {
      if (this.#depth++ === 0) this.#isInSheet = !this.isDone && attribute(attributes, "name") === this.#sheet;
      else this.#aside++;
      return;
    }
    if (!this.#isInSheet) return;
    if (this.#aside > 0 || ASIDES.has(name)) this.#aside++;
    else if (name === "table-column") {
      const end = (this.#columns.at(-1)?.end ?? 0) + repeatsOf(attributes, "number-columns-repeated");
      this.#columns.push({ end, style: attribute(attributes, "default-cell-style-name") });
    } else if (name === "table-row") {
      this.#repeatedRows = repeatsOf(attributes, "number-rows-repeated");
      this.#rowStyle = attribute(attributes, "default-cell-style-name");
      this.#cells = [];
      this.#column = 0;
    } else if (name === "table-cell" || name === "covered-table-cell") this.#beginCell(attributes);
    else if (this.#cell) this.#beginText(name, attributes, this.#cell);
  }

  text(part: string): void {
    if (this.#cell && this.#isParagraph && this.#aside === 0) this.#append(this.#cell, part.replace(/[\r\n\t ]+/g, " "));
  }

  close(name: string): void {
    if (name === "table") {
      if (--this.#depth === 0 && this.#isInSheet) {
        this.#isInSheet = false;
        this.isDone = true;
      } else if (this.#aside > 0) this.#aside--;
      return;
    }
    if (!this.#isInSheet) return;
    if (this.#aside > 0) this.#aside--;
    else if (name === "p" || name === "h") this.#isParagraph = false;
    else if (name === "table-cell" || name === "covered-table-cell") this.#endCell();
    else if (name === "table-row") this.#endRow();
  }

  #beginCell(attributes: Attributes): void {
    const repeated = repeatsOf(attributes, "number-columns-repeated");
    this.#cell = { attributes, type: attributes["office:value-type"] ?? attribute(attributes, "value-type"), repeated, paragraphs: [] };
    const columns = repeatsOf(attributes, "number-columns-spanned");
    const rows = repeatsOf(attributes, "number-rows-spanned");
    if (columns > 1 || rows > 1)
      this.#notes.merged.add(`${this.#place()}:${columnLetters(this.#column + columns - 1)}${this.#line + rows}`);
  }

  #beginText(name: string, attributes: Attributes, cell: OpenCell): void {
    if (name === "p" || name === "h") {
      cell.paragraphs.push("");
      this.#isParagraph = true;
    } else if (name === "s") this.#append(cell, " ".repeat(Math.min(1_000, repeatsOf(attributes, "c"))));
    else if (name === "tab") this.#append(cell, "\t");
    else if (name === "line-break") this.#append(cell, "\n");
  }

  #append(cell: OpenCell, part: string): void {
    const last = cell.paragraphs.length - 1;
    if (last >= 0) cell.paragraphs[last] += part;
  }

  #endCell(): void {
    const cell = this.#cell;
    this.#cell = null;
    if (!cell) return;
    const value = this.#valueOf(cell);
    if (value) {
      if (this.#column + cell.repeated > MAX_COLUMNS) throw new UnreadableError("broken", `more than ${MAX_COLUMNS} columns in one sheet`);
      for (let column = this.#column; column < this.#column + cell.repeated; column++) this.#cells[column] = value;
    }
    this.#column += cell.repeated;
  }

  #valueOf({ attributes, type, paragraphs }: OpenCell): Cell | undefined {
    const text = paragraphs.join("\n");
    const isFormula = attribute(attributes, "formula") !== undefined;
    if (attributes["calcext:value-type"] === "error" || (isFormula && /^(#[A-ZÀ-Ý/0!?]+[!?]?|Err:\d+)$/.test(text))) {
      this.#notes.errors.add(this.#place());
      return undefined;
    }
    if (type === undefined) {
      if (isFormula && text === "") this.#notes.formulas.add(this.#place());
      return textCell(text);
    }
    switch (type) {
      case "float":
      case "percentage":
      case "currency":
        return this.#number(attribute(attributes, "value") ?? "", attribute(attributes, "style-name"));
      case "date":
        return { text: dayOf(attribute(attributes, "date-value") ?? ""), kind: "date" };
      case "time":
        return textCell(clockOf(attribute(attributes, "time-value") ?? ""));
      case "boolean":
        return { text: attribute(attributes, "boolean-value") === "true" ? "true" : "false", kind: "boolean" };
      default:
        return textCell(attribute(attributes, "string-value") ?? text);
    }
  }

  #number(raw: string, style: string | undefined): Cell | undefined {
    const text = numberText(raw);
    if (text === null) return undefined;
    const own = style ?? this.#rowStyle ?? this.#columns.find(({ end }) => this.#column < end)?.style;
    const digits = this.#styles.digitsOf(own);
    return digits > 0 && /^\d+$/.test(text) ? { text: text.padStart(digits, "0"), kind: "text" } : { text, kind: "number" };
  }

  #endRow(): void {
    const times = this.#repeatedRows;
    if (this.#cells.length > 0) {
      if (this.#line + times > MAX_ROWS) throw new UnreadableError("broken", `more than ${MAX_ROWS} rows in one sheet`);
      this.#budget.spend({ line: 0, cells: this.#cells }, times);
      for (let copy = 1; copy <= times; copy++) this.#rows.push({ line: this.#line + copy, cells: this.#cells });
    }
    this.#line += times;
  }

  #place(): string {
    return `${columnLetters(Math.min(this.#column, MAX_COLUMNS))}${this.#line + 1}`;
  }
}

/** Elements in a cell or a sheet whose texts are no values. */
const ASIDES: ReadonlySet<string> = new Set(["annotation", "frame", "shapes", "forms", "custom-shape", "ruby-text", "tracked-changes"]);

/** A number of repetitions; 1 by default. @throws UnreadableError broken */
function repeatsOf(attributes: Attributes, name: string): number {
  const raw = attribute(attributes, name);
  if (raw === undefined) return 1;
  const repeats = Number(raw);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 2 ** 31) throw new UnreadableError("broken", `${name} ${raw.slice(0, 40)}`);
  return repeats;
}

/** A day with the time of midnight is a day. */
function dayOf(text: string): string {
  return text.replace(/T00:00:00(\.0+)?$/, "");
}

/** `PT10H30M00S` as `10:30:00`. */
function clockOf(duration: string): string {
  const parts = /^PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?$/.exec(duration);
  if (!parts) return duration;
  const [, hours = "0", minutes = "0", seconds = "0", rest = ""] = parts;
  const clock = [hours, minutes, seconds].map((part) => part.padStart(2, "0")).join(":");
  return /[1-9]/.test(rest) ? `${clock}.${rest.replace(/0+$/, "")}` : clock;
}
