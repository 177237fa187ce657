import { loadGdal } from "../sandbox/wasm.ts";

/** Entry of a child process for tests: writes GeoJSON files into one dataset of a driver. Arguments: directory, driver, target, sources. */
const [directory = "", driver = "", target = "", ...sources] = process.argv.slice(2);
const gdal = await loadGdal();
gdal.mount(directory, "/made");
for (const [index, source] of sources.entries()) {
  const dataset = gdal.open(`/made/${source}`, "GeoJSON", []);
  const layer = source.replace(/\.geojson$/, "");
  const options = ["-f", driver, "-nln", layer, ...(index === 0 ? [] : ["-update", "-append"])];
  gdal.translate(dataset, `/made/${target}`, options);
  gdal.close(dataset);
}
