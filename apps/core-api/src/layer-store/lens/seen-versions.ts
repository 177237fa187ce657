import type { SqlSession } from "@archipel/database/sql-session.ts";
import { fieldList, tableRef } from "../tables/layer-table.ts";
import { type LensAreas, type LensedHistory, narrowing } from "./lensed-history.ts";

/** Versions of a feature between which a lens shows the same: the numbers of the first and of the last one. */
export interface SeenState {
  first: number;
  last: number;
}

/** SQL that is equal for rows of which a lens shows the same. A cut shape may begin at another corner. */
export const seenStateSql = ({ fields }: Pick<LensedHistory, "fields">, row: string): string =>
  `md5(ROW(ST_AsText(ST_Normalize(${row}.geom), 6)${fieldList(fields, `${row}.`)})::text)`;

/**
 * The states that a lens shows of features, the oldest first. Features that were never edited are left out. In the scope of the platform.
 */
export async function seenStates(
  sql: SqlSession,
  source: LensedHistory,
  areas: LensAreas,
  fids: readonly number[],
): Promise<Map<number, SeenState[]>> {
  const params: unknown[] = [fids];
  const narrowed = narrowing(source, areas, params);
  const history = `(SELECT * FROM ${tableRef(source.tableName, "_history")} WHERE fid = ANY ($1::bigint[]) AND operation <> 'delete')`;
  const rows = await sql.query<{ fid: number; version: number; state: string }>(
    `SELECT s.fid, s.version, ${seenStateSql(source, "s")} AS state FROM ${narrowed(history)} s ORDER BY s.fid, s.version`,
    params,
  );
  const known = new Map<number, SeenState[]>();
  for (const [fid, versions] of Map.groupBy(rows, (row) => row.fid)) known.set(fid, statesOf(versions));
  return known;
}

/** @param versions those of one feature that are seen, the oldest first */
function statesOf(versions: readonly { version: number; state: string }[]): SeenState[] {
  const states: SeenState[] = [];
  let before: string | undefined;
  for (const { version, state } of versions) {
    const current = states.at(-1);
    // A version in between that is not seen is a change: the feature was gone for its reader.
    if (current && state === before && version === current.last + 1) current.last = version;
    else states.push({ first: version, last: version });
    before = state;
  }
  return states;
}

/** The number under which readers through a lens know a version: the states are counted from 1, so that no number tells of hidden edits. */
export function shownNumber(states: readonly SeenState[] | undefined, version: number): number {
  return Math.max(1, states?.filter(({ first }) => first <= version).length ?? 1);
}

/** The version that such a number means: the last one of its state. Zero, which no feature has, for a number that no state has. */
export function versionShownAs(states: readonly SeenState[] | undefined, shown: number): number {
  if (!states) return shown === 1 ? 1 : 0;
  return states[shown - 1]?.last ?? 0;
}
