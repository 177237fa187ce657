import { type Figures, NOTHING } from "@archipel/answers/relations/figures.ts";
import { toleranceOf } from "@archipel/answers/relations/tolerance.ts";
import type { FeatureReading, SourceReading } from "@archipel/answers/report/reading.ts";
import type { Attributes } from "@archipel/answers/rules/fields.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isStatementTimeout } from "@archipel/database/statement-limits.ts";
import { bboxesIntersect, growBbox } from "@archipel/geo/bbox.ts";
import type { Core } from "../../../kernel/core.ts";
import { attributeOf, recordOf } from "../../../layer-store/tables/attribute-columns.ts";
import type { Located } from "../locate/locate.ts";
import { type Candidate, COMMUNE_FIELDS, fieldNamed } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import { apart, communeRows, type MeasuredRow, MOST_FEATURES, MOST_ROWS, measuredRows } from "../queries/read-layer.ts";

/** What a layer gave at the place, before the documents of its features are added. */
export interface Read {
  outcome: SourceReading["outcome"];
  features: readonly Omit<FeatureReading, "document">[];
  more: number;
}

const NONE: Read = { outcome: "read", features: [], more: 0 };

/**
 * Reads a layer. When it is slow or broken, the transaction goes on: the other layers still answer.
 *
 * @param sql a transaction whose statements have a limit of time; the embedded database does not measure it
 */
export async function readNeed({ log }: Core, sql: SqlSession, located: Located, need: Need): Promise<Read> {
  if (need.communeField === null && isFar(need, located)) return NONE;
  return apart(sql, () =>
    need.communeField === null ? atPlace(sql, located, need) : inCommunes(sql, located, need, need.communeField),
  ).catch((error: unknown) => {
    const outcome = isStatementTimeout(error) ? "slow" : "down";
    // The place is personal, and messages of PROJ contain coordinates: only the layer and the code are logged.
    log.warn({ layerId: need.candidate.id, outcome, code: codeOf(error) }, "a layer did not answer for a place");
    return { ...NONE, outcome };
  });
}

function codeOf(error: unknown): string | null {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Degrees beyond the box of a layer. It is stored rounded, and a box in degrees is not one in metres. */
const SLACK_DEGREES = 0.01;
const METRES_OF_A_DEGREE = 111_000;

function isFar({ candidate, ringM }: Need, { bbox }: Located): boolean {
  if (candidate.bbox === null) return true;
  const reach =
    Math.max(ringM, toleranceOf(candidate)) /
    METRES_OF_A_DEGREE /
    Math.cos((Math.max(Math.abs(bbox[1]), Math.abs(bbox[3])) * Math.PI) / 180);
  return !bboxesIntersect(growBbox(candidate.bbox, reach + SLACK_DEGREES), bbox);
}

async function atPlace(sql: SqlSession, { metric, crs }: Located, { candidate, ringM, apart: decisive }: Need): Promise<Read> {
  const { tableName, srid, fields } = candidate;
  const same = fields.filter(({ name }) => decisive.has(name.toLowerCase()));
  const wanted = { tableName, srid, fields, apart: same, metric, crs, toleranceM: toleranceOf(candidate), ringM };
  const rows = await measuredRows(sql, wanted);
  const more = Math.max(0, (rows[0]?.total ?? 0) - rows.length);
  // What is on the place is never left out: too much of it is a layer that could not be checked.
  const last = rows.at(-1);
  if ((rows[0]?.rows ?? 0) > MOST_ROWS || (more > 0 && last !== undefined && last.distanceM <= wanted.toleranceM)) {
    return { ...NONE, outcome: "slow" };
  }
  return {
    outcome: "read",
    more,
    features: rows.map((row) => {
      const [id = row.fid, ...others] = row.fids;
      return {
        id: String(id),
        ...(others.length === 0 ? {} : { others: others.map(String) }),
        attributes: attributesOf(row, candidate),
        figures: figuresOf(row),
      };
    }),
  };
}

function figuresOf(row: MeasuredRow): Figures {
  return {
    shape: row.dimension === 2 ? "area" : row.dimension === 1 ? "line" : "point",
    now: { areaM2: row.nowM2, lengthM: row.nowM, count: row.nowCount },
    grown: { areaM2: row.grownM2, lengthM: row.grownM, count: row.grownCount },
    shrunk: { areaM2: row.shrunkM2, lengthM: row.shrunkM, count: row.shrunkCount },
    coversPlace: row.coversPlace,
    distanceM: row.distanceM,
  };
}

/** What is known by the code of the commune has no position at the place. */
const NO_POSITION: Figures = { shape: "area", now: NOTHING, grown: NOTHING, shrunk: NOTHING, coversPlace: false, distanceM: null };

async function inCommunes(sql: SqlSession, { communes }: Located, { candidate }: Need, name: string): Promise<Read> {
  const field = fieldNamed(candidate, [name, ...COMMUNE_FIELDS]);
  if (!field) return { ...NONE, outcome: "down" };
  const codes = communes.map(({ insee }) => insee);
  const rows = codes.length === 0 ? [] : await communeRows(sql, candidate, field.column, codes);
  if (rows.length > MOST_FEATURES) return { ...NONE, outcome: "slow" };
  return {
    ...NONE,
    features: rows.map((row) => ({ id: String(row.fid), attributes: attributesOf(row, candidate), figures: NO_POSITION })),
  };
}

/** The attributes of a row by the names that standards use. */
function attributesOf(row: Record<string, unknown>, { fields }: Candidate): Attributes {
  return recordOf(fields.map(({ name }, index) => [name, attributeOf(row[`a${index}`])] as const));
}
