import type { FieldProfile, LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";
import type { Bin } from "./policy/class-limits.ts";

/** The table, and the lens of its reader; all features of the table. */
type StoredLayer = Parameters<typeof rowsOf>[0] & { readonly featureCount: number };

/** In larger layers, classes are computed from a sample. */
const SAMPLE_FEATURES = 200_000;
/** As exact as a legend needs: a thousandth of the features. */
const MOST_BINS = 1000;
/** Enough to know whether values repeat. */
const PROFILE_FEATURES = 5_000;
const MOST_PROFILED = 60;

/** A sample of pages would hold other features than those that a lens shows, so a part is read whole. */
function sampled(layer: StoredLayer, most: number): { source: string; share: number } {
  const table = rowsOf(layer);
  if (layer.lens !== null || layer.featureCount <= most) return { source: `${table} t`, share: 1 };
  const share = most / layer.featureCount;
  return { source: `${table} TABLESAMPLE SYSTEM (${share * 100}) REPEATABLE (1)`, share };
}

export interface BinnedValues {
  bins: Bin[];
  /** Features without a value, or with one that is not a number. */
  missing: number;
  /** Share of the layer that was read. */
  share: number;
}

/** The values of a numeric column in bins of equally many features; a bin is one value when there are few. */
export async function binnedValues(sql: SqlSession, layer: StoredLayer, field: LayerField): Promise<BinnedValues> {
  const column = quoteIdentifier(field.column);
  const { source, share } = sampled(layer, SAMPLE_FEATURES);
  // Equal values are in one bin: a class must not begin within a value.
  const rows = await sql.query<Bin & { missing: number }>(
    `WITH read AS (SELECT ${column}::double precision AS value FROM ${source}),
       valued AS (SELECT value, count(*) AS features FROM read WHERE value > '-Infinity' AND value < 'Infinity' GROUP BY value),
       placed AS (SELECT value, features, sum(features) OVER (ORDER BY value) - features AS before,
                    sum(features) OVER () AS total, count(*) OVER () AS kinds, row_number() OVER (ORDER BY value) AS place FROM valued),
       binned AS (SELECT value, features,
                    CASE WHEN kinds <= ${MOST_BINS} THEN place ELSE floor(before * ${MOST_BINS}::numeric / total) END AS bin FROM placed)
     SELECT min(value) AS min, max(value) AS max, sum(value * features) / sum(features) AS mean, sum(features)::integer AS count,
       (SELECT count(*) FILTER (WHERE value IS NULL OR NOT (value > '-Infinity' AND value < 'Infinity'))::integer FROM read) AS missing
     FROM binned GROUP BY bin ORDER BY min(value)`,
  );
  const bins = rows.map(({ min, max, mean, count }) => ({ min, max, mean, count }));
  return { bins, missing: rows[0]?.missing ?? 0, share };
}

/** How many values fields have, and how many different ones, from a sample. */
export async function profileFields(sql: SqlSession, layer: StoredLayer, fields: readonly LayerField[]): Promise<FieldProfile[]> {
  const profiled = fields.slice(0, MOST_PROFILED);
  if (profiled.length === 0) return [];
  const { source } = sampled(layer, PROFILE_FEATURES);
  const columns = profiled.map(({ column }) => quoteIdentifier(column));
  const [row] = await sql.query<Record<string, number>>(
    `SELECT ${columns.map((name, index) => `count(${name})::integer AS f${index}, count(DISTINCT ${name})::integer AS d${index}`).join(", ")}
     FROM (SELECT ${columns.join(", ")} FROM ${source} LIMIT ${PROFILE_FEATURES * 2}) read`,
  );
  return profiled.map(({ column }, index) => ({ column, filled: row?.[`f${index}`] ?? 0, distinct: row?.[`d${index}`] ?? 0 }));
}
