import type { LayerField } from "@archipel/contracts/layers.ts";
import { type CsvCell, csvLineOf } from "@archipel/i18n/csv-text.ts";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { nameLimits, sourceNames } from "../../../layer-store/describe/source-names.ts";
import { type Attribute, attributesOf } from "../../../layer-store/tables/attribute-columns.ts";
import { readFound } from "../../access/lens/service/through-lens.ts";
import { featuresAfter } from "../queries.ts";
import { readThrough, versionOfText } from "../source/named-source.ts";

/** Rows per transaction: the embedded database serves other requests in between. */
const PAGE_ROWS = 500;
/** Changes when the same layer is written to another text. */
const EDITION = "2";

export interface CsvExport {
  fileName: string;
  isPublic: boolean;
  /** Whether the caller sees a part of the layer. */
  isPart: boolean;
  version: string;
  text(): AsyncGenerator<string>;
}

/**
 * A layer as CSV for spreadsheets: `fid`, the attributes under the field names of the original file, and for points their coordinates in
 * degrees. Separated by semicolons with a byte order mark, which spreadsheets with a French locale expect. Other geometries are left out,
 * because a cell would truncate them.
 */
export async function exportCsv(core: Core, actor: Actor, layerId: string): Promise<CsvExport> {
  const { layer, source } = await readThrough(core, actor, layerId, async (_sql, source, layer) => ({ layer, source }));
  const fields = source.fields;
  const names = [...sourceNames(fields, nameLimits.table).values()];
  const isPlaced = layer.geometryType.startsWith("Point") && !names.some((name) => /^(lon|lat)$/i.test(name));
  async function* text(): AsyncGenerator<string> {
    yield `\uFEFF${csvLineOf(["fid", ...names, ...(isPlaced ? ["lon", "lat"] : [])], ";")}`;
    for (let after = 0, isLast = false; !isLast; ) {
      const rows = await readFound(core.database, actor, source.lens, (sql) => featuresAfter(sql, source, after, PAGE_ROWS));
      yield rows.map((row) => csvLineOf(cellsOf(row, fields, isPlaced), ";")).join("");
      after = rows.at(-1)?.fid ?? after;
      isLast = rows.length < PAGE_ROWS;
    }
  }
  const fileName = layer.name === layer.datasetSlug ? layer.name : `${layer.datasetSlug}-${layer.name}`;
  const version = versionOfText(layer, EDITION, source.lens);
  return { fileName, isPublic: source.lens?.isPublic ?? layer.isPublic, isPart: source.lens !== null, version, text };
}

function cellsOf(
  row: Record<string, unknown> & { fid: number; geojson: string | null },
  fields: readonly LayerField[],
  isPlaced: boolean,
): CsvCell[] {
  const values = attributesOf(row, fields);
  const cells = fields.map(({ column, type }) => cellOf(values[column] ?? null, type));
  return [row.fid, ...cells, ...(isPlaced ? coordinatesOf(row.geojson) : [])];
}

/** Only texts need a guard: a whole number beyond 2^53 is a string too. */
function cellOf(value: Attribute, type: LayerField["type"]): CsvCell {
  return typeof value === "string" && type !== "text" ? { plain: value } : value;
}

function coordinatesOf(geojson: string | null): CsvCell[] {
  const point: { coordinates: number[] } = geojson === null ? { coordinates: [] } : JSON.parse(geojson);
  return [0, 1].map((axis) => point.coordinates[axis] ?? null);
}
