import { existsSync } from "node:fs";
import { basemapFileOf, type Env } from "../../env.ts";
import { readBasemap } from "../basemap-file.ts";
import { type CheckLine, linesOf, sizeOf } from "./line.ts";

/** The map under all layers: our file, or the style of another service. */
export async function checkBasemap(env: Env): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("basemap");
  const file = basemapFileOf(env);
  if (existsSync(file)) {
    const { name, bytes, maxZoom, isReadable } = await readBasemap(file);
    if (!isReadable)
      return [error(`${file} is not a PMTiles file`, "run archipel-server build-basemap --force, or correct ARCHIPEL_BASEMAP_PMTILES")];
    return [ok(`${name}, ${sizeOf(bytes)}, zooms 0 to ${maxZoom} (${file})`)];
  }
  if (env.ARCHIPEL_BASEMAP_STYLE_URL) return [ok(`the style ${env.ARCHIPEL_BASEMAP_STYLE_URL}`)];
  return [warning(`there is no ${file}: maps have an empty background`, "run archipel-server build-basemap")];
}
