import { copyFile, link, mkdtemp, readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type ArchiveContents, listContents, readEntry, unpack } from "@archipel/gdal/formats/archive.ts";
import { extensionOf, sniff } from "@archipel/gdal/formats/sniff.ts";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { defaultLimits, type FoundCrs, type InspectedLayer, type Inspection, type SandboxLimits } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import type { LayerToRead } from "@archipel/gdal/read-many.ts";
import type { Delivery, DeliveryTable, TableSource } from "./delivery.ts";
import { readInOrder, rowOf } from "./read-in-order.ts";

export interface OpenOptions {
  /** Name of the uploaded file, when the path does not contain it (objects of a store). */
  name?: string;
  /** Text encoding of tables whose format does not fix or declare it. By default it is detected from their bytes. */
  encoding?: string;
  /** EPSG code of tables with geometries whose CRS is unknown. */
  srid?: number;
  /**
   * What a person chose for single tables, which overrides what their files declare: EPSG codes, and encodings by main entry of the archive
   * (`""` outside an archive).
   */
  overrides?: { sridOf(source: TableSource): number | undefined; encodings: Readonly<Record<string, string>> };
  limits?: Partial<SandboxLimits>;
}

/** Findings about files that make no table. */
const UNREAD: ReadonlySet<string> = new Set([
  "unreadable",
  "json-broken",
  "incomplete",
  "part-missing",
  "package-layer-missing",
  "package-layer-view",
  "package-layer-shapeless",
  "feature-too-large",
  "archive-refused",
  "unsupported",
  "mislabelled",
]);

/** Formats of several files: the named file is opened with the files beside it. */
const FAMILIES: Record<string, RegExp> = {
  shp: /^(shp|shx|dbf|prj|cpg)$/i,
  tab: /^(tab|dat|map|id|ind)$/i,
  mif: /^(mif|mid)$/i,
};

/**
 * Opens an uploaded zip, folder or file (a .shp together with its companion files). Tables are detected and read in the sandbox of
 * packages/gdal. The delivery cannot be read after `work` has ended.
 *
 * @throws UnreadableError when an archive is refused as a whole
 */
