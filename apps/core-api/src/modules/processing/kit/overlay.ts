import type { LayerField } from "@archipel/contracts/layers.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { fieldsParameter } from "./layer-parameters.ts";
import type { SourceLayer } from "./parameter.ts";
import { columnsOf, transformed } from "./recipe.ts";

// Operations on two layers: each feature of one (alias `s`) meets the features of another (alias `o`) that lie near it. The exact work is
// done in the coordinate system of the result.

/** Attributes to copy from the layer `of`: those that were chosen, or all. */
export const copiedFields = (of: string) =>
  fieldsParameter({
    label: { fr: "Attributs à recopier de cette couche", en: "Attributes to copy from that layer" },
    help: { fr: "Sans choix, tous sont recopiés.", en: "With none chosen, all are copied." },
    of,
  });

export const orAll = (chosen: readonly LayerField[], { fields }: SourceLayer): readonly LayerField[] =>
  chosen.length > 0 ? chosen : fields;

/** Columns `f0`, `f1`… of `near`, in the order of the fields. */
export const copiesOf = (fields: readonly LayerField[], alias = "n") => fields.map((_, index) => `${alias}.f${index}`);

/** A FROM item `v(geom)`: the shape of `s`, valid and in a CRS, computed once. */
export function shapeIn({ srid: own }: SourceLayer, srid: number): string {
  const valid = "CASE WHEN ST_IsValid(s.geom) THEN s.geom ELSE ST_MakeValid(s.geom) END";
  return `CROSS JOIN LATERAL (SELECT ST_Force2D(${inCrs(valid, own, srid)}) AS geom OFFSET 0) v`;
}

/**
 * A subquery over the features of `other` that touch `v.geom`: `fid`, `geom` (valid, 2D, in the CRS) and the copied fields `f0`, `f1`…
 * The index of the other layer finds the candidates.
 *
 * @param relation SQL over `v.geom` and `x.geom` that decides
 */
export function near(
  other: SourceLayer,
  srid: number,
  options: { fields?: readonly LayerField[]; relation?: string; shape?: string } = {},
) {
  const { fields = [], relation = "ST_Intersects(v.geom, x.geom)", shape = "o.geom" } = options;
  const copies = columnsOf(fields, "o").map((column, index) => `, ${column} AS f${index}`);
  const valid = `CASE WHEN ST_IsValid(${shape}) THEN ${shape} ELSE ST_MakeValid(${shape}) END`;
  return `SELECT x.* FROM (
      SELECT o.fid, ST_Force2D(${inCrs(valid, other.srid, srid)}) AS geom${copies.join("")}
      FROM ${tableRef(other.tableName)} o WHERE o.geom && ${searchBox(other.srid, srid)} OFFSET 0) x
    WHERE ${relation}`;
}

/** Where to look in the index of a layer. Straight edges bend between two systems, so the box is a little larger then. */
function searchBox(own: number, srid: number): string {
  if (own === srid) return "v.geom";
  const box = transformed("v.geom", own);
  return `ST_Expand(${box}, 0.05 * greatest(ST_XMax(${box}) - ST_XMin(${box}), ST_YMax(${box}) - ST_YMin(${box})) + 1e-6)`;
}

const inCrs = (geometry: string, own: number, srid: number) => (own === srid ? geometry : transformed(geometry, srid));

/** Distinct numbers for the pairs of two layers: no feature meets more features than the other layer has. */
export const pairNumber = (other: SourceLayer) => `(s.fid * ${Math.max(1, other.featureCount)}::bigint + n.rank)`;
/** The place of a feature of `near` among those of its `s`, from 0. */
export const RANK = "row_number() OVER (ORDER BY x.fid) - 1 AS rank";

/** The parts of a shape that have a dimension (0, 1 or 2): areas that only touch share lines and points. */
export const partsOf = (geometry: string, dimension: string) => `ST_CollectionExtract(${geometry}, ${dimension} + 1)`;
