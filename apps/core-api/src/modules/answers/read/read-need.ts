import { type Figures, NOTHING } from "@archipel/answers/relations/figures.ts";
import { toleranceOf } from "@archipel/answers/relations/tolerance.ts";
import type { FeatureReading, SourceReading } from "@archipel/answers/report/reading.ts";
import type { Attributes } from "@archipel/answers/rules/fields.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isStatementTimeout, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { type Bbox, bboxesIntersect } from "@archipel/geo/bbox.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import type { Core } from "../../../kernel/core.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { COMMUNE_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import { attributeOf, recordOf } from "../../../layer-store/tables/attribute-columns.ts";
import type { Located } from "../locate/locate.ts";
import { type Candidate, fieldNamed } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import { apart, attributeRows, communeRows, type MeasuredRow, MOST_FEATURES, MOST_ROWS, measuredRows } from "../queries/read-layer.ts";
import { figuresOf } from "./figures-of.ts";

/** What a layer gave at the place, before the documents of its features are added. */
export interface Read {
  outcome: SourceReading["outcome"];
  features: readonly Omit<FeatureReading, "document">[];
  more: number;
}

/** A statement may take this long. */
const LAYER_MILLISECONDS = 1_500;
/** Layers that were not begun by then are not read. */
const REPORT_MILLISECONDS = 6_000;
export const NONE: Read = { outcome: "read", features: [], more: 0 };
const NOT_BEGUN: Read = { outcome: "slow", features: [], more: 0 };

/** Runs statements of a report: each may take a while, and no more. */
export const limited = <T>(work: () => Promise<T>): Promise<T> =>
  withStatementLimits({ milliseconds: LAYER_MILLISECONDS, isParallel: false }, work);

/** Opens a transaction in which layers are read. */
export type InOne = <T>(work: (sql: SqlSession) => Promise<T>) => Promise<T>;

/**
 * Reads layers. When one is slow or broken, each is asked by itself, and the others still answer.
 * The embedded database measures no time.
 */
export async function readNeeds(core: Core, inOne: InOne, located: Located, needs: readonly Need[]): Promise<Map<Need, Read>> {
  const end = performance.now() + REPORT_MILLISECONDS;
  const found = new Map(needs.map((need) => [need, NONE] as const));
  const wanted = needs.filter((need) => need.communeField !== null || !isFar(need, located));
  if (needs.length === 0) return found;
  try {
    for (const [need, read] of await inOne((sql) => readTogether(sql, located, wanted))) found.set(need, read);
  } catch (error) {
    throwOutage(error);
    core.log.warn({ code: codeOf(error) }, "layers could not be read together, and are read one by one");
    await inOne(async (sql) => {
      for (const need of wanted) found.set(need, performance.now() < end ? await readAlone(core, sql, located, need) : NOT_BEGUN);
    });
  }
  return found;
}

/** One statement for all layers by geometry; whatever fails, fails for all. */
async function readTogether(sql: SqlSession, located: Located, needs: readonly Need[]): Promise<Map<Need, Read>> {
  const found = await atPlace(
    sql,
    located,
    needs.filter(({ communeField }) => communeField === null),
  );
  for (const need of needs) {
    if (need.communeField !== null) found.set(need, await inCommunes(sql, located, need, need.communeField));
  }
  return found;
}

async function readAlone({ log }: Core, sql: SqlSession, located: Located, need: Need): Promise<Read> {
  return apart(sql, async () => (await readTogether(sql, located, [need])).get(need) ?? NONE).catch((error: unknown) => {
    throwOutage(error);
    const outcome = isStatementTimeout(error) ? "slow" : "down";
    // The place is personal, and messages of PROJ contain coordinates: only the layer and the code are logged.
    log.warn({ layerId: need.candidate.id, outcome, code: codeOf(error) }, "a layer did not answer for a place");
    return { ...NONE, outcome };
  });
}

export function codeOf(error: unknown): string | null {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Degrees beyond the box of a layer. It is stored rounded, and a box in degrees is not one in metres. */
const SLACK_DEGREES = 0.01;
/** The shortest degree, of latitude at the equator, and less. */
const METRES_OF_A_DEGREE = 110_000;

function isFar({ candidate, ringM }: Need, { bbox }: Located): boolean {
  if (candidate.bbox === null) return true;
  return !bboxesIntersect(candidate.bbox, boxAround(bbox, Math.max(ringM, toleranceOf(candidate)), SLACK_DEGREES));
}

/** A box of degrees with all that is within some metres of another, and more. */
function boxAround([west, south, east, north]: Bbox, metres: number, slack = 0): Bbox {
  const dy = metres / METRES_OF_A_DEGREE + slack;
  const dx = metres / METRES_OF_A_DEGREE / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180) + slack;
  return [west - dx, south - dy, east + dx, north + dy];
}

