import type { SandboxRequest } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type WriteRequest = Extract<SandboxRequest, { kind: "write" }>;

/** Writes the layers that the parent laid out as typed CSV into `out.gpkg` of the work directory, one after the other. */
export async function writeGeoPackageFile(gdal: Gdal, request: WriteRequest): Promise<void> {
  gdal.mount(request.workDirectory, "/sandbox");
  // Without these SQLite would sync every page through the emulated file system.
  gdal.setConfig("OGR_SQLITE_SYNCHRONOUS", "OFF");
  gdal.setConfig("OGR_SQLITE_JOURNAL", "MEMORY");
  for (const [index, layer] of request.layers.entries()) {
    const options = ["AUTODETECT_TYPE=NO", "EMPTY_STRING_AS_NULL=YES", "GEOM_POSSIBLE_NAMES=__geometry", "KEEP_GEOM_COLUMNS=NO"];
    const dataset = gdal.open(`/sandbox/${layer.file}`, "CSV", options);
    const target = ["-f", "GPKG", "-nln", layer.name, "-nlt", layer.geometryType, "-a_srs", `EPSG:${layer.srid}`];
    const creation = ["-lco", "GEOMETRY_NAME=geom", "-lco", "FID=fid"];
    gdal.translate(dataset, "/sandbox/out.gpkg", [...(index === 0 ? [] : ["-update", "-append"]), ...target, ...creation]);
    gdal.close(dataset);
  }
}
