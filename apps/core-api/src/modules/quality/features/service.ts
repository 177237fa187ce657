import type { Page } from "@archipel/contracts/page.ts";
import type { behindFigureInput, FeatureBehind } from "@archipel/contracts/quality.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { bboxFromMercator } from "@archipel/geo/mercator.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { attributesOf } from "../../../layer-store/tables/attribute-columns.ts";
import { hasQualityTable } from "../../../layer-store/tables/quality-table.ts";
import { labelOf, type NamedSource, readable, sourceOf } from "../../features/source/named-source.ts";
import { isFilledSql } from "../queries/feature-facts.ts";
import { countBehind, rowsBehind } from "./queries.ts";

type Behind = z.infer<typeof behindFigureInput>["behind"];

/** The features behind a figure of a layer, by `fid`, for callers who may read the layer. */
export function listBehind(core: Core, actor: Actor, input: z.infer<typeof behindFigureInput>): Promise<Page<FeatureBehind>> {
  const after = fidOf(input.cursor);
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const source = sourceOf(await readable(sql, input.layerId));
    // A layer that was never measured has no figures, so there are no features behind them.
    if (!(await hasQualityTable(sql, source.tableName))) return { items: [], nextCursor: null, total: 0 };
    const condition = conditionOf(input.behind, source);
    const naming = source.fields.filter(({ column }) => column === source.naming);
    const rows = await rowsBehind(sql, source.tableName, condition, naming, after, input.limit + 1);
    const items = rows.slice(0, input.limit).map((row): FeatureBehind => {
      const { west, south, east, north, reason, lon, lat } = row;
      const isPlaced = west !== null && south !== null && east !== null && north !== null;
      return {
        fid: row.fid,
        label: labelOf(attributesOf(row, naming), source, row.fid),
        bbox: isPlaced ? bboxFromMercator([west, south, east, north]) : null,
        problem: reason === null ? null : { reason, place: lon === null || lat === null ? null : [lon, lat] },
        confidence: row.confidence,
      };
    });
    const last = items.at(-1);
    const isMore = rows.length > input.limit && last !== undefined;
    return { items, nextCursor: isMore ? String(last.fid) : null, total: await total(sql) };

    /** If everything fits on the first page, no query is needed. Later pages count again, so the total may have changed. */
    async function total(session: SqlSession): Promise<number> {
      return after === 0 && !isMore ? items.length : countBehind(session, source.tableName, condition);
    }
  });
}

/** An invalid cursor starts at the beginning. */
function fidOf(cursor: string | null | undefined): number {
  const fid = Number(cursor ?? 0);
  return Number.isSafeInteger(fid) && fid > 0 ? fid : 0;
}

/** SQL condition over the layer's rows `t` and the facts of the features `q`. */
function conditionOf(behind: Behind, source: NamedSource): string {
  if (behind.figure === "invalid") return "NOT q.is_valid";
  if (behind.figure === "unreviewed") return "NOT q.is_reviewed";
  if (behind.figure === "reported") return "q.open_reports > 0";
  const field = source.fields.find(({ column }) => column === behind.column);
  if (!field) throw new DomainError("not-found", "column-not-found", { column: behind.column });
  return `NOT (${isFilledSql(field, "t")})`;
}
