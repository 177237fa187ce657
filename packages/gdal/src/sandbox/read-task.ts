import { writeSync } from "node:fs";
import { DXF_ENTITIES, dxfParts } from "../formats/dxf.ts";
import { holdsLayers } from "../model.ts";
import { layEntry, layFile } from "./materialise.ts";
import { demandWhole, openAs } from "./open-as.ts";
import { ROW_FID, ROW_GEOMETRY, type SandboxRequest } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type ReadRequest = Extract<SandboxRequest, { kind: "read" }>;

const ROWS_DESCRIPTOR = 3;
const BUFFER_BYTES = 1024 * 1024;

/**
 * Streams one layer to descriptor 3 as PostgreSQL's COPY text (GDAL's PGDump driver), geometry as EWKB in hexadecimal. The pipe is
 * blocking, so a slow reader slows GDAL down instead of filling memory.
 */
export async function readRows(gdal: Gdal, request: ReadRequest): Promise<void> {
  const { source, workDirectory, limits } = request;
  const { format, encoding: chosenEncoding, layer } = source;
  const laid = source.entry === null ? layFile(request.path) : await layEntry(request.path, source.entry, workDirectory, limits);
  const opening = { format, laid, workDirectory, limits, chosenEncoding, isAsWritten: request.isAsWritten, part: layer };
  const { dataset } = await openAs(gdal, opening);
  const output = new BufferedPipe();
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
  if (request.limit !== null) options.push("-limit", String(request.limit));
  gdal.translateTo((bytes) => output.write(bytes), dataset, [...options, ...choiceOf(source)]);
  output.flush();
  gdal.close(dataset);
  demandWhole(gdal.messages);
}

/** Which features of a dataset belong to the layer. */
function choiceOf({ format, layer }: ReadRequest["source"]): string[] {
  if (format === "dxf") {
    const part = dxfParts.find(({ name }) => name === layer);
    return part ? ["-where", part.where, DXF_ENTITIES] : [DXF_ENTITIES];
  }
  return holdsLayers(format) ? [layer] : [];
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
