import { MOST_ROWS_NAMED, type UpdateFinding } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { DomainError } from "../../../kernel/domain-error.ts";
import { tableRef } from "../../tables/layer-table.ts";
import { rowsTable, type UpdateTables } from "./tables.ts";

/** Different findings kept for each code; the last one counts the rest. */
export const MOST_REPORTED = 20;

export type NewFinding = Pick<UpdateFinding, "severity" | "code" | "params"> & Partial<Omit<UpdateFinding, "point" | "rows">>;

const sentenceOf = ({ severity, code, params, column }: NewFinding) => JSON.stringify([severity, code, params, column ?? null]);

/** The findings of a comparison, located at the row's shape, else at the feature's. */
export class UpdateFindings {
  readonly #byCode = new Map<string, UpdateFinding[]>();
  readonly #bySentence = new Map<string, UpdateFinding>();

  add(finding: NewFinding): void {
    const kept = this.#byCode.get(finding.code) ?? [];
    this.#byCode.set(finding.code, kept);
    const { row = null, occurrences = 1 } = finding;
    const same = this.#same(finding);
    if (same) {
      same.occurrences += occurrences;
      if (row !== null && same.rows.length < MOST_ROWS_NAMED) same.rows.push(row);
      return;
    }
    const last = kept.at(-1);
    if (kept.length >= MOST_REPORTED && last) {
      last.occurrences += occurrences;
      return;
    }
    const added = { fid: null, column: null, point: null, ...finding, row, rows: row === null ? [] : [row], occurrences };
    kept.push(added);
    this.#bySentence.set(sentenceOf(finding), added);
  }

  /** The finding that says the same of other rows. Features have a line each: their places are apart. */
  #same(finding: NewFinding): UpdateFinding | undefined {
    return (finding.fid ?? null) === null && (finding.row ?? null) !== null ? this.#bySentence.get(sentenceOf(finding)) : undefined;
  }

  /** A refused value of one row, with the code and params of an edit's refusal. */
  addRefusal(row: number, column: string | null, { code, params }: Pick<DomainError, "code" | "params">): void {
    this.add({ severity: "warning", code, params, row, column });
  }

  /** Errors first. */
  all(): UpdateFinding[] {
    const rank = { error: 0, warning: 1, info: 2 };
    return [...this.#byCode.values()].flat().toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  }

  get isBlocked(): boolean {
    return this.all().some(({ severity }) => severity === "error");
  }

  /** Adds the places, while the rows of the file still exist. */
  async locate(sql: SqlSession, updated: UpdateTables): Promise<void> {
    const findings = this.all();
    const placed = (table: string, key: string, ids: number[]) =>
      sql.query<{ id: number; lon: number; lat: number }>(
        `SELECT id, ST_X(p) AS lon, ST_Y(p) AS lat
         FROM (SELECT ${key} AS id, ST_Transform(ST_PointOnSurface(geom), 4326) AS p FROM ${table}
               WHERE ${key} = ANY ($1::bigint[]) AND geom IS NOT NULL AND NOT ST_IsEmpty(geom) AND ST_IsValid(geom)) q`,
        [ids],
      );
    const byRow = await placed(
      rowsTable(updated),
      "_row",
      findings.flatMap(({ row }) => row ?? []),
    );
    const byFid = await placed(
      tableRef(updated.spec.tableName),
      "fid",
      findings.flatMap(({ row, fid }) => (row === null ? (fid ?? []) : [])),
    );
    for (const finding of findings) {
      const at = finding.row === null ? byFid.find(({ id }) => id === finding.fid) : byRow.find(({ id }) => id === finding.row);
      if (at) finding.point = [at.lon, at.lat];
    }
  }
}
