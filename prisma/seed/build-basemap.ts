import { buildBasemap } from "@archipel/basemap/build.ts";
import { basemapContent } from "./territory/basemap-content.ts";
import { generateTerritory } from "./territory/territory.ts";

/** `node prisma/seed/build-basemap.ts <output.pmtiles>`: the offline basemap, including the fictional territory. */
const [output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node prisma/seed/build-basemap.ts <output.pmtiles>");
  process.exit(1);
}
const { tiles, bytes, seconds } = await buildBasemap({ detail: basemapContent(generateTerritory()), output });
console.log(`basemap: ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s → ${output}`);
