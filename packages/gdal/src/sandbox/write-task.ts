import { CSV_OPTIONS } from "../formats/csvt.ts";
import { type SandboxRequest, writtenFormats } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type WriteRequest = Extract<SandboxRequest, { kind: "write" }>;

let mounts = 0;

/** Writes the layers that the parent prepared as typed CSV into one file of the work directory, one after the other. */
export async function writeFile(gdal: Gdal, request: WriteRequest): Promise<void> {
  const directory = `/sandbox-${++mounts}`;
  gdal.mount(request.workDirectory, directory);
  // Without these SQLite would sync every page through the emulated file system.
  gdal.setConfig("OGR_SQLITE_SYNCHRONOUS", "OFF");
  gdal.setConfig("OGR_SQLITE_JOURNAL", "MEMORY");
  // One line of CSV is one feature: a coast with two million vertices has eighty megabytes.
  gdal.setConfig("OGR_CSV_MAX_LINE_SIZE", "-1");
  // The warm sandbox of tests keeps settings from one request to the next.
  gdal.setConfig("OGR_CURRENT_DATE", request.date);
  const format = writtenFormats[request.format];
  for (const [index, layer] of request.layers.entries()) {
    const dataset = gdal.open(`${directory}/${layer.file}`, "CSV", CSV_OPTIONS);
    const placed = layer.srid === null ? [] : ["-a_srs", `EPSG:${layer.srid}`];
    const selection = layer.query === null ? [] : ["-sql", layer.query];
    const target = ["-f", format.driver, ...selection, "-nln", layer.name, "-nlt", layer.geometryType, ...placed];
    // The index of a FlatGeobuf cannot hold features without geometry, so the layer is written without an index.
    const unindexed = request.format === "flatgeobuf" && layer.lacksShapes ? ["SPATIAL_INDEX=NO"] : [];
    const creation = [...format.options, ...unindexed].flatMap((option) => ["-lco", option]);
    gdal.translate(dataset, `${directory}/${format.file}`, [...(index === 0 ? [] : ["-update", "-append"]), ...target, ...creation]);
    gdal.close(dataset);
  }
}
