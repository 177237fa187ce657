// Ingest: from the last byte of a file to a layer that can be drawn, including checks, reprojection and low zooms. Compared in the same run with
// ogr2ogr's COPY of the same reprojected file into the same PostGIS, in alternation. Two ratios: of the whole, and until the layer is what
// ogr2ogr makes, a reprojected table with its indexes.
//   node bench/ingest.ts [features = 100000,1000000] [formats = geojson,gpkg,fgb,shp] [rounds = 3]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database on this machine. Needs ogr2ogr and zip (Debian: gdal-bin, zip). If tippecanoe is
//   installed, it is timed on the GeoJSON.
import { spawnSync } from "node:child_process";
import { createWriteStream, existsSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { openDatabase } from "@archipel/database/database.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { endedChildrenMs, machine, openCpuMeter } from "./measure/cpu.ts";
import type { Ingested, IngestSettings } from "./measure/ingest-file.ts";
import { polygonRows } from "./measure/polygons.ts";
import { type Ran, watchedRun } from "./measure/process-tree.ts";

const sizes = (process.argv[2] ?? "100000,1000000").split(",").map(Number);
const formats = (process.argv[3] ?? "geojson,gpkg,fgb,shp").split(",");
const rounds = Number(process.argv[4] ?? 3);
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");
const isThere = (program: string) => spawnSync("which", [program]).status === 0;
if (!isThere("ogr2ogr") || !isThere("zip")) throw new Error("ogr2ogr and zip are needed: apt-get install gdal-bin zip");

const DRIVERS: Record<string, string> = { gpkg: "GPKG", fgb: "FlatGeobuf", shp: "ESRI Shapefile" };
/** What the ratio to ogr2ogr should be at least. */
const TARGETS: Record<string, number> = { geojson: 1.5, gpkg: 0.8, fgb: 0.8, shp: 0.8 };
const MEGABYTE = 2 ** 20;
const folder = await mkdtemp(path.join(tmpdir(), "archipel-ingest-files-"));
console.log(`${machine()}, load ${load()}\nrows a second, median of ${rounds}; memory is the most that one process held`);
console.log("processor: seconds of all processes of one run, which other work on the machine changes less than the time that passes;");
console.log("in parentheses those of core-api + its children + the database\n");
const database = await openDatabase({ kind: "server", url, poolSize: 1 });
// The meter needs the roles of the product.
await database.migrate();
const meter = await openCpuMeter(database);
const microseconds = new Map<string, number[]>();
try {
  for (const count of sizes) {
    for (const format of formats) await compare(count, format);
    await timeTippecanoe(count);
  }
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
console.log(`\ncost of a row, µs, as the file grows (${sizes.map((size) => size.toLocaleString("en")).join(", ")} features)`);
for (const [format, costs] of microseconds)
  console.log(`${format.padEnd(9)} ${costs.map((cost) => cost.toFixed(1).padStart(8)).join(" ")}`);

async function compare(count: number, format: string): Promise<void> {
  const file = await fileOf(count, format);
  const ours: (Ran & { found: Ingested })[] = [];
  const theirs: (Ran & { processor: number })[] = [];
  for (let round = 0; round < rounds; round++) {
    const settings: IngestSettings = { file, fileName: path.basename(file) };
    const ran = await watchedRun(process.execPath, [path.join(import.meta.dirname, "measure/ingest-file.ts"), JSON.stringify(settings)]);
    ours.push({ ...ran, found: JSON.parse(ran.output) as Ingested });
    const [server, children] = [meter().database, endedChildrenMs()];
    const copied = await ogrCopy(file, format);
    theirs.push({ ...copied, processor: (meter().database - server + endedChildrenMs() - children) / 1000 });
  }
  const secondsOf = (run: (typeof ours)[number]) => Object.values(run.found.parts).reduce((sum, seconds) => sum + seconds, 0);
  const processorOf = (run: (typeof ours)[number]) =>
    Object.values(run.found.processor)
      .flat()
      .reduce((sum, seconds) => sum + seconds, 0);
  const typical = ours.toSorted((a, b) => secondsOf(a) - secondsOf(b))[Math.floor(rounds / 2)];
  const ogr = theirs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)];
  if (!typical || !ogr) return;
  if (typical.found.rows !== count) throw new Error(`${format}: ${typical.found.rows} of ${count} rows arrived`);
  const seconds = secondsOf(typical);
  microseconds.set(format, [...(microseconds.get(format) ?? []), (seconds / count) * 1e6]);
  const mb = (bytes: number) => `${Math.round(bytes / MEGABYTE)} MB`;
  console.log(
    `${count.toLocaleString("en").padStart(9)} ${format.padEnd(8)} ${mb(statSync(file).size).padStart(8)}   ` +
      `ours ${Math.round(count / seconds)
        .toLocaleString("en")
        .padStart(8)} (core ${mb(typical.peakBytes)}, sandbox ${mb(typical.peakChildBytes)})   ` +
      `ogr2ogr ${Math.round(count / ogr.seconds)
        .toLocaleString("en")
        .padStart(
          8,
        )} (${mb(ogr.peakBytes)})   ratio ${(ogr.seconds / seconds).toFixed(2)} (target ${TARGETS[format] ?? "none"}), load ${load()}`,
  );
  const until = typical.found.indexedSeconds;
  console.log(
    `          until reprojected and indexed, with checks and order, low zooms already beside it: ${until.toFixed(1)} s, ` +
      `${Math.round(count / until).toLocaleString("en")} rows a second, ratio ${(ogr.seconds / until).toFixed(2)}`,
  );
  const used = processorOf(typical);
  console.log(
    `          processor: ours ${used.toFixed(1)} s, ogr2ogr ${ogr.processor.toFixed(1)} s, ratio ${(ogr.processor / used).toFixed(2)}`,
  );
  const shares = (name: string) => (typical.found.processor[name] ?? []).map((share) => share.toFixed(1)).join(" + ");
  console.log(
    `          ${Object.entries(typical.found.parts)
      .map(([name, part]) => `${name} ${part.toFixed(1)} s (${shares(name)})`)
      .join(", ")}`,
  );
}

