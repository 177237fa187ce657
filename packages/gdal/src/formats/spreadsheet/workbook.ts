import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type Format, type SandboxLimits, UnreadableError } from "../../model.ts";
import { type OdsBook, odsRows, openOds } from "./ods.ts";
import type { SheetNotes, SheetRow } from "./sheet.ts";
import { openXlsx, type XlsxBook, xlsxRows } from "./xlsx.ts";
import { XmlParts } from "./xml-parts.ts";

export type SheetFormat = Extract<Format, "xlsx" | "ods">;

const MAX_SHEETS = 100;

type Workbook = { format: "xlsx"; parts: XmlParts; book: XlsxBook } | { format: "ods"; parts: XmlParts; book: OdsBook };

/** Sheets are read one after the other: what they share is read once. */
let last: { key: string; workbook: Workbook } | null = null;

/**
 * Names of the sheets of a workbook.
 *
 * @param directory for its unpacked parts, in the work directory
 * @throws UnreadableError broken
 */
export async function sheetsOf(
  path: string,
  format: SheetFormat,
  directory: string,
  limits: SandboxLimits,
): Promise<{ names: string[]; hidden: string[] }> {
  const { book } = await workbookIn(path, format, directory, limits);
  if (book.sheets.length > MAX_SHEETS) throw new UnreadableError("broken", `${book.sheets.length} sheets; at most ${MAX_SHEETS}`);
  const named = (isHidden: boolean) => book.sheets.filter((sheet) => sheet.isHidden === isHidden).map(({ name }) => name);
  return { names: named(false), hidden: named(true) };
}

/** The rows of one sheet that have a value, in batches. @throws UnreadableError broken */
export async function* sheetRows(
  { path, format, sheet }: { path: string; format: SheetFormat; sheet: string },
  directory: string,
  limits: SandboxLimits,
  notes: SheetNotes,
): AsyncGenerator<SheetRow[]> {
  const workbook = await workbookIn(path, format, directory, limits);
  if (workbook.format === "ods") {
    yield* odsRows(workbook.book, sheet, notes);
    return;
  }
  const { parts, book } = workbook;
  const found = book.sheets.find(({ name }) => name === sheet);
  if (!found) throw new UnreadableError("broken", `no sheet ${sheet} in the workbook`);
  yield* xlsxRows(await parts.path(found.part), book, notes);
}

async function workbookIn(path: string, format: SheetFormat, directory: string, limits: SandboxLimits): Promise<Workbook> {
  const key = `${format} ${path} ${dirname(directory)}`;
  if (last?.key === key) return last.workbook;
  last = null;
  await mkdir(directory, { recursive: true });
  const parts = await XmlParts.open(path, directory, limits);
  const workbook: Workbook =
    format === "xlsx" ? { format, parts, book: await openXlsx(parts) } : { format, parts, book: await openOds(parts) };
  last = { key, workbook };
  return workbook;
}
