import { writeAll } from "@archipel/sandbox/write-all.ts";
import { DXF_ENTITIES, dxfParts } from "../formats/dxf.ts";
import { holdsLayers, type InspectedLayer, isReadByParts, type LayerSource, UnreadableError } from "../model.ts";
import { directReader, readDirectly } from "./direct-task.ts";
import type { Inspected } from "./inspect-task.ts";
import { FIELDS_ONLY, type InfoLayer, parseInfo } from "./ogr-info.ts";
import { assertComplete, type Opening, openAs } from "./open-as.ts";
import { packageQuery } from "./package-query.ts";
import { streamParquet } from "./parquet-task.ts";
import {
  type Announced,
  INSPECTED,
  LAYER_BEGINS,
  LAYER_ENDS,
  LAYER_IN_FILE,
  type LayerEnd,
  type LayerInFile,
  ROW_FID,
  ROW_GEOMETRY,
  ROWS_GROWN,
  type SandboxRequest,
} from "./requests.ts";
import { type StagedFiles, stageEntry, stageFile } from "./stage-files.ts";
import type { Gdal, LoadGdal } from "./wasm.ts";

type ReadRequest = Extract<SandboxRequest, { kind: "read" }>;
type InspectRequest = Extract<SandboxRequest, { kind: "inspect" }>;
type ReadManyRequest = Extract<SandboxRequest, { kind: "read-many" }>;

/** Smaller than a pipe's buffer, so that the child continues while the parent reads. */
const BUFFER_BYTES = 64 * 1024;

/**
 * Streams one layer to a descriptor as PostgreSQL's COPY text (GDAL's PGDump driver), with geometry as hexadecimal EWKB. The pipe
 * blocks, so a slow reader slows GDAL down instead of filling memory.
 */
export async function readRows(load: LoadGdal, request: ReadRequest, rows: number): Promise<void> {
  const output = new BufferedPipe(rows);
  const opened = new OpenPackage(load);
  await streamLayer(opened, request.source, request, request.limit, output);
  opened.close();
  output.flush();
}

/** Streams several layers one after the other, with marker lines for the beginning and the end of each. */
export async function readManyRows(load: LoadGdal, request: ReadManyRequest, rows: number): Promise<void> {
  const output = new BufferedPipe(rows);
  const opened = new OpenPackage(load);
  for (const [layer, source] of request.sources.entries())
    await withMarkers(output, layer, () => streamLayer(opened, source, request, null, output));
  opened.close();
  output.flush();
}

/** Sends the result of the inspection, then streams the layers that have a geometry and no stored rows. */
export async function readInspected(
  load: LoadGdal,
  { inspection, staged, written }: Inspected,
  request: InspectRequest,
  rows: number,
): Promise<void> {
  const output = new BufferedPipe(rows);
  const { layers } = inspection;
  const announced: Announced = { inspection, written: layers.map((layer) => written?.get(layer) ?? null) };
  output.write(Buffer.from(`${INSPECTED}${JSON.stringify(announced)}\n`));
  output.flush();
  let opened: OpenPackage | null = null;
  for (const [number, layer] of layers.entries()) {
    const { geometryType, source } = layer;
    if (geometryType === "None" || announced.written[number] !== null) continue;
    if (streamDirectly(output, number, layer, staged.get(source.entry ?? ""), request.workDirectory)) continue;
    opened ??= new OpenPackage(load);
    const reader = opened;
    const as = { ...request, isAsWritten: false };
    await withMarkers(output, number, () => streamLayer(reader, source, as, null, output, staged.get(source.entry ?? "")));
  }
  opened?.close();
  output.flush();
}

/** Reads a layer by a reader of our own, which the parent follows in the file of its rows. @returns whether that reader read all of it */
function streamDirectly(output: BufferedPipe, number: number, layer: InspectedLayer, place: StagedFiles | undefined, directory: string) {
  const reader = place && directReader(layer, place);
  if (!reader) return false;
  const say = (line: string) => {
    output.write(Buffer.from(`${line}\n`));
    output.flush();
  };
  const begin: LayerInFile = { layer: number, columns: reader.columns };
  say(`${LAYER_IN_FILE}${JSON.stringify(begin)}`);
  const isWhole = readDirectly(reader, directory, number, (bytes) => say(`${ROWS_GROWN}${bytes}`));
  const end: LayerEnd = { layer: number, failure: null, isLeftToGdal: !isWhole };
  say(`${LAYER_ENDS}${JSON.stringify(end)}`);
  return isWhole;
}

/** Writes the marker lines around a layer. */
async function withMarkers(output: BufferedPipe, layer: number, stream: () => Promise<void>): Promise<void> {
  output.write(Buffer.from(`${LAYER_BEGINS}${layer}\n`));
  const end: LayerEnd = { layer, failure: null };
  try {
    await stream();
  } catch (error) {
    end.failure = error instanceof UnreadableError ? error.detail : error instanceof Error ? error.message : String(error);
  }
  output.write(Buffer.from(`\n${LAYER_ENDS}${JSON.stringify(end)}\n`));
}