export async function withDelivery<T>(path: string, options: OpenOptions, work: (delivery: Delivery) => Promise<T>): Promise<T> {
  const name = options.name ?? basename(path);
  const family = (await stat(path)).isDirectory() ? undefined : FAMILIES[extensionOf(name)];
  if (!family) return work(await openDelivery(path, name, options));
  const folder = await gatherFamily(path, family);
  try {
    return await work({ ...(await openDelivery(folder, name, options)), isSingleFile: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openDelivery(path: string, name: string, options: OpenOptions): Promise<Delivery> {
  const limits = { ...defaultLimits, ...options.limits };
  const isArchive = (await sniff(path, name)).kind === "archive";
  const contents: ArchiveContents = isArchive
    ? await listContents(path, limits)
    : { files: [{ path: name, size: (await stat(path)).size }], folders: [] };
  const isFolder = (await stat(path)).isDirectory();
  // A folder keeps its own name. An archive often contains a single folder, which is then the delivery.
  const root = isFolder ? "" : rootOf(contents);
  const inspection = await inspectFile(path, { fileName: name, limits, encodings: { ...options.overrides?.encodings } });
  const inside = (entry: string) => (entry.startsWith(root) ? entry.slice(root.length) : entry);
  const layers = new Map(
    inspection.layers.map((layer) => [tableOf(path, layer, name, inside, inspection, options), layerOf(layer, options)]),
  );
  return {
    name: root === "" ? name.replace(/\.(zip|[a-z0-9]{2,8})$/i, "") : root.slice(0, -1).split("/").at(-1) || name,
    isSingleFile: !isArchive,
    files: contents.files.filter((file) => isKept(file.path)).map((file) => ({ ...file, path: inside(file.path) })),
    folders: foldersOf(contents)
      .filter((folder) => `${folder}/` !== root && isKept(`${folder}/`))
      .map(inside),
    tables: [...layers.keys()],
    unreadable: inspection.findings
      .filter(({ rule }) => UNREAD.has(rule))
      .map(({ rule, subject, params }) => ({
        path: subject === null ? (params.layer === undefined ? null : name) : inside(subject),
        reason: String(params.detail ?? params.seems ?? params.reason ?? ""),
        ...(rule === "unsupported" ? { seems: String(params.seems ?? "") } : {}),
        ...(params.layer === undefined ? {} : { layer: { name: String(params.layer), why: rule.replace("package-layer-", "") } }),
      })),
    readInOrder: (tables) => readInOrder(path, tables, layers, limits),
    unpack: async (directory, names) => {
      if (isArchive) return unpack(path, directory, new Map([...names].map(([file, target]) => [root + file, target])));
      for (const target of names.values()) await copyFile(path, join(directory, target));
    },
    read: async (file, maxBytes) => {
      if (isArchive) return readEntry(path, root + file, maxBytes);
      return (await stat(path)).size > maxBytes ? null : readFile(path);
    },
  };
}

function tableOf(
  path: string,
  layer: InspectedLayer,
  name: string,
  inside: (entry: string) => string,
  inspection: Inspection,
  options: OpenOptions,
): DeliveryTable {
  const hasGeometry = layer.geometryType !== "None";
  const { source } = layerOf(layer, options);
  const { format, entry, layer: part } = layer.source;
  const crs = hasGeometry ? crsOf(layer, options) : null;
  return {
    name: layer.name,
    file: layer.source.entry === null ? name : inside(layer.source.entry),
    format: layer.source.format,
    fields: layer.fields,
    geometryType: hasGeometry ? layer.geometryType : null,
    crs,
    extent: layer.extent,
    rowCount: layer.featureCount,
    encoding: source.encoding,
    isEncodingDoubtful: inspection.findings.some(({ rule, subject }) => rule === "encoding-doubtful" && subject === layer.name),
    isOverridden: (crs !== null && crs !== layer.crs) || source.encoding !== layer.source.encoding || hasChosenEncoding(layer, options),
    source: { format, entry, layer: part },
    async *rows() {
      const read = { fields: layer.fields, isAsWritten: true, ...(options.limits ? { limits: options.limits } : {}) };
      for await (const batch of readLayer(path, source, read)) {
        yield batch.map(rowOf);
      }
    },
  };
}

/** The layer with the encoding to read it by: the one that a person chose, if its format has an encoding. */
function layerOf(layer: InspectedLayer, options: OpenOptions): LayerToRead {
  const { source, fields } = layer;
  const { encoding } = options;
  const isOther = encoding !== undefined && source.encoding !== null && !hasChosenEncoding(layer, options);
  return { source: isOther ? { ...source, encoding } : source, fields };
}

function hasChosenEncoding({ source }: InspectedLayer, { overrides }: OpenOptions): boolean {
  return source.encoding !== null && overrides?.encodings[source.entry ?? ""] !== undefined;
}

/** The CRS of a layer: the one that a person chose, or else the detected one. A guess that a person confirmed counts as declared. */
function crsOf({ crs, source }: InspectedLayer, { overrides, srid }: OpenOptions): FoundCrs {
  const chosen = overrides?.sridOf(source) ?? (crs.srid === null ? srid : undefined);
  const isKnown = chosen === undefined || (chosen === crs.srid && crs.how !== "guessed");
  return isKnown ? crs : { srid: chosen, name: null, how: "declared", candidates: [] };
}

/** False for the files that macOS adds to an archive. */
const isKept = (path: string) => !/(^|\/)__MACOSX\//.test(path);

/** The single folder that contains all files, with a trailing slash; empty when the files have no common folder. */
function rootOf(contents: ArchiveContents): string {
  const files = contents.files.filter(({ path }) => isKept(path));
  const first = files[0]?.path.split("/");
  if (!first || first.length < 2) return "";
  const root = `${first[0]}/`;
  return files.every(({ path }) => path.startsWith(root)) ? root : "";
}

function foldersOf(contents: ArchiveContents): string[] {
  const folders = new Set(contents.folders);
  for (const { path } of contents.files) {
    for (let folder = dirname(path); folder !== "." && folder !== "/"; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort();
}

/** Makes a temporary folder with links to the companion files. */
async function gatherFamily(path: string, family: RegExp): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "archipel-delivery-"));
  const stem = basename(path)
    .replace(/\.[^.]+$/, "")
    .toLowerCase();
  for (const name of await readdir(dirname(path))) {
    const isOfFamily = name.replace(/\.[^.]+$/, "").toLowerCase() === stem && family.test(extensionOf(name));
    if (isOfFamily)
      await link(await realpath(join(dirname(path), name)), join(folder, name)).catch(() =>
        copyFile(join(dirname(path), name), join(folder, name)),
      );
  }
  return folder;
}
