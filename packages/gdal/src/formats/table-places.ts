import { parseAngle, parseAnglePair } from "@archipel/geo/angles.ts";
import type { InspectionFinding } from "../model.ts";
import type { TableRecord } from "./csv.ts";
import { type CsvGeometry, parseNumber } from "./csv-columns.ts";

/** Unreadable places that are listed; the last one counts the others. */
const LISTED = 20;
const SHOWN_CHARACTERS = 80;

interface Place {
  /** Empty without a place. */
  wkt: string;
  /** Whether a cell holds something, readable or not. */
  isWritten: boolean;
}

/** Reads the place of each record of a table. Cells with a value that is no coordinate become findings, which name their line. */
export class PlaceReader {
  readonly findings: InspectionFinding[] = [];
  readonly #geometry: CsvGeometry;

  constructor(geometry: CsvGeometry) {
    this.#geometry = geometry;
  }

  /** @param index of the record, 1…n */
  placeOf({ cells, line }: TableRecord, index: number): Place {
    const geometry = this.#geometry;
    const cell = (column: number) => (cells[column] ?? "").trim();
    if (geometry.kind === "wkt") {
      const wkt = (cells[geometry.column] ?? "").replace(/^SRID=\d+;/i, "");
      return { wkt, isWritten: wkt.trim() !== "" };
    }
    const written = geometry.kind === "axes" ? [cell(geometry.lat), cell(geometry.lon)] : [cell(geometry.column)];
    const isWritten = written.some((text) => text !== "");
    const wkt = geometry.kind === "axes" ? axesWkt(geometry, cell) : pairWkt(cell(geometry.column), geometry.isAngle);
    if (wkt === null && isWritten) this.#note(index, line, written.join(" ; "));
    return { wkt: wkt ?? "", isWritten };
  }

  #note(featureIndex: number, line: number, value: string): void {
    const last = this.findings.at(-1);
    if (last && this.findings.length >= LISTED) last.occurrences = (last.occurrences ?? 1) + 1;
    else
      this.findings.push({
        rule: "coordinates-unreadable",
        severity: "warning",
        subject: null,
        featureIndex,
        params: { line, value: value.slice(0, SHOWN_CHARACTERS) },
      });
  }
}

function axesWkt(geometry: Extract<CsvGeometry, { kind: "axes" }>, cell: (column: number) => string): string | null {
  const lon = coordinateIn(cell(geometry.lon), geometry.isDegrees ? "lon" : null);
  const lat = coordinateIn(cell(geometry.lat), geometry.isDegrees ? "lat" : null);
  return pointWkt(lon, lat, geometry.z === null ? null : parseNumber(cell(geometry.z)));
}

function pairWkt(text: string, isAngle: boolean): string | null {
  if (isAngle) {
    const pair = parseAnglePair(text);
    return pair && pointWkt(pair.lon, pair.lat, null);
  }
  const [lat = "", lon = ""] = text.split(",");
  return pointWkt(parseNumber(lon.trim()), parseNumber(lat.trim()), null);
}

/** A decimal number; on an axis in degrees also degrees, minutes and seconds, but not of the other axis. */
function coordinateIn(text: string, axis: "lat" | "lon" | null): number | null {
  const number = parseNumber(text);
  if (number !== null || axis === null) return number;
  const angle = parseAngle(text);
  if (angle === null || (angle.axis !== null && angle.axis !== axis)) return null;
  return axis === "lat" && Math.abs(angle.degrees) > 90 ? null : angle.degrees;
}

function pointWkt(lon: number | null, lat: number | null, height: number | null): string | null {
  if (lon === null || lat === null) return null;
  return height === null ? `POINT (${lon} ${lat})` : `POINT Z (${lon} ${lat} ${height})`;
}
