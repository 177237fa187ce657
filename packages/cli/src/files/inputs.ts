import { createWriteStream, type Stats } from "node:fs";
import { access, constants, lstat, mkdtemp, open, readlink, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Sniffed, sniff } from "@archipel/gdal/formats/sniff.ts";
import { UsageError } from "../usage-error.ts";
import { absolutePath } from "./absolute-path.ts";

/** Extensions of formats that are not called like their extension. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  flatgeobuf: "fgb",
  geoparquet: "parquet",
  geojsonseq: "geojsonl",
  shapefile: "shp",
  "mapinfo-tab": "tab",
  "mapinfo-mif": "mif",
  geotiff: "tif",
  "ascii-grid": "asc",
};

/** The files that one command reads. What comes by standard input (`-`) or by a pipe becomes a file, which is deleted when the command ends. */
export class Inputs {
  private readonly stdin: () => Readable;
  private readonly streamed = new Map<string, Promise<string>>();
  private readonly folders: string[] = [];

  constructor(stdin: () => Readable) {
    this.stdin = stdin;
  }

  /**
   * The absolute path of a file or a folder, which can be read.
   *
   * @param name the name of what comes by a stream; without one, its content gives its extension
   * @throws UsageError when it is not there, is a link to nothing, or may not be read
   */
  async read(typed: string, name?: string): Promise<string> {
    const path = typed === "-" ? null : absolutePath(typed);
    if (path !== null && !isStream(await readableStats(path))) return path;
    const known = this.streamed.get(typed);
    if (known) return known;
    const saved = this.save(path, name);
    this.streamed.set(typed, saved);
    return saved;
  }

  /** The same for what must be a file. */
  async readFile(typed: string, name?: string): Promise<string> {
    const path = await this.read(typed, name);
    if ((await stat(path)).isDirectory()) throw new UsageError("is-folder", { path });
    return path;
  }

  /** Deletes what came by streams. */
  async close(): Promise<void> {
    await Promise.all(this.folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }

  private async save(path: string | null, name: string | undefined): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "archipel-input-"));
    this.folders.push(folder);
    const file = join(folder, basename(name ?? "") || "stdin");
    await pipeline(path === null ? this.stdin() : (await open(path)).createReadStream(), createWriteStream(file));
    if (name) return file;
    // A text that is no other format counts as CSV, which has no mark of its own.
    const recognised = `${file}.${extensionOf(await sniff(file, "stdin.csv"))}`;
    await rename(file, recognised);
    return recognised;
  }
}

const isStream = (stats: Stats) => stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();

/** What a path leads to. @throws UsageError when it is not there, is a link to nothing, or may not be read */
export async function readableStats(path: string): Promise<Stats> {
  const stats = await stat(path).catch(async () => {
    const target = (await lstat(path).catch(() => null))?.isSymbolicLink() ? await readlink(path) : null;
    throw target === null ? new UsageError("no-file-or-folder", { path }) : new UsageError("link-broken", { path, target });
  });
  await access(path, constants.R_OK).catch(() => {
    throw new UsageError("not-readable", { path });
  });
  return stats;
}

function extensionOf(sniffed: Sniffed): string {
  if (sniffed.kind === "archive") return "zip";
  if (sniffed.kind === "cloud") return "laz";
  const word = sniffed.kind === "unsupported" ? sniffed.seems : sniffed.format;
  return EXTENSIONS[word] ?? word;
}
