// PostGIS for the embedded database comes with raster, topology, geocoders and their scripts. Each start would compile, link and unpack them
// all, which takes most of its time: only what we use is kept, as packages/database/src/generated/postgis.tar.gz.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const database = path.resolve(import.meta.dirname, "../packages/database");
const target = path.join(database, "src/generated/postgis.tar.gz");
/** The library, what installs and updates the extension, and the data of PROJ. */
const USED = [
  /^lib\/postgresql\/postgis-\d+\.so$/,
  /^share\/postgresql\/extension\/postgis(--(?!unpackaged).*)?\.(sql|control)$/,
  /^share\/proj\//,
];
const BLOCK = 512;

/** Makes the archive, unless it is newer than the package and this file. */
export function keepUsedPostgis() {
  const source = packageFolders().find((folder) => existsSync(folder));
  if (!source) throw new Error("@electric-sql/pglite-postgis is not installed: run npm ci");
  const archive = path.join(source, "dist/postgis.tar.gz");
  const newest = Math.max(...[archive, import.meta.filename].map((file) => statSync(file).mtimeMs));
  if (existsSync(target) && statSync(target).mtimeMs > newest) return;
  mkdirSync(path.dirname(target), { recursive: true });
  const partial = `${target}.${process.pid}`;
  // Level 0 compresses nothing: each start unpacks it.
  writeFileSync(partial, gzipSync(usedOf(gunzipSync(readFileSync(archive))), { level: 0 }));
  renameSync(partial, target);
}

function packageFolders() {
  return [database, path.resolve(database, "../..")].map((folder) => path.join(folder, "node_modules/@electric-sql/pglite-postgis"));
}

/** The entries of a tar archive that are used, and its end. */
function usedOf(tar) {
  const kept = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString("latin1", at, tar.indexOf(0, at)).slice(0, 100);
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8);
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (USED.some((pattern) => pattern.test(name))) kept.push(tar.subarray(at, end));
    at = end;
  }
  if (kept.length < 3) throw new Error("the archive of PostGIS is not as expected: change scripts/postgis-files.mjs");
  return Buffer.concat([...kept, Buffer.alloc(2 * BLOCK)]);
}
