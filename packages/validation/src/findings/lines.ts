import { csvLineOf } from "@archipel/i18n/csv-text.ts";
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

/** The members of a line, in the order of the CSV's columns. */
const csvMembers = [
  "code",
  "level",
  "message",
  "documentModel",
  "fileModel",
  "attribute",
  "file",
  "id",
  "featureBbox",
  "errorGeometry",
  "featureId",
  "xsdErrorCode",
  "xsdErrorMessage",
  "xsdErrorPath",
] as const satisfies readonly (keyof FindingLine)[];

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
  return csvLineOf(csvHeader, ",");
}

/** One line of CSV (RFC 4180), with its line end. Findings quote values from uploaded files: only the bounding box is our own. */
export function csvLine(finding: Finding, locale: Locale): string {
  const { featureBbox, ...texts } = findingLine(finding, locale);
  const cells = { ...texts, featureBbox: featureBbox === null ? null : { plain: featureBbox } };
  return csvLineOf(
    csvMembers.map((member) => cells[member]),
    ",",
  );
}
