import type { Place } from "@archipel/answers/report/place.ts";
import { pointLabel } from "@archipel/answers/report/place-label.ts";
import { type AnswerPlace, parcelId } from "@archipel/contracts/answers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { COMMUNE_LAYER_CODE_FIELDS, COMMUNE_LAYER_NAME_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import { parcelField } from "../../../layer-store/tables/parcel-index.ts";
import { type Candidate, fieldNamed } from "../policy/candidate.ts";
import { metricCrsAt } from "../policy/metric-crs.ts";
import { communesAt, type PlacedRow, parcelAt, parcelRows, placedGeometry, placedParcels } from "../queries/place.ts";

/** The place of a report, as layers are read at it. */
export interface Located {
  place: Place;
  placeM2: number;
  /** Hexadecimal EWKB in the metric CRS `crs`. */
  metric: string;
  crs: number;
  /** In degrees. */
  bbox: Bbox;
  /** Every commune that the place touches. */
  communes: readonly { insee: string; name: string }[];
  /** False when the portal knows its communes, and the place is in none of them. */
  isInside: boolean;
}

/** A larger place is a study, not a question: the shape of a big farm fits. */
const MOST_M2 = 10_000_000;

/**
 * Finds a place: its geometry in the metric CRS of its territory, its parcels, and its commune from the portal's layer of communes.
 *
 * @param candidates the portal's layers that the caller may see; parcels and communes are those with these tags
 * @throws DomainError when the place is unknown, invalid or too large
 */
export async function locate(sql: SqlSession, wanted: AnswerPlace, candidates: readonly Candidate[]): Promise<Located> {
  const { row, crs, parcels } = wanted.kind === "parcels" ? await parcelsOf(sql, wanted.ids, candidates) : await shapeOf(sql, wanted);
  if (!row.isValid) throw new DomainError("invalid", "answer-place-invalid", {}, "place");
  if (row.areaM2 > MOST_M2) throw new DomainError("invalid", "answer-place-large", { hectares: MOST_M2 / 10_000 }, "place");
  const { communes, isKnown } = await communesOf(sql, row, candidates);
  const precision = wanted.kind === "point" ? wanted.precision : wanted.kind === "parcels" ? "parcel" : "exact";
  const parcelHere = wanted.kind === "point" && isExact(wanted.precision) ? await parcelOf(sql, row, candidates) : null;
  return {
    place: {
      kind: wanted.kind,
      label: labelOf(wanted, row),
      crs,
      precision,
      centre: [rounded(row.lon), rounded(row.lat)],
      ...(parcels ? { parcels } : {}),
      ...(parcelHere === null ? {} : { parcelHere }),
      commune: communes[0] ?? { insee: "", name: "" },
    },
    placeM2: row.isArea ? row.areaM2 : 0,
    metric: row.metric,
    crs,
    bbox: [row.west, row.south, row.east, row.north],
    communes,
    isInside: !isKnown || communes.length > 0,
  };
}

const isExact = (precision: Place["precision"]) => precision === "exact" || precision === "building";

/** The parcel under a point, from the first layer that has one there. */
async function parcelOf(sql: SqlSession, { metric }: PlacedRow, candidates: readonly Candidate[]): Promise<string | null> {
  for (const layer of tagged(candidates, "parcels")) {
    const id = parcelField(layer.fields);
    const found = id && (await parcelAt(sql, { tableName: layer.tableName, srid: layer.srid, idColumn: id.column }, metric));
    // An id that no address can name is of no use: a report of the whole parcel could not be asked for.
    if (parcelId.safeParse(found).success) return found;
  }
  return null;
}

/** The communes that a place touches, from the first layer of communes that knows one. `isKnown`: a layer of communes was asked. */
async function communesOf(sql: SqlSession, { metric }: PlacedRow, candidates: readonly Candidate[]) {
  let isKnown = false;
  for (const layer of tagged(candidates, "communes")) {
    const code = fieldNamed(layer, COMMUNE_LAYER_CODE_FIELDS);
    const name = fieldNamed(layer, COMMUNE_LAYER_NAME_FIELDS);
    if (!code) continue;
    isKnown = true;
    const { tableName, srid } = layer;
    const communes = await communesAt(sql, { tableName, srid, codeColumn: code.column, nameColumn: name?.column ?? null }, metric);
    if (communes.length > 0) return { communes, isKnown };
  }
  return { communes: [], isKnown };
}

const tagged = (candidates: readonly Candidate[], tag: string) => candidates.filter(({ facts }) => facts.tags.includes(tag));

/** A ten-thousandth of a second of arc: a centimetre. */
const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

function labelOf(wanted: AnswerPlace, { lon, lat }: PlacedRow): string {
  if (wanted.kind === "parcels") return wanted.ids.join(", ");
  return wanted.label ?? pointLabel([lon, lat]);
}

interface Found {
  row: PlacedRow;
  crs: number;
  parcels?: NonNullable<Place["parcels"]>;
}

async function shapeOf(sql: SqlSession, wanted: Exclude<AnswerPlace, { kind: "parcels" }>): Promise<Found> {
  const geometry = wanted.kind === "point" ? { type: "Point", coordinates: [wanted.lon, wanted.lat] } : wanted.geometry;
  const [lon = 0, lat = 0] = wanted.kind === "point" ? [wanted.lon, wanted.lat] : (wanted.geometry.coordinates[0]?.[0] ?? []);
  const crs = metricCrsAt(lon, lat);
  const row = await placedGeometry(sql, geometry, crs);
  if (!row) throw new Error("a place has one row");
  return { row, crs };
}

/** Parcels from the first layer that knows one of them: two layers may use the same numbers for different land. */
async function parcelsOf(sql: SqlSession, wanted: readonly string[], candidates: readonly Candidate[]): Promise<Found> {
  const ids = [...new Set(wanted)].sort();
  let isKnown = false;
  for (const layer of tagged(candidates, "parcels")) {
    const id = parcelField(layer.fields);
    if (!id) continue;
    isKnown = true;
    const found = await parcelsIn(sql, layer, id.column, ids);
    if (found) return found;
  }
  if (!isKnown) throw new DomainError("not-found", "answer-no-parcels");
  throw new DomainError("not-found", "answer-parcel-unknown", { ids: ids.join(", ") });
}

async function parcelsIn(sql: SqlSession, layer: Candidate, idColumn: string, ids: readonly string[]): Promise<Found | null> {
  const area = fieldNamed(layer, ["contenance", "dcntpa", "surface"]);
  const source = { tableName: layer.tableName, srid: layer.srid, idColumn };
  const known = await parcelRows(sql, { ...source, areaColumn: area?.column ?? null }, ids);
  const [first] = known;
  if (!first) return null;
  const missing = ids.filter((one) => !known.some((row) => row.id === one));
  if (missing.length > 0) throw new DomainError("not-found", "answer-parcel-unknown", { ids: missing.join(", ") });
  const crs = metricCrsAt(first.lon, first.lat);
  const row = await placedParcels(sql, source, ids, crs);
  if (!row) throw new Error("parcels have one row");
  const baseMapDate = layer.captured === undefined ? {} : { baseMapDate: layer.captured };
  const parcels = known.map(({ id: parcel, declared }) => ({
    id: parcel,
    declaredM2: positive(declared),
    drawnM2: row.drawn[parcel] ?? 0,
    ...baseMapDate,
  }));
  return { row, crs, parcels };
}

/** A declared area of 0 means that it is not known. */
function positive(text: string | null): number | null {
  const value = Number(text ?? 0);
  return Number.isFinite(value) && value > 0 ? value : null;
}
