import { posix } from "node:path";
import { UnreadableError } from "../../model.ts";
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
import { dateText, type NumberFormat, numberFormats } from "./xlsx-styles.ts";
import { attribute, parseXml, readXml, type XmlParts } from "./xml-parts.ts";

/** Characters of all shared texts of a workbook, which are kept in memory. */
const MAX_SHARED_CHARACTERS = 48 * 1024 * 1024;
const MAX_SHARED = 4_000_000;

/** An Office Open XML workbook (ECMA-376 part 1, chapter 18). */
export interface XlsxBook {
  sheets: { name: string; part: string; isHidden: boolean }[];
  system: 1900 | 1904;
  formats: NumberFormat[];
  texts: string[];
}

/** @throws UnreadableError broken */
export async function openXlsx(parts: XmlParts): Promise<XlsxBook> {
  const root = (await relationsOf(parts, "")).find(({ type }) => type.endsWith("/officeDocument"))?.target ?? "xl/workbook.xml";
  const relations = await relationsOf(parts, root);
  const book: XlsxBook = { sheets: [], system: 1900, formats: [], texts: [] };
  await readXml(await parts.path(root), {
    open(name, attributes) {
      if (name === "workbookPr" && /^(1|true)$/.test(attribute(attributes, "date1904") ?? "")) book.system = 1904;
      if (name !== "sheet") return;
      const relation = relations.find(({ id }) => id === (attributes["r:id"] ?? attribute(attributes, "id")));
      const isHidden = /hidden/i.test(attribute(attributes, "state") ?? "");
      // Sheets of charts and macros have no cells.
      if (relation?.type.endsWith("/worksheet"))
        book.sheets.push({ name: attribute(attributes, "name") ?? "", part: relation.target, isHidden });
    },
  });
  const target = (type: string) => relations.find((relation) => relation.type.endsWith(type))?.target;
  const [styles, texts] = [target("/styles"), target("/sharedStrings")];
  if (styles && parts.has(styles)) book.formats = await numberFormats(await parts.path(styles));
  if (texts && parts.has(texts)) book.texts = await sharedTexts(await parts.path(texts));
  return book;
}

interface Relation {
  id: string;
  type: string;
  /** Name of the part in the archive. */
  target: string;
}

/** The parts that one part names (ECMA-376 part 2). Targets outside the archive are ignored. */
async function relationsOf(parts: XmlParts, part: string): Promise<Relation[]> {
  const folder = part === "" ? "" : `${posix.dirname(part)}/`.replace(/^\.\//, "");
  const file = `${folder}_rels/${posix.basename(part)}.rels`;
  const relations: Relation[] = [];
  if (!parts.has(file)) return relations;
  await readXml(await parts.path(file), {
    open(name, attributes) {
      if (name !== "Relationship" || attribute(attributes, "TargetMode") === "External") return;
      const target = attribute(attributes, "Target") ?? "";
      const path = target.startsWith("/") ? target.slice(1) : posix.normalize(folder + target);
      relations.push({ id: attribute(attributes, "Id") ?? "", type: attribute(attributes, "Type") ?? "", target: path });
    },
  });
  return relations;
}

async function sharedTexts(path: string): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let isText = false;
  let isPhonetic = false;
  let characters = 0;
  await readXml(path, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") isPhonetic = true;
      isText = name === "t" && !isPhonetic;
    },
    text(part) {
      if (isText) text += part;
    },
    close(name) {
      if (name === "t") isText = false;
      else if (name === "rPh") isPhonetic = false;
      else if (name === "si") {
        texts.push(unescaped(text));
        characters += text.length;
        if (characters > MAX_SHARED_CHARACTERS || texts.length > MAX_SHARED)
          throw new UnreadableError("broken", `more than ${MAX_SHARED_CHARACTERS} characters of texts in the workbook`);
      }
    },
  });
  return texts;
}

