import { writeSync } from "node:fs";
import { type LayerSource, UnreadableError } from "../model.ts";
import { layFile, layMember, openAs } from "./materialise.ts";
import { LAYER_BEGINS, LAYER_ENDS, type LayerEnd, ROW_FID, ROW_GEOMETRY, type SandboxRequest } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type ReadRequest = Extract<SandboxRequest, { kind: "read" }>;
type ReadManyRequest = Extract<SandboxRequest, { kind: "read-many" }>;

const ROWS_DESCRIPTOR = 3;
const BUFFER_BYTES = 1024 * 1024;

/**
 * Streams one layer to descriptor 3 as PostgreSQL's COPY text (GDAL's PGDump driver), geometry as EWKB in hexadecimal. The pipe is
 * blocking, so a slow reader slows GDAL down instead of filling memory.
 */
export async function readRows(gdal: Gdal, request: ReadRequest): Promise<void> {
  const output = new BufferedPipe();
  await streamLayer(gdal, request.source, request, request.limit, output);
  output.flush();
}

/** Streams several layers one after the other, between lines that say where each begins and how it ended. */
export async function readManyRows(gdal: Gdal, request: ReadManyRequest): Promise<void> {
  const output = new BufferedPipe();
  for (const [layer, source] of request.sources.entries()) {
    output.write(Buffer.from(`${LAYER_BEGINS}${layer}\n`));
    const end: LayerEnd = { layer, failure: null };
    try {
      await streamLayer(gdal, source, request, null, output);
    } catch (error) {
      end.failure = error instanceof UnreadableError ? error.detail : error instanceof Error ? error.message : String(error);
    }
    output.write(Buffer.from(`\n${LAYER_ENDS}${JSON.stringify(end)}\n`));
  }
  output.flush();
}

async function streamLayer(
  gdal: Gdal,
  source: LayerSource,
  request: Pick<ReadRequest, "path" | "workDirectory" | "limits" | "isAsWritten">,
  limit: number | null,
  output: BufferedPipe,
): Promise<void> {
  const { workDirectory, limits } = request;
  const laid = source.entry === null ? layFile(request.path) : await layMember(request.path, source.entry, workDirectory, limits);
  const { dataset } = await openAs(gdal, source.format, laid, workDirectory, source.encoding, request.isAsWritten);
  // Declared types are not kept: a shapefile says Polygon and holds multi-polygons. Where Z is not known it is asked for, as 0 if need be.
  const nlt = source.hasZ === false ? "GEOMETRY" : "GEOMETRYZ";
  const options = ["-f", "PGDUMP", "-nlt", nlt, "-nlt", "CONVERT_TO_LINEAR", "-nln", "rows", "-a_srs", "NONE"];
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
  if (limit !== null) options.push("-limit", String(limit));
  const hasSeveral = source.format === "gpkg" || source.format === "gml";
  try {
    gdal.translateTo((bytes) => output.write(bytes), dataset, hasSeveral ? [...options, source.layer] : options);
  } finally {
    gdal.close(dataset);
  }
}

class BufferedPipe {
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #used = 0;

  write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > BUFFER_BYTES) this.flush();
    if (bytes.length > BUFFER_BYTES) writeAll(bytes);
    else {
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  flush(): void {
    writeAll(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

function writeAll(bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(ROWS_DESCRIPTOR, bytes, sent);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