/** The load average of the last minute: with more than the processors, the times mean little. */
function load(): string {
  return loadavg()[0]?.toFixed(1) ?? "?";
}

/** The same polygons in every format: GeoJSON in degrees, the others in Lambert-93, a shapefile in a zip. */
async function fileOf(count: number, format: string): Promise<string> {
  const geojson = path.join(folder, `zones-${count}.geojson`);
  if (!existsSync(geojson)) await pipeline(geoJsonText(count), createWriteStream(geojson));
  if (format === "geojson") return geojson;
  const target = path.join(folder, `zones-${count}.${format}`);
  if (!existsSync(target))
    await watchedRun("ogr2ogr", ["-f", DRIVERS[format] ?? "", "-t_srs", "EPSG:2154", "-nln", `zones-${count}`, target, geojson]);
  if (format !== "shp") return target;
  const zip = target.replace(/shp$/, "zip");
  if (!existsSync(zip))
    await watchedRun("zip", ["-q", "-j", "-1", zip, ...["shp", "shx", "dbf", "prj"].map((ext) => target.replace(/shp$/, ext))]);
  return zip;
}

async function* geoJsonText(count: number): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let separator = "";
  for await (const rows of polygonRows(count)) {
    let text = "";
    for (const { values, ewkb } of rows) {
      const { geometry } = readWkb(ewkb);
      if (geometry.type !== "Polygon") continue;
      const coordinates = geometry.coordinates.map((ring) =>
        ring.map(([x = 0, y = 0]) => mercatorToLonLat(x, y).map((degrees) => Number(degrees.toFixed(7)))),
      );
      const [name, category, n, share] = values;
      text += `${separator}${JSON.stringify({ type: "Feature", properties: { name, class: category, n, share }, geometry: { type: "Polygon", coordinates } })}`;
      separator = ",\n";
    }
    yield text;
  }
  yield "\n]}\n";
}

/** The usual way of GIS engineers: COPY, in web mercator, with an index. */
async function ogrCopy(file: string, format: string): Promise<Ran> {
  const source = format === "shp" ? `/vsizip/${file}` : file;
  const options = ["-f", "PostgreSQL", `PG:${url}`, source, "-nln", "public.bench_ogr", "-overwrite", "-t_srs", "EPSG:3857"];
  const creation = ["-lco", "GEOMETRY_NAME=geom", "-nlt", "PROMOTE_TO_MULTI", "-lco", "SPATIAL_INDEX=GIST"];
  return watchedRun("ogr2ogr", [...options, ...creation, "--config", "PG_USE_COPY", "YES"]);
}

async function timeTippecanoe(count: number): Promise<void> {
  if (!isThere("tippecanoe") || !formats.includes("geojson")) return;
  const target = path.join(folder, "tiles.pmtiles");
  const options = ["-q", "-f", "-o", target, "-Z0", "-z14", "--drop-densest-as-needed", "-l", "zones"];
  const ran = await watchedRun("tippecanoe", [...options, await fileOf(count, "geojson")]);
  console.log(
    `${count.toLocaleString("en").padStart(9)} tippecanoe, z0–14: ${Math.round(count / ran.seconds).toLocaleString("en")} rows a second (${Math.round(ran.peakBytes / MEGABYTE)} MB)`,
  );
}
