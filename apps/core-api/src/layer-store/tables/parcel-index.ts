import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { tableRef } from "./layer-table.ts";

/** Names that cadastres give to the identifier of a parcel. The first that a layer has counts. */
const NAMES = ["idu", "geo_parcelle", "idpar", "id", "parcelle"];

/** The visible text field with the identifiers of parcels; null when the layer has none. */
export function parcelField(fields: readonly LayerField[]): LayerField | null {
  const texts = fields.filter(({ type, isHidden }) => type === "text" && !isHidden);
  return NAMES.map((name) => texts.find((field) => field.name.toLowerCase() === name)).find((field) => field !== undefined) ?? null;
}

/** Lets a parcel be found by its identifier among millions. A table has the index once. */
export async function indexParcels(sql: SqlSession, tableName: string, fields: readonly LayerField[]): Promise<void> {
  const field = parcelField(fields);
  if (!field) return;
  const name = quoteIdentifier(`${tableName}_parcel`);
  await sql.script(`CREATE INDEX IF NOT EXISTS ${name} ON ${tableRef(tableName)} (${quoteIdentifier(field.column)})`);
}
