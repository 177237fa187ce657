import type { Finding } from "../finding.ts";
import { type Locale, sentenceOf } from "../sentences.ts";

/** One finding with the national validator's field names (JSONL). The `xsd…` fields are always null: readers expect them, but we validate no XSD. */
export interface FindingLine {
  code: string;
  level: string;
  message: string;
  documentModel: string;
  fileModel: string | null;
  attribute: string | null;
  file: string | null;
  /** Row, 1…n, as text. */
  id: string | null;
  /** `lonMin,latMin,lonMax,latMax` */
  featureBbox: string | null;
  /** WKT in CRS:84. */
  errorGeometry: string | null;
  featureId: string | null;
  xsdErrorCode: null;
  xsdErrorMessage: null;
  xsdErrorPath: null;
}

/** The columns of the national validator's CSV, in its order. */
export const csvHeader = [
  "code",
  "level",
  "message",
  "standard",
  "fileModel",
  "attribute",
  "file",
  "id",
  "feat_bbox",
  "WKT",
  "feat_id",
  "xsd_code",
  "xsd_msg",
  "xsd_path",
] as const;

/** A finding as one line of CSV or JSON Lines. */
function findingLine(finding: Finding, locale: Locale): FindingLine {
  return {
    code: finding.code,
    level: finding.level,
    message: sentenceOf(finding, locale).what,
    documentModel: finding.model,
    fileModel: finding.fileModel,
    attribute: finding.field,
    file: finding.file,
    id: finding.row === null ? null : String(finding.row),
    featureBbox: finding.bbox?.join(",") ?? null,
    errorGeometry: finding.place,
    featureId: finding.featureId,
    xsdErrorCode: null,
    xsdErrorMessage: null,
    xsdErrorPath: null,
  };
}

/** One line of JSONL, with its line end. */
export function jsonlLine(finding: Finding, locale: Locale): string {
  return `${JSON.stringify(findingLine(finding, locale))}\n`;
}

/** The first line of the CSV, with its line end. */
export function csvHead(): string {
  return `${csvHeader.join(",")}\r\n`;
}

/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(finding: Finding, locale: Locale): string {
  return `${Object.values(findingLine(finding, locale)).map(cell).join(",")}\r\n`;
}

function cell(value: string | null): string {
  if (value === null) return "";
  // A spreadsheet would execute a value that begins like a formula, and findings quote values from uploaded files.
  const text = /^[=+@\t\r]|^-(?![\d.])/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
