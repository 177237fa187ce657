import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { tableRef } from "../tables/layer-table.ts";
import { givers, type Lens } from "./lens.ts";

/** A layer's table as a query reads it: whole, or through a lens. */
export interface LensedTable {
  tableName: string;
  srid: number;
  /** The fields that the lens shows. */
  fields: readonly LayerField[];
  lens: Lens;
}

const UUID = /^[0-9a-f-]{36}$/;

/**
 * A FROM item without alias: the rows of a layer through a lens, with the columns of the layer's table that the query may name (`fid`,
 * `version`, the shown fields, `geom`, `geom_3857`). A value that no grant gives on a row is null, and shapes are cut to the areas, so that
 * filters, orders, counts and extents by them tell nothing else. Runs in the scope `lens` alone: other scopes see no row.
 *
 * @param within3857 SQL of a box in Web Mercator: only rows whose uncut box meets it, by the spatial index
 */
export function lensedRows({ tableName, srid, fields, lens }: LensedTable, within3857?: string): string {
  const areas = new Map<string, string>();
  // Each set of grants is one area, computed once per query.
  const areaOf = (ids: readonly string[]): string => {
    const key = ids.join();
    const known = areas.get(key) ?? `area${areas.size}`;
    areas.set(key, known);
    return known;
  };
  const values = fields.map(({ column }) => `, ${valueThrough(column, lens, areaOf)}`).join("");
  const box = within3857 === undefined ? "" : ` WHERE r.geom_3857 && ${within3857}`;
  if (lens.isEverywhere) return `(SELECT r.fid, r.version${values}, r.geom, r.geom_3857 FROM ${rowsAnd(tableName, lens, areas)}${box})`;
  const ids = lens.grants.map(({ id }) => id);
  const inside = `(SELECT ${ofGrants("lens_inside", lens, ids)})`;
  const back = srid === 3857 ? "c._cut" : `ST_Transform(c._cut, ${Number(srid)})`;
  // Each sub-query runs once, and the second one only if a shape is not in the rectangle.
  const cut = `(WITH l AS MATERIALIZED (SELECT ${ofGrants("lens_area", lens, ids)} AS area) SELECT app.cut_to(l.area, r.geom_3857) FROM l)`;
  // The index finds the rows of a box, or else of the area. OFFSET 0: a shape is cut once, not again for each place that reads it.
  const where = box || ` WHERE r.geom_3857 && (SELECT ${ofGrants("lens_area", lens, ids)})`;
  return `(SELECT c.fid, c.version${fields.map(({ column }) => `, c.${quoteIdentifier(column)}`).join("")},
      CASE WHEN c._cut = c.geom_3857 THEN c.geom ELSE ${back} END AS geom, c._cut AS geom_3857
    FROM (SELECT r.fid, r.version${values}, r.geom, r.geom_3857,
        CASE WHEN r.geom_3857 @ ${inside} THEN r.geom_3857 ELSE ${cut} END AS _cut
      FROM ${rowsAnd(tableName, lens, areas)}${where} OFFSET 0) c
    WHERE NOT ST_IsEmpty(c._cut))`;
}

/** A function of the lens, for some of its grants: one that was given since then adds nothing to what the query shows. */
const ofGrants = (name: "lens_area" | "lens_inside", { layerId }: Lens, ids: readonly string[]) =>
  `app.${name}('${plain(layerId)}'::uuid, ARRAY[${ids.map((id) => `'${plain(id)}'`).join(", ")}]::uuid[])`;

/** The table with the areas that columns need in one row beside it. OFFSET 0: they are computed once. */
function rowsAnd(tableName: string, lens: Lens, areas: ReadonlyMap<string, string>): string {
  const columns = [...areas].map(([ids, name]) => `${ofGrants("lens_area", lens, ids.split(","))} AS ${name}`);
  const rows = `${tableRef(tableName)} r`;
  return columns.length === 0 ? rows : `${rows} CROSS JOIN (SELECT ${columns.join(", ")} OFFSET 0) a`;
}

function plain(id: string): string {
  if (!UUID.test(id)) throw new Error("not an id");
  return id;
}

/** SQL of a column: its value where a grant that gives it covers the row. */
function valueThrough(column: string, lens: Lens, areaOf: (ids: readonly string[]) => string): string {
  const name = quoteIdentifier(column);
  const ids = givers(lens, column);
  if (ids.length === 0) throw new Error("the lens does not show this column: narrow the fields first");
  const isEverywhere = lens.grants.some(({ id, hasArea }) => !hasArea && ids.includes(id));
  // Every row that is seen at all is in the area of one of its grants.
  if (isEverywhere || ids.length === lens.grants.length) return `r.${name}`;
  const area = `a.${areaOf(ids)}`;
  return `CASE WHEN ST_Contains(${area}, r.geom_3857) OR app.is_partly_in(r.geom_3857, ${area}) THEN r.${name} END AS ${name}`;
}

/** A FROM item without alias: a layer's table, or its rows through the reader's lens. @param within3857 as for `lensedRows` */
export function rowsOf(source: Omit<LensedTable, "lens"> & { lens: Lens | null }, within3857?: string): string {
  const { lens } = source;
  return lens ? lensedRows({ ...source, lens }, within3857) : tableRef(source.tableName);
}
