import { MAX_TABLE_ROWS } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { rowsOf } from "../../../layer-store/lens/lensed-rows.ts";
import { attributeList, joinedSql } from "../../../layer-store/tables/attribute-columns.ts";
import { BOX, type FeatureRow, type FeatureSource, VIEW_BOX } from "../queries.ts";

/** The filter and the order of a table. */
export interface TableView {
  /** Bounding box in web mercator. Null means everywhere. */
  box3857: Bbox | null;
  /** Matches any part of a visible value, without case and accents. */
  q: string;
  sort: { field: LayerField; isDescending: boolean } | null;
}

function whereOf({ fields }: FeatureSource, { box3857, q }: TableView): { where: string; values: unknown[] } {
  const values: unknown[] = [...(box3857 ?? [])];
  const conditions = box3857 ? [`geom_3857 && ${VIEW_BOX}`] : [];
  if (q !== "") {
    const texts = fields.map((field) => `t.${quoteIdentifier(field.column)}::text`);
    conditions.push(texts.length === 0 ? "false" : `position(app.fold($${values.push(q)}) IN app.fold(${joinedSql(texts)})) > 0`);
  }
  return { where: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}

/**
 * Text is sorted without case and accents, NULL comes last in both directions, and `fid` makes the order stable. Without its table, a column
 * called `west` would be the side of the box that the row begins with.
 */
function orderOf({ sort }: TableView): string {
  if (!sort) return "fid";
  const column = `t.${quoteIdentifier(sort.field.column)}`;
  return `${sort.field.type === "text" ? `app.fold(${column})` : column} ${sort.isDescending ? "DESC" : "ASC"} NULLS LAST, fid`;
}

/** A page of the table. A feature keeps its row as long as nobody edits the layer. */
export function tableRows(sql: SqlSession, source: FeatureSource, view: TableView, page: { offset: number; limit: number }) {
  const { where, values } = whereOf(source, view);
  return sql.query<FeatureRow>(
    `SELECT fid, version, ${BOX}${attributeList(source.fields, "t")} FROM ${rowsOf(source, view.box3857 ? VIEW_BOX : undefined)} t
     WHERE ${where} ORDER BY ${orderOf(view)} LIMIT ${Number(page.limit)} OFFSET ${Number(page.offset)}`,
    values,
  );
}

/** How many rows the table has, counted to `MAX_TABLE_ROWS` + 1 at most. */
export async function countTableRows(sql: SqlSession, source: FeatureSource, view: TableView): Promise<number> {
  const { where, values } = whereOf(source, view);
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (SELECT FROM ${rowsOf(source, view.box3857 ? VIEW_BOX : undefined)} t WHERE ${where} LIMIT ${MAX_TABLE_ROWS + 1}) q`,
    values,
  );
  return row?.count ?? 0;
}

/** The index of a feature's row, from 0. */
export async function rowOfFeature(sql: SqlSession, source: FeatureSource, view: TableView, fid: number): Promise<number | null> {
  const { where, values } = whereOf(source, view);
  const [row] = await sql.query<{ offset: number }>(
    `SELECT row::integer AS offset FROM (
       SELECT fid, row_number() OVER (ORDER BY ${orderOf(view)}) - 1 AS row FROM ${rowsOf(source, view.box3857 ? VIEW_BOX : undefined)} t WHERE ${where}
     ) q WHERE fid = $${values.length + 1}::bigint`,
    [...values, fid],
  );
  return row?.offset ?? null;
}
