import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { InspectionFinding, SandboxLimits } from "../../model.ts";
import { type PreparedCsv, prepareTable, type TableRecord } from "../csv.ts";
import { decodedText } from "../text-file.ts";
import { findHeader, HEADER_WITHIN } from "./header.ts";
import { EmptyPartError, type Noted, SheetNotes, type SheetRow } from "./sheet.ts";
import { type SheetFormat, sheetRows } from "./workbook.ts";

/**
 * Rewrites a sheet as a CSV that GDAL reads without guessing (`csv.ts`). The row with the names of the columns is found below titles; rows and
 * columns without any value are left out; what is text in the sheet stays text.
 *
 * @param isAsWritten reads every column as text
 * @throws UnreadableError broken; EmptyPartError for a sheet without a row of values
 */
export async function prepareSheet(
  source: { path: string; format: SheetFormat; sheet: string },
  prepared: string,
  isAsWritten: boolean,
  limits: SandboxLimits,
): Promise<Omit<PreparedCsv, "encoding">> {
  const notes = new SheetNotes();
  const sheet = new SheetColumns();
  const cells = `${prepared}.cells`;
  await pipeline(async function* () {
    let head: SheetRow[] | null = [];
    for await (const rows of sheetRows(source, `${prepared}-parts`, limits, notes)) {
      if (head === null) yield sheet.linesOf(rows);
      else {
        head.push(...rows);
        if (head.length < HEADER_WITHIN) continue;
        yield sheet.begin(head);
        head = null;
      }
    }
    if (head) yield sheet.begin(head);
  }, createWriteStream(cells));
  if (sheet.rows === 0) throw new EmptyPartError(source.sheet);
  const kept = sheet.kept();
  const records = () => recordsOf(cells, kept);
  const isText = kept.map((column) => sheet.isText[column] ?? false);
  const table = await prepareTable({ records, isText }, `${prepared}.csv`, isAsWritten);
  return { ...table, findings: [...table.findings, ...findingsOf(sheet, notes, kept)] };
}

/** Follows the columns of a sheet while its rows are written. */
class SheetColumns {
  /** Rows with values, below the names. */
  rows = 0;
  /** Rows without values between the names and the last row. */
  emptyRows = 0;
  /** Line of the names, and rows with values above it. */
  header = { line: 0, above: 0 };
  readonly isText: boolean[] = [];
  readonly #isUsed: boolean[] = [];
  #last = 0;

  /** The lines of the first rows, the names of the columns first. */
  begin(head: readonly SheetRow[]): string {
    const at = findHeader(head);
    const names = head[at];
    if (!names) return "";
    this.header = { line: names.line, above: at };
    this.#last = names.line;
    // Names are looked for again in `kept`: a column with a name and no value is kept.
    names.cells.forEach((_, column) => {
      this.#isUsed[column] = true;
    });
    return jsonLine(names) + this.linesOf(head.slice(at + 1));
  }

  linesOf(rows: readonly SheetRow[]): string {
    let lines = "";
    for (const row of rows) {
      this.rows++;
      this.emptyRows += row.line - this.#last - 1;
      this.#last = row.line;
      row.cells.forEach((cell, column) => {
        if (!cell) return;
        this.#isUsed[column] = true;
        if (cell.kind === "text") this.isText[column] = true;
      });
      lines += jsonLine(row);
    }
    return lines;
  }

  /** The columns with a name or a value. */
  kept(): number[] {
    return Array.from(this.#isUsed, (isUsed, column) => (isUsed ? column : -1)).filter((column) => column >= 0);
  }

  /** Columns between the first and the last that have neither. */
  emptyColumns(kept: readonly number[]): number {
    return (kept.at(-1) ?? 0) - (kept[0] ?? 0) + 1 - kept.length;
  }
}

/** A row as it is kept between the two readings of the table: JSON has no line end inside of a line. */
function jsonLine({ line, cells }: SheetRow): string {
  return `${JSON.stringify([line, ...Array.from(cells, (cell) => cell?.text ?? "")])}\n`;
}

/** The rows that were kept, each with its line in the sheet. */
async function* recordsOf(path: string, kept: readonly number[]): AsyncGenerator<TableRecord> {
  let rest = "";
  for await (const text of decodedText(path, "UTF-8")) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const json of lines) {
      const [line, ...cells] = JSON.parse(json) as [number, ...string[]];
      yield { line, cells: kept.map((column) => cells[column] ?? "") };
    }
  }
}

function findingsOf(sheet: SheetColumns, { merged, errors, formulas }: SheetNotes, kept: readonly number[]): InspectionFinding[] {
  const findings: InspectionFinding[] = [];
  const add = (rule: InspectionFinding["rule"], severity: InspectionFinding["severity"], params: InspectionFinding["params"]) =>
    findings.push({ rule, severity, subject: null, params });
  const noted = (rule: InspectionFinding["rule"], { count, first }: Noted) => count > 0 && add(rule, "warning", { count, first });
  if (sheet.header.above > 0) add("sheet-header", "info", sheet.header);
  const empty = { rows: sheet.emptyRows, columns: sheet.emptyColumns(kept) };
  if (empty.rows + empty.columns > 0) add("sheet-empty-parts", "info", empty);
  noted("sheet-merged", merged);
  noted("sheet-errors", errors);
  noted("sheet-formulas", formulas);
  return findings;
}