/** Keeps a GeoPackage open between its layers: opening it again for each layer would read it again each time. */
class OpenPackage {
  readonly load: LoadGdal;
  #kept: { entry: string | null; dataset: number; gdal: Gdal } | null = null;
  #described: { dataset: number; layers: InfoLayer[] } | null = null;

  constructor(load: LoadGdal) {
    this.load = load;
  }

  /** Passes the dataset of a source to `work`; calls `stage` for its files unless they are open. */
  async with(
    source: LayerSource,
    stage: () => Promise<StagedFiles>,
    as: Omit<Opening, "staged">,
    work: (dataset: number) => void,
  ): Promise<void> {
    const isPackage = source.format === "gpkg";
    if (!isPackage || this.#kept?.entry !== source.entry) this.close();
    const gdal = await this.load();
    const dataset = this.#kept?.dataset ?? (await openAs(gdal, { ...as, staged: await stage() })).dataset;
    this.#kept = null;
    try {
      work(dataset);
      if (isPackage) this.#kept = { entry: source.entry, dataset, gdal };
    } finally {
      // After a failure the dataset is opened again.
      if (!this.#kept) {
        gdal.close(dataset);
        this.#described = null;
      }
    }
  }

  /** The layers of an open dataset, with their fields. */
  layersOf(gdal: Gdal, dataset: number): InfoLayer[] {
    if (this.#described?.dataset !== dataset) this.#described = { dataset, layers: parseInfo(gdal.info(dataset, FIELDS_ONLY)) };
    return this.#described.layers;
  }

  close(): void {
    if (this.#kept) this.#kept.gdal.close(this.#kept.dataset);
    this.#kept = null;
    this.#described = null;
  }
}

async function streamLayer(
  opened: OpenPackage,
  source: LayerSource,
  request: Pick<ReadRequest, "path" | "workDirectory" | "limits" | "isAsWritten">,
  limit: number | null,
  output: BufferedPipe,
  place?: StagedFiles,
): Promise<void> {
  const { workDirectory, limits } = request;
  const { format, encoding: chosenEncoding, layer } = source;
  const stage = async () =>
    place ?? (source.entry === null ? stageFile(request.path) : stageEntry(request.path, source.entry, workDirectory, limits));
  if (format === "geoparquet") {
    await streamParquet(await stage(), source.hasZ, limit, (bytes) => output.write(bytes));
    return;
  }
  const gdal = await opened.load();
  // Messages about other layers do not concern this one.
  gdal.messages.length = 0;
  const opening = { format, workDirectory, limits, chosenEncoding, isAsWritten: request.isAsWritten, part: layer };
  // Declared types are dropped: a shapefile declares Polygon and holds multi-polygons. Unknown Z is requested, and is 0 where missing.
  const nlt = `GEOMETRY${source.hasZ === false ? "" : "Z"}${source.hasM ? "M" : ""}`;
  const options = ["-f", "PGDUMP", "-nlt", nlt, "-nln", "rows", "-a_srs", "NONE"];
  for (const option of [
    "LAUNDER=NO",
    `GEOMETRY_NAME=${ROW_GEOMETRY}`,
    `FID=${ROW_FID}`,
    "SPATIAL_INDEX=NONE",
    "CREATE_SCHEMA=NO",
    "DROP_TABLE=NO",
  ])
    options.push("-lco", option);
  if (request.isAsWritten && source.format === "gpkg") options.push("-preserve_fid");
  await opened.with(source, stage, opening, (dataset) => {
    const described = source.format === "gpkg" ? opened.layersOf(gdal, dataset).find(({ name }) => name === layer) : undefined;
    const selection = described ? ["-sql", packageQuery(described)] : selectionOf(source);
    // The example row of a GeoPackage is left out by the reader.
    if (limit !== null) selection.push("-limit", String(described?.geometry ? limit + 1 : limit));
    gdal.translateTo((bytes) => output.write(bytes), dataset, [...options, ...selection]);
  });
  assertComplete(gdal.messages);
}

/** Options that select the features of the layer in the dataset. */
function selectionOf({ format, layer }: LayerSource): string[] {
  if (format === "dxf") {
    const part = dxfParts.find(({ name }) => name === layer);
    return part ? ["-where", part.where, DXF_ENTITIES] : [DXF_ENTITIES];
  }
  return holdsLayers(format) && !isReadByParts(format) ? [layer] : [];
}

class BufferedPipe {
  readonly #descriptor: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #used = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > BUFFER_BYTES) this.flush();
    if (bytes.length > BUFFER_BYTES) writeAll(this.#descriptor, bytes);
    else {
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  flush(): void {
    writeAll(this.#descriptor, this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
