import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { readableStats } from "../files/inputs.ts";
import { assertFile } from "../server/send-file.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Gives a folder of tiles of points or of heights as one zip, and any file as it is. Tiles are compressed already, except for texts.
 *
 * @param work gets the path of the file; a zip that was made is deleted after it
 * @throws UsageError for a folder without tiles
 */
export async function withTilesAsFile<T>(path: string, work: (file: string) => Promise<T>): Promise<T> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) {
    await assertFile(path);
    return work(path);
  }
  const names = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.(la[sz]|tiff?|asc|xyz)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (names.length === 0) throw new UsageError("no-tiles", { path });
  for (const name of names) await readableStats(name);
  const folder = await mkdtemp(join(tmpdir(), "archipel-tiles-"));
  try {
    const file = join(folder, `${basename(resolve(path))}.zip`);
    const zip = new ZipFile();
    for (const name of names) zip.addFile(name, relative(path, name).split(sep).join("/"), { compress: /\.(asc|xyz)$/i.test(name) });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
