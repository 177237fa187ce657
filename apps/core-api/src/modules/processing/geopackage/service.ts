import { createHash } from "node:crypto";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { type LayerToWrite, writeLayers } from "@archipel/gdal/write.ts";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type PreparedFile, preparedFile } from "../../../kernel/prepared-file.ts";
import { nameLimits, sourceNames } from "../../../layer-store/describe/source-names.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { narrowed } from "../../../layer-store/lens/narrow.ts";
import { inLens, mayHaveGrants, ownLens, readFound } from "../../access/lens/service/through-lens.ts";
import { type ExportedLayer, readableLayers, rowsAfter } from "./queries.ts";

export interface GeoPackageExport {
  fileName: string;
  isPublic: boolean;
  /** Changes with the content: an ETag. */
  version: string;
  file: PreparedFile;
}

const PAGE_ROWS = 500;
/** Changes when the same layers are written to other bytes. */
const EDITION = "4";
const fieldsSchema = z.array(layerField);

/** A layer, or all layers of a dataset, as one GeoPackage, limited to what the caller may read. The file is kept until a layer changes. */
export async function exportGeoPackage(
  core: Core,
  actor: Actor,
  wanted: { layerId: string } | { datasetId: string },
): Promise<GeoPackageExport> {
  const layers = await layersFor(core, actor, wanted);
  const [first] = layers;
  if (!first) throw new DomainError("not-found", "layerId" in wanted ? "layer-not-found" : "dataset-not-found");
  const id = "layerId" in wanted ? wanted.layerId : wanted.datasetId;
  const version = versionOf(layers);
  const isWhole = "datasetId" in wanted || first.name === first.datasetSlug;
  return {
    fileName: isWhole ? first.datasetSlug : `${first.datasetSlug}-${first.name}`,
    isPublic: layers.every((layer) => layer.lens?.isPublic ?? layer.isPublic),
    version,
    file: preparedFile(core, { id, version, extension: "gpkg" }, (path) => write(core, actor, layers, path)),
  };
}

type LayerFor = ExportedLayer & { lens: Lens | null };

/** The layers that the caller may read whole; without one, the parts that the caller's grants give. */
function layersFor(core: Core, actor: Actor, wanted: { layerId: string } | { datasetId: string }): Promise<LayerFor[]> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const whole = await readableLayers(sql, wanted);
    if (whole.length > 0 || !mayHaveGrants(actor)) return whole.map((layer) => ({ ...layer, lens: null }));
    return inLens(sql, actor, async () => {
      const parts: LayerFor[] = [];
      for (const layer of await readableLayers(sql, wanted)) {
        const lens = await ownLens(sql, layer.id);
        if (lens) parts.push({ ...narrowed(layer, lens), lens });
      }
      return parts;
    });
  });
}

async function write(core: Core, actor: Actor, layers: LayerFor[], path: string): Promise<void> {
  const written = layers.map((layer) => layerOf(core, actor, layer));
  try {
    await writeLayers(path, "gpkg", written, { date: newest(layers) });
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    core.log.error({ err: error, layers: layers.map(({ id }) => id) }, "GeoPackage not written");
    // It would need as much each time.
    if (error.reason === "memory" || error.reason === "timeout") throw new DomainError("invalid", "download-too-heavy");
    throw new DomainError("unavailable", "download-not-ready");
  }
}

/** GDAL writes a date into the file: that of the data, so that the same data give the same bytes. */
function newest(layers: readonly ExportedLayer[]): Date {
  return new Date(Math.max(...layers.map(({ updatedAt }) => updatedAt.getTime())));
}

function layerOf(core: Core, actor: Actor, layer: LayerFor): LayerToWrite {
  const fields = visibleFields(layer);
  const names = sourceNames(fields, nameLimits.gpkg);
  const source = { ...layer, fields };
  async function* rows() {
    for (let after = 0, isLast = false; !isLast; ) {
      const page = await readFound(core.database, actor, layer.lens, (sql) => rowsAfter(sql, source, after, PAGE_ROWS));
      for (const row of page) yield { fid: row.fid, values: fields.map((_, index) => row[`a${index}`]), wkt: row.wkt };
      after = page.at(-1)?.fid ?? after;
      isLast = page.length < PAGE_ROWS;
    }
  }
  return {
    name: layer.name.replaceAll("-", "_"),
    srid: layer.srid,
    geometryType: layer.geometryType,
    fields: fields.map(({ column, type }) => ({ name: names.get(column) ?? column, type })),
    rows: rows(),
  };
}

function visibleFields(layer: ExportedLayer): LayerField[] {
  return fieldsSchema.parse(layer.fields).filter((field) => !field.isHidden);
}

function versionOf(layers: LayerFor[]): string {
  const hash = createHash("sha256").update(EDITION);
  for (const layer of layers)
    hash.update(`${layer.id} ${layer.revision} ${layer.updatedAt.getTime()}${layer.lens ? ` ${layer.lens.hash}` : ""}\n`);
  return hash.digest("hex").slice(0, 24);
}
