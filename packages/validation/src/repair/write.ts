import { createWriteStream } from "node:fs";
import { copyFile, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { SandboxLimits } from "@archipel/gdal/model.ts";
import { type LayerToWrite, writeLayers } from "@archipel/gdal/write.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { ZipFile } from "yazl";
import type { Delivery, DeliveryRow, DeliveryTable, TableSource, TablesInOrder } from "../delivery/delivery.ts";
import { toExactWkt } from "../geometry/wkt.ts";
import { isChanged } from "./layers/layer.ts";

export interface WriteOptions {
  limits?: Partial<SandboxLimits>;
}

/** The result of writing a repaired delivery. */
export interface Written {
  /** Paths of the GeoPackages that replace the files of changed tables, with the same name. */
  changed: string[];
  /** Number of files that were copied unchanged. */
  kept: number;
  /** The place of each table in the original and in the written delivery. */
  tables: { from: TableSource; to: TableSource }[];
}

/**
 * Writes a repaired delivery as a zip that can be uploaded like any other. Folders, documents and unchanged files are copied. Each file with a
 * changed table becomes a GeoPackage with the same folder and name: standards accept it like a shapefile, it declares its CRS, and its texts
 * are UTF-8. For that reason a table whose CRS or encoding a person chose counts as changed. A delivery of one file becomes a single
 * GeoPackage when `path` ends with `.gpkg`.
 *
 * @throws UnreadableError when a table is broken
 */
export async function writeRepaired(delivery: Delivery, path: string, options: WriteOptions = {}): Promise<Written> {
  const work = await mkdtemp(join(await realpath(tmpdir()), "archipel-repaired-"));
  try {
    const isRewritten = (table: DeliveryTable) => isChanged(table) || (table.isOverridden ?? false);
    const tables = delivery.tables.filter((table) => delivery.tables.some((other) => other.file === table.file && isRewritten(other)));
    const packages = await writePackages(delivery, tables, work, options);
    const replaced = new Set(tables.flatMap((table) => partsOf(table, delivery)));
    const kept = delivery.files.map((file) => file.path).filter((file) => !replaced.has(file));
    const isAlone = delivery.isSingleFile && /\.gpkg$/i.test(path) && kept.length === 0 && packages.length > 0;
    if (isAlone && packages[0]) await moveFile(packages[0].onDisk, path);
    else await zipUp(delivery, path, packages, kept, work);
    const root = rootOf(delivery);
    const placed = (table: DeliveryTable): Written["tables"] => {
      const { source, name, file } = table;
      if (!source) return [];
      if (!tables.includes(table)) return [{ from: source, to: { ...source, entry: `${root}${file}` } }];
      return [{ from: source, to: { format: "gpkg", entry: isAlone ? null : `${root}${packageOf(file)}`, layer: name } }];
    };
    return { changed: packages.map(({ inside }) => inside), kept: kept.length, tables: delivery.tables.flatMap(placed) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface WrittenFile {
  onDisk: string;
  /** Path in the delivery. */
  inside: string;
}

async function writePackages(
  delivery: Delivery,
  tables: readonly DeliveryTable[],
  work: string,
  { limits }: WriteOptions,
): Promise<WrittenFile[]> {
  const files = [...new Set(tables.map(({ file }) => file))];
  const inOrder = files.flatMap((file) => tables.filter((table) => table.file === file));
  const reader: TablesInOrder | undefined = inOrder.length > 0 ? delivery.readInOrder?.(inOrder) : undefined;
  const written: WrittenFile[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const onDisk = join(work, `package-${index}.gpkg`);
      const layers = inOrder.filter((table) => table.file === file).map((table) => layerOf(table, reader?.rows(table) ?? table.rows()));
      await writeLayers(onDisk, "gpkg", layers, limits);
      written.push({ onDisk, inside: packageOf(file) });
    }
  } finally {
    await reader?.close();
  }
  return written;
}

const packageOf = (file: string) => file.replace(/\.[^./]+$/, ".gpkg");
const rootOf = ({ isSingleFile, name }: Delivery) => (isSingleFile ? "" : `${name}/`);

function layerOf(table: DeliveryTable, rows: AsyncIterable<DeliveryRow[]>): LayerToWrite {
  const hasZ = / Z$/.test(table.geometryType ?? "");
  async function* features() {
    for await (const batch of rows)
      for (const { row, values, ewkb } of batch) yield { fid: row, values, wkt: ewkb && toExactWkt(readWkb(ewkb).geometry, hasZ) };
  }
  // GeoPackage uses these names for its own columns.
  const fields = table.fields.map((field) => (/^(fid|geom)$/i.test(field.name) ? { ...field, name: `${field.name}_` } : field));
  return {
    name: table.name,
    srid: table.geometryType === null ? null : (table.crs?.srid ?? null),
    geometryType: table.geometryType ?? "None",
    fields,
    rows: features(),
  };
}

/** The files of a table: all parts of a shapefile or a MapInfo table. */
function partsOf({ file, format }: DeliveryTable, { files }: Delivery): string[] {
  const isFamily = format === "shapefile" || format === "mapinfo-tab" || format === "mapinfo-mif";
  const stem = `${file.replace(/\.[^./]+$/, "")}.`.toLowerCase();
  return files
    .map(({ path }) => path)
    .filter((path) => path === file || (isFamily && path.toLowerCase().startsWith(stem) && !/\.(pdf|xml)$/i.test(path)));
}

async function zipUp(
  delivery: Delivery,
  path: string,
  packages: readonly WrittenFile[],
  kept: readonly string[],
  work: string,
): Promise<void> {
  const zip = new ZipFile();
  const root = rootOf(delivery);
  for (const folder of delivery.folders) if (folder !== "") zip.addEmptyDirectory(`${root}${folder}`);
  for (const { inside, onDisk } of packages) zip.addFile(onDisk, `${root}${inside}`);
  for (const { inside, onDisk } of await extractFiles(delivery, kept, work)) zip.addFile(onDisk, `${root}${inside}`);
  zip.end();
  const partial = `${path}.partial`;
  try {
    await pipeline(zip.outputStream, createWriteStream(partial));
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

const MAX_FILE_BYTES = 2 ** 31;

/** Extracts unchanged files to disk, under neutral names. */
async function extractFiles(delivery: Delivery, paths: readonly string[], work: string): Promise<WrittenFile[]> {
  const names = new Map(paths.map((path, index) => [path, `file-${index}`]));
  if (delivery.unpack) await delivery.unpack(work, names);
  else for (const [path, name] of names) await writeFile(join(work, name), (await delivery.read(path, MAX_FILE_BYTES)) ?? new Uint8Array());
  return [...names].map(([inside, name]) => ({ inside, onDisk: join(work, name) }));
}

async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to).catch(() => copyFile(from, to));
}
