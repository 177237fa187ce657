import type { AddressSource } from "@archipel/contracts/addresses.ts";

export interface PlacedRow {
  /** The row's values with the names of their columns, in the order of the table. */
  record: readonly (readonly [name: string, value: unknown])[];
  lon: number | null;
  lat: number | null;
  score: number | null;
  source: AddressSource | null;
  label: string | null;
}

/** The columns that say where a point comes from, after those of the table. */
const ADDED = ["position_score", "position_source", "position_adresse"] as const;

/** The rows as GeoJSON, in their order: every column of the table, and those of the place. A row without a place stays, without a shape. */
export function* pointsFile(rows: Iterable<PlacedRow>): Generator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let isFirst = true;
  for (const { record, lon, lat, score, source, label } of rows) {
    const [scoreName, sourceName, labelName] = ADDED.map((name) => freeName(name, record));
    const properties = { ...Object.fromEntries(record), [scoreName ?? ""]: score, [sourceName ?? ""]: source, [labelName ?? ""]: label };
    const geometry = lon === null || lat === null ? null : { type: "Point", coordinates: [lon, lat] };
    yield `${isFirst ? "" : ","}\n${JSON.stringify({ type: "Feature", properties, geometry })}`;
    isFirst = false;
  }
  yield "\n]}\n";
}

/** Another name where the table has one of this name: no column of the table is lost. */
function freeName(name: string, record: PlacedRow["record"]): string {
  const taken = new Set(record.map(([key]) => key.toLowerCase()));
  let free: string = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}