/** Characters that XML cannot hold are written as `_x000D_`. */
function unescaped(text: string): string {
  return text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

/** The rows of a sheet that have a value. Formulas are read as their stored result. @throws UnreadableError broken */
export async function* xlsxRows(path: string, book: XlsxBook, notes: SheetNotes): AsyncGenerator<SheetRow[]> {
  const reader = new SheetReader(book, notes);
  for await (const _ of parseXml(path, reader)) yield reader.takeRows();
  yield reader.takeRows();
}

class SheetReader {
  readonly #book: XlsxBook;
  readonly #notes: SheetNotes;
  readonly #budget = new SheetBudget();
  #rows: SheetRow[] = [];
  #row: SheetRow = { line: 0, cells: [] };
  #column = -1;
  #type = "n";
  #style = 0;
  #value = "";
  #hasFormula = false;
  #isValue = false;
  #isPhonetic = false;

  constructor(book: XlsxBook, notes: SheetNotes) {
    this.#book = book;
    this.#notes = notes;
  }

  takeRows(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#isValue = name === "v" || (name === "t" && !this.#isPhonetic);
    if (name === "c") this.#beginCell(attributes);
    else if (name === "f") this.#hasFormula = true;
    else if (name === "rPh") this.#isPhonetic = true;
    else if (name === "row") this.#beginRow(attributes);
    else if (name === "mergeCell") this.#notes.merged.add(attributes.ref ?? "");
  }

  text(part: string): void {
    if (this.#isValue) this.#value += part;
  }

  close(name: string): void {
    this.#isValue = false;
    if (name === "c") this.#endCell();
    else if (name === "rPh") this.#isPhonetic = false;
    else if (name === "row" && this.#row.cells.length > 0) {
      this.#budget.spend(this.#row);
      this.#rows.push(this.#row);
    }
  }

  #beginRow(attributes: Readonly<Record<string, string>>): void {
    const line = attributes.r === undefined ? this.#row.line + 1 : Number(attributes.r);
    // A row that is not behind the last one would change the order of the table.
    if (!Number.isInteger(line) || line <= this.#row.line || line > MAX_ROWS) throw new UnreadableError("broken", `row ${attributes.r}`);
    this.#row = { line, cells: [] };
    this.#column = -1;
  }

  #beginCell(attributes: Readonly<Record<string, string>>): void {
    this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
    if (this.#column < 0 || this.#column >= MAX_COLUMNS) throw new UnreadableError("broken", `cell ${attributes.r}`);
    this.#type = attributes.t ?? "n";
    this.#style = Number(attributes.s ?? 0);
    this.#value = "";
    this.#hasFormula = false;
  }

  #endCell(): void {
    const place = () => `${columnLetters(this.#column)}${this.#row.line}`;
    if (this.#type === "e") this.#notes.errors.add(place());
    else if (this.#value === "") {
      if (this.#hasFormula) this.#notes.formulas.add(place());
    } else {
      const cell = this.#cell();
      if (cell) this.#row.cells[this.#column] = cell;
    }
  }

  #cell(): Cell | undefined {
    const value = this.#value;
    switch (this.#type) {
      case "s":
        return textCell(this.#book.texts[Number(value)] ?? "");
      case "str":
      case "inlineStr":
        return textCell(unescaped(value));
      case "b":
        return { text: value === "1" || value === "true" ? "true" : "false", kind: "boolean" };
      case "d":
        return { text: value, kind: "date" };
      default:
        return this.#number(value);
    }
  }

  #number(raw: string): Cell | undefined {
    const text = numberText(raw);
    if (text === null) return textCell(raw);
    const format = this.#book.formats[this.#style];
    if (format?.kind === "code")
      return /^\d+$/.test(text) ? { text: text.padStart(format.digits, "0"), kind: "text" } : { text, kind: "number" };
    if (format && format.kind !== "number") {
      const date = dateText(Number(raw), format.kind, this.#book.system);
      if (date !== null) return { text: date, kind: format.kind === "time" ? "text" : "date" };
    }
    return { text, kind: "number" };
  }
}

/** The column of a reference such as `AB12`, from 0; -1 for none. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) return at === 0 ? -1 : column - 1;
    column = column * 26 + letter - 64;
    if (column > MAX_COLUMNS) return MAX_COLUMNS;
  }
  return -1;
}
