import { Bytes, RowValues, writeRow } from "../rows/row-writer.ts";
import {
  type ColumnFacts,
  Columns,
  ID_COLUMN,
  isText,
  mayBeDate,
  recordBoolean,
  recordLikeDate,
  recordNumber,
  recordText,
} from "./columns.ts";
import { GeometryReader } from "./geometry.ts";
import { CLOSE_BRACE, COLON, type JsonScanner, NotUnderstood, OPEN_BRACE, QUOTE } from "./scanner.ts";

const [LOWER_F, LOWER_N, LOWER_T, MINUS, ZERO, NINE, BACKSLASH, LEFT, RIGHT] = [0x66, 0x6e, 0x74, 0x2d, 0x30, 0x39, 0x5c, 0x7b, 0x7d];
/** GDAL's column for text identifiers of features. Numeric identifiers make no column. */
const ID = "id";

/** Reads features one by one, each into one row. */
export class FeatureReader {
  readonly columns = new Columns();
  readonly geometry: GeometryReader;
  /** Rows not yet flushed. */
  readonly rows = new Bytes(1024 * 1024);
  readonly #scanner: JsonScanner;
  readonly #values = new RowValues();
  /** The name of each column with its closing quote, and its number, in the order of the last feature. */
  readonly #expected: { name: Uint8Array; column: number }[] = [];
  /** Counts every start of a feature: one that is read again when more bytes arrive counts twice. */
  #attempt = 0;
  #withId: boolean | null = null;

  constructor(scanner: JsonScanner) {
    this.#scanner = scanner;
    this.geometry = new GeometryReader(scanner);
  }

  /** Reads the next feature. @returns whether it has a geometry @throws NotUnderstood */
  read(): boolean {
    const scanner = this.#scanner;
    this.#attempt++;
    this.#values.clear();
    const seen = { type: false, geometry: false, properties: false, id: false };
    let hasGeometry = false;
    let id: string | null = null;
    scanner.expect(OPEN_BRACE);
    do {
      const key = scanner.text();
      scanner.expect(COLON);
      if (key !== "bbox" && key !== "geometry_name") {
        if (!isMember(key, seen) || seen[key]) throw new NotUnderstood(`a feature with ${key}`);
        seen[key] = true;
      }
      if (key === "type") {
        if (scanner.text() !== "Feature") throw new NotUnderstood("no feature");
      } else if (key === "geometry") hasGeometry = this.geometry.read();
      else if (key === "properties") this.#properties(seen.id && id !== null);
      else if (key === "id") {
        // An identifier that comes after the properties would still be GDAL's first column.
        id = this.#id();
        if (id !== null && seen.properties) throw new NotUnderstood("an identifier behind the properties");
      } else scanner.value();
    } while (scanner.hasNext(CLOSE_BRACE));
    if (!seen.type || !seen.geometry || !seen.properties) throw new NotUnderstood("a feature that lacks something");
    if (this.#withId !== null && this.#withId !== (id !== null)) throw new NotUnderstood("identifiers of several kinds");
    writeRow(this.rows, hasGeometry ? this.geometry.ewkb.used() : null, this.#values);
    this.#withId = id !== null;
    return hasGeometry;
  }

  /** A text identifier, which counts as the first property. */
  #id(): string | null {
    const first = this.#scanner.peek();
    if (first !== QUOTE) {
      const number = this.#scanner.number();
      if (!this.#scanner.isWhole || !Number.isSafeInteger(number)) throw new NotUnderstood("an odd identifier");
      this.#values.number(ID_COLUMN, number);
      return null;
    }
    const text = this.#scanner.text();
    const column = this.columns.numberOf(ID);
    const facts = this.columns.facts[column];
    if (facts === undefined || text === "" || looksListed(text)) throw new NotUnderstood("an odd identifier");
    facts.feature = this.#attempt;
    recordText(facts);
    this.#values.text(column, text);
    this.#values.text(ID_COLUMN, text);
    return text;
  }

  #properties(hasId: boolean): void {
    const scanner = this.#scanner;
    let before = hasId ? this.columns.numberOf(ID) : -1;
    if (scanner.peek() === LOWER_N) {
      scanner.word();
      return;
    }
    scanner.expect(OPEN_BRACE);
    if (scanner.peek() === CLOSE_BRACE) {
      scanner.position++;
      return;
    }
    let ordinal = 0;
    do {
      const column = this.#column(ordinal++);
      const facts = this.columns.facts[column];
      if (facts === undefined || facts.feature === this.#attempt) throw new NotUnderstood("a property that comes twice");
      facts.feature = this.#attempt;
      if (before >= 0) this.columns.recordOrder(before, column);
      before = column;
      this.#value(column, facts);
    } while (scanner.hasNext(CLOSE_BRACE));
  }

  /** The column of the next name: nearly always the same as in the previous feature. */
  #column(ordinal: number): number {
    const scanner = this.#scanner;
    const expected = this.#expected[ordinal];
    if (scanner.peek() === QUOTE && expected !== undefined) {
      const { name } = expected;
      const start = scanner.position + 1;
      let same = 0;
      while (same < name.length && scanner.bytes[start + same] === name[same]) same++;
      if (same === name.length) {
        scanner.position = start + same;
        scanner.expect(COLON);
        return expected.column;
      }
    }
    const start = scanner.position + 1;
    const text = scanner.text();
    const name = Uint8Array.from(scanner.bytes.subarray(start, scanner.position));
    scanner.expect(COLON);
    const column = this.columns.numberOf(text);
    this.#expected[ordinal] = { name, column };
    return column;
  }

  #value(column: number, facts: ColumnFacts): void {
    const scanner = this.#scanner;
    const first = scanner.peek();
    if (first === QUOTE) this.#text(column, facts);
    else if (first === MINUS || (first >= ZERO && first <= NINE)) {
      const value = scanner.number();
      this.#values.number(column, recordNumber(facts, value, scanner.isWhole, scanner.digits));
    } else if (first === LOWER_N || first === LOWER_T || first === LOWER_F) {
      const value = scanner.word();
      if (value === null) return;
      recordBoolean(facts);
      this.#values.boolean(column, value);
    } else scanner.fail("a list or an object");
  }

  #text(column: number, facts: ColumnFacts): void {
    const scanner = this.#scanner;
    const start = scanner.position + 1;
    const first = scanner.bytes[start] ?? 0;
    if (first === LEFT || first === BACKSLASH) this.#oddText(column, facts);
    else if (mayBeDate(first) && !isText(facts)) {
      const text = scanner.text();
      recordLikeDate(facts, text);
      this.#values.text(column, text);
    } else {
      scanner.string();
      recordText(facts);
      if (!scanner.hasEscapes) this.#values.textBytes(column, scanner.bytes, start, scanner.position - 1);
      else {
        scanner.position = start - 1;
        this.#values.text(column, scanner.text());
      }
    }
  }

  #oddText(column: number, facts: ColumnFacts): void {
    const text = this.#scanner.text();
    if (looksListed(text)) throw new NotUnderstood("a text like a list");
    if (!isText(facts)) recordLikeDate(facts, text);
    this.#values.text(column, text);
  }
}

function isMember<Members extends object>(key: string, seen: Members): key is Extract<keyof Members, string> {
  return Object.hasOwn(seen, key);
}

/** A text that our parser of GDAL's rows would read as a list (copy-text.ts). */
function looksListed(text: string): boolean {
  return text.charCodeAt(0) === LEFT && text.charCodeAt(text.length - 1) === RIGHT;
}