/** The layers of a statement: more would make it too long to plan. */
const TOGETHER = 100;

async function atPlace(sql: SqlSession, { metric, crs, bbox }: Located, needs: readonly Need[]): Promise<Map<Need, Read>> {
  const found = new Map<Need, Read>();
  for (let from = 0; from < needs.length; from += TOGETHER) {
    const asked = needs.slice(from, from + TOGETHER);
    const around = ({ candidate, ringM }: Need) =>
      bboxToMercator(boxAround(bbox, 1.01 * Math.max(ringM, toleranceOf(candidate)) + 2, SLACK_DEGREES / 100));
    const layers = asked.map((need) => ({ ...sourceOf(need.candidate), around: around(need), ...limitsOf(need) }));
    const rows = Map.groupBy(await measuredRows(sql, { metric, crs }, layers), ({ layer }) => layer);
    const measured = asked.map((need, index) => ({ need, around: around(need), rows: rows.get(index) ?? [] }));
    for (const [need, read] of await withAttributes(sql, measured)) found.set(need, read);
  }
  return found;
}

const sourceOf = ({ tableName, srid, fields, lens }: Candidate) => ({ tableName, srid, fields, lens });

function limitsOf({ candidate, ringM, uses, apart: decisive }: Need) {
  return {
    apart: candidate.fields.filter(({ name }) => decisive.has(name.toLowerCase())),
    toleranceM: toleranceOf(candidate),
    ringM,
    leastM2: Math.min(...uses.map(({ source }) => source.minAreaM2)),
    enoughM2: Math.max(...uses.map(({ source }) => source.minAreaM2)),
  };
}

interface Measured {
  need: Need;
  /** In Web Mercator, around all that was looked at. */
  around: Bbox;
  rows: readonly MeasuredRow[];
}

/** What was measured in each layer, with the attributes of its features. */
async function withAttributes(sql: SqlSession, measured: readonly Measured[]): Promise<[Need, Read][]> {
  const listed = measured.filter((one) => one.rows.length > 0 && !isTooMuch(one));
  const wanted = listed.map(({ need: { candidate }, around, rows }) => ({
    ...sourceOf(candidate),
    around,
    fids: rows.map(({ fid }) => fid),
  }));
  const texts = new Map((wanted.length === 0 ? [] : await attributeRows(sql, wanted)).map((row) => [`${row.layer} ${row.fid}`, row.texts]));
  return measured.map(({ need, rows }) => {
    const layer = listed.findIndex((one) => one.need === need);
    if (layer < 0) return [need, rows.length === 0 ? NONE : { ...NONE, outcome: "slow" }];
    return [
      need,
      {
        outcome: "read",
        more: Math.max(0, (rows[0]?.total ?? 0) - rows.length),
        features: rows.map((row) => featureOf(row, texts.get(`${layer} ${row.fid}`) ?? [], need.candidate)),
      },
    ];
  });
}

/** What is on the place is never left out: too much of it is a layer that could not be checked. */
function isTooMuch({ need, rows }: Measured): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return false;
  return first.rows > MOST_ROWS || (first.total > rows.length && last.distanceM <= toleranceOf(need.candidate));
}

function featureOf(row: MeasuredRow, texts: readonly (string | null)[], { fields }: Candidate): Read["features"][number] {
  const [id = row.fid, ...others] = row.fids;
  return {
    id: String(id),
    ...(others.length === 0 ? {} : { others: others.map(String) }),
    attributes: attributesFrom(fields, texts),
    figures: figuresOf(row),
  };
}

function attributesFrom(fields: Candidate["fields"], texts: readonly (string | null)[]): Attributes {
  const record = recordOf<string | null>();
  for (const [index, { name }] of fields.entries()) record[name] = texts[index] ?? null;
  return record;
}

/** What is known by the code of the commune has no position at the place. */
const NO_POSITION: Figures = { shape: "area", now: NOTHING, grown: NOTHING, shrunk: NOTHING, coversPlace: false, distanceM: null };

async function inCommunes(sql: SqlSession, { communes }: Located, { candidate }: Need, name: string): Promise<Read> {
  const field = fieldNamed(candidate, [name, ...COMMUNE_CODE_FIELDS]);
  // A column that is not given is no failure of the layer: what is not given is said by its part.
  if (!field) return candidate.lens?.grants.some(({ columns }) => columns !== null) ? NONE : { ...NONE, outcome: "down" };
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
