import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { type LayerToWrite, writeLayers } from "@archipel/gdal/write.ts";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type ExportedLayer, readableLayers, rowsAfter } from "./queries.ts";

export interface GeoPackageExport {
  fileName: string;
  isPublic: boolean;
  /** Changes with the content: an ETag. */
  version: string;
  /** Path of the file, written now or before. The file never changes. */
  path(): Promise<string>;
}

const PAGE_ROWS = 500;
const fieldsSchema = z.array(layerField);
/** Exports that this process is writing: ten requests for the same file at once wait for one. */
const runningExports = new Map<string, Promise<void>>();

/** A layer, or all layers of a dataset, as one GeoPackage, limited to what the caller may read. The file is kept until a layer changes. */
export async function exportGeoPackage(
  core: Core,
  actor: Actor,
  wanted: { layerId: string } | { datasetId: string },
): Promise<GeoPackageExport> {
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  const layers = await core.database.sqlAs(scope, (sql) => readableLayers(sql, wanted));
  const [first] = layers;
  if (!first) throw new DomainError("not-found", "layerId" in wanted ? "layer-not-found" : "dataset-not-found");
  const id = "layerId" in wanted ? wanted.layerId : wanted.datasetId;
  const version = versionOf(layers);
  const folder = path.resolve(core.env.ARCHIPEL_DATA, "cache", "geopackage");
  const file = path.join(folder, `${id}-${version}.gpkg`);
  const isWhole = "datasetId" in wanted || first.name === first.datasetSlug;
  return {
    fileName: isWhole ? first.datasetSlug : `${first.datasetSlug}-${first.name}`,
    isPublic: layers.every((layer) => layer.isPublic),
    version,
    async path() {
      if (await exists(file)) return file;
      const running = runningExports.get(file) ?? write(core, actor, layers, folder, file, id).finally(() => runningExports.delete(file));
      runningExports.set(file, running);
      await running;
      return file;
    },
  };
}

async function write(core: Core, actor: Actor, layers: ExportedLayer[], folder: string, file: string, id: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const partial = path.join(folder, `partial-${randomUUID()}`);
  try {
    await writeLayers(
      partial,
      "gpkg",
      layers.map((layer) => layerOf(core, actor, layer)),
    );
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof UnreadableError) {
      core.log.error({ err: error, id }, "GeoPackage not written");
      throw new DomainError("unavailable", "download-not-ready");
    }
    throw error;
  }
  // Older versions of this export. A download that reads one keeps its open file until it ends.
  for (const name of await readdir(folder))
    if (name.startsWith(id) && name !== path.basename(file)) await rm(path.join(folder, name), { force: true });
}

function layerOf(core: Core, actor: Actor, layer: ExportedLayer): LayerToWrite {
  const fields = visibleFields(layer);
  const names = uniqueNames(fields);
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  async function* rows() {
    for (let after = 0, isLast = false; !isLast; ) {
      const page = await core.database.sqlAs(scope, (sql) => rowsAfter(sql, { tableName: layer.tableName, fields }, after, PAGE_ROWS));
      for (const row of page) yield { fid: row.fid, values: fields.map((_, index) => row[`a${index}`]), wkt: row.wkt };
      after = page.at(-1)?.fid ?? after;
      isLast = page.length < PAGE_ROWS;
    }
  }
  return {
    name: layer.name.replaceAll("-", "_"),
    srid: layer.srid,
    geometryType: layer.geometryType,
    fields: fields.map((field, index) => ({ name: names[index] ?? field.column, type: field.type })),
    rows: rows(),
  };
}

function visibleFields(layer: ExportedLayer): LayerField[] {
  return fieldsSchema.parse(layer.fields).filter((field) => !field.isHidden);
}

/**
 * Fields get the names of their source file back, unless SQLite could confuse two of them (it ignores case) or one with its own columns.
 */
export function uniqueNames(fields: readonly LayerField[]): string[] {
  const folded = fields.map((field) => field.name.toLowerCase());
  return fields.map(({ name, column }, index) => {
    const isAlone = folded.filter((other) => other === folded[index]).length === 1;
    return isAlone && !["fid", "geom"].includes(name.toLowerCase()) ? name : column;
  });
}

function versionOf(layers: ExportedLayer[]): string {
  const hash = createHash("sha256");
  for (const layer of layers) hash.update(`${layer.id} ${layer.revision} ${layer.updatedAt.getTime()}\n`);
  return hash.digest("hex").slice(0, 24);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
