import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { hasManyCrossings } from "@archipel/geo/crossing-work.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { classColumnsOf } from "../../../../layer-store/describe/drawn-columns.ts";
import { MAX_FIELDS, RESERVED_COLUMNS } from "../../../../layer-store/tables/column-name.ts";
import { finishLayerTable } from "../../../../layer-store/tables/finish-table.ts";
import {
  createLayerTable,
  geometryColumnOf,
  type OpenSession,
  type TableSpec,
  tableNameOf,
} from "../../../../layer-store/tables/layer-table.ts";
import { layerForRefresh } from "../../../../layer-store/tables/layer-to-refresh.ts";
import { type BagManifest, PATHS } from "../../bag/manifest.ts";
import { arrivedLayer, insertVersions, setVersions, stageFeatures } from "../queries/layers.ts";
import { type Row, rowOf } from "../reading/check-rows.ts";
import { bagError, type OpenBag } from "../reading/open-bag.ts";

interface LayersToBuild {
  bag: OpenBag;
  manifest: BagManifest;
  communityId: CommunityId;
  /** New ids of persons by old ones. */
  people: Readonly<Record<string, string>>;
  progress: (features: number) => Promise<void>;
}

const BATCH_CHARACTERS = 2 * 1024 * 1024;
const BATCH_ROWS = 2_000;

/**
 * Makes the table of each layer again, with its features, their versions and their history. Indexes, low zooms and statistics are derived
 * as for a new layer.
 */
export async function buildLayers(core: Core, wanted: LayersToBuild): Promise<void> {
  let features = 0;
  const open: OpenSession = (work) => core.database.sqlAs({ role: "worker", communityId: wanted.communityId }, work);
  for (const layer of wanted.manifest.layers) {
    const spec = await specOf(open, wanted, layer);
    await open((sql) => createLayerTable(sql, spec));
    const file = PATHS.layer(spec.tableName, "");
    const count = await eachBatch(wanted.bag, file, featureColumns(spec), async (rows, lines) => {
      await refusing(file, lines, () => open((sql) => stageFeatures(sql, spec, rows)));
      features += lines.length;
      await wanted.progress(features);
    });
    if (count !== layer.rows) throw bagError("bag-rows-count", { file, rows: count, declared: layer.rows });
    const drawn = await open((sql) => layerForRefresh(sql, layer.id));
    await finishLayerTable(open, spec, { ...(drawn && { classColumns: () => classColumnsOf(drawn) }) });
    await eachBatch(wanted.bag, file, featureColumns(spec), (rows) => open((sql) => setVersions(sql, spec, rows)));
    if (layer.versions !== null) await writeHistory(wanted, open, spec, layer.versions);
  }
}

async function writeHistory({ bag, people, progress }: LayersToBuild, open: OpenSession, spec: TableSpec, versions: number): Promise<void> {
  const file = PATHS.layer(spec.tableName, "_history");
  const columns = new Set([...featureColumns(spec), "operation", "changed_at", "author_id", "contribution_id"]);
  const count = await eachBatch(bag, file, columns, async (rows, lines) => {
    await refusing(file, lines, () => open((sql) => insertVersions(sql, spec, rows, JSON.stringify(people))));
    await progress(0);
  });
  if (count !== versions) throw bagError("bag-rows-count", { file, rows: count, declared: versions });
}

const featureColumns = ({ fields }: TableSpec) => new Set(["fid", "version", "geom", ...fields.map(({ column }) => column)]);

/** The table that a layer's row describes. Its names become identifiers, so they are those that the platform gives itself. */
async function specOf(
  open: OpenSession,
  { communityId }: LayersToBuild,
  { id, tableName }: BagManifest["layers"][number],
): Promise<TableSpec> {
  const row = await open((sql) => arrivedLayer(sql, id));
  const fields = z.array(layerField).safeParse(row?.fields);
  if (!row || row.tableName !== tableName || tableName !== tableNameOf(id) || !fields.success) {
    throw bagError("bag-layer-wrong", { layer: id });
  }
  const columns = fields.data.map(({ column }) => column);
  const odd = fields.data.find(({ column }, index) => !isOurs(column) || columns.indexOf(column) !== index || index >= MAX_FIELDS);
  if (odd) throw bagError("bag-layer-column", { layer: id, column: odd.column.slice(0, 80) });
  const { geometryType, srid } = row;
  return { layerId: id, communityId, tableName, geometry: geometryColumnOf(geometryType, srid), fields: fields.data };
}

/** Whether the platform itself could have given this name to a column. */
function isOurs(column: string): boolean {
  return /^[a-z][a-z0-9_]{0,62}$/.test(column) && !RESERVED_COLUMNS.has(column);
}

async function eachBatch(
  bag: OpenBag,
  file: string,
  columns: ReadonlySet<string>,
  send: (rows: string, lines: readonly number[]) => Promise<void>,
): Promise<number> {
  let texts: string[] = [];
  let lines: number[] = [];
  let characters = 0;
  let count = 0;
  const flush = async () => {
    if (texts.length > 0) await send(`[${texts.join(",")}]`, lines);
    texts = [];
    lines = [];
    characters = 0;
  };
  for await (const { number, text } of bag.lines(file)) {
    const at = { file, line: number };
    const row = rowOf(text, at);
    assertColumns(row, columns, at);
    assertShape(row.geom, at);
    texts.push(text);
    lines.push(number);
    characters += text.length;
    count++;
    if (characters > BATCH_CHARACTERS || texts.length >= BATCH_ROWS) await flush();
  }
  await flush();
  return count;
}

function assertColumns(row: Row, columns: ReadonlySet<string>, at: { file: string; line: number }): void {
  const unknown = Object.keys(row).find((name) => !columns.has(name));
  if (unknown !== undefined) throw bagError("bag-row-column", { ...at, column: unknown.slice(0, 80) });
}

/** The database reads other notations too, but they would come past this check. */
function assertShape(geom: unknown, { file, line }: { file: string; line: number }): void {
  if (geom === null || geom === undefined) return;
  if (typeof geom !== "string" || !/^[0-9A-Fa-f]+$/.test(geom))
    throw bagError("bag-rows-refused", { file, from: line, to: line, reason: "geom: EWKB in hexadecimal expected" });
  if (hasManyCrossings(Buffer.from(geom, "hex"))) throw bagError("bag-shape-crossed", { file, line });
}

async function refusing(file: string, lines: readonly number[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0]?.slice(0, 200) ?? "") : String(error);
    throw bagError("bag-rows-refused", { file, from: lines[0] ?? 1, to: lines.at(-1) ?? 1, reason });
  }
}
