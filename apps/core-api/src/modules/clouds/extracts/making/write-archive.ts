import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ExtractRequest, extractFile } from "@archipel/contracts/cloud-extracts.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { FileOnDisk } from "@archipel/gdal/clip-clouds.ts";
import { ZipFile } from "yazl";
import type { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import type { LayerToTake } from "../queries.ts";
import type { madeExtract } from "../service/follow.ts";
import type { TouchedTile } from "../service/measure.ts";
import { readMe } from "./read-me.ts";

/** These are compressed already. */
const IS_PACKED = /\.(?:laz|tif|glb)$/;

export interface ArchiveContent {
  layer: LayerToTake;
  /** The name of the community that publishes it. */
  community: string;
  tiles: readonly TouchedTile[];
  request: ExtractRequest;
  files: readonly FileOnDisk[];
  /** Points of the file of points; null without one. */
  points: number | null;
  locale: Locale;
  /** The hash of the areas of grants that cut it; null: the layer is open whole. */
  partHash: string | null;
}

export interface StoredArchive {
  key: string;
  size: number;
  made: z.infer<typeof madeExtract>;
}

/**
 * Writes the files as a zip into the storage, with a read-me of their sources and their checksums in the format of `sha256sum`.
 *
 * @param progress called with 0 to 1; when it throws, nothing is stored
 */
export async function writeArchive(
  core: Pick<Core, "storage">,
  content: ArchiveContent,
  progress: (fraction: number) => Promise<void>,
): Promise<StoredArchive> {
  const { layer, files, locale } = content;
  const at = new Date();
  const named: z.infer<typeof extractFile>[] = [];
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  for (const { name, path, bytes } of files) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk);
      read += chunk.length;
      await progress((0.3 * read) / Math.max(1, total));
    }
    named.push({ name, bytes, sha256: hash.digest("hex") });
  }
  const folder = `${layer.dataset.slug}-${at.toISOString().slice(0, 10)}`;
  const readMeName = locale === "fr" ? "LISEZMOI.txt" : "README.txt";
  const text = Buffer.from(readMe({ ...content, named, at }), "utf8");
  const sums = [...named, { name: readMeName, sha256: createHash("sha256").update(text).digest("hex") }];
  const zip = new ZipFile();
  zip.addBuffer(text, `${folder}/${readMeName}`, { mtime: at });
  zip.addBuffer(Buffer.from(sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(""), "utf8"), `${folder}/SHA256SUMS`, {
    mtime: at,
  });
  for (const { name, path } of files) zip.addFile(path, `${folder}/${name}`, { mtime: at, compress: !IS_PACKED.test(name) });
  const out = new PassThrough();
  zip.once("error", (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  zip.end();
  let written = 0;
  async function* counted() {
    for await (const piece of zip.outputStream) {
      const chunk = Buffer.from(piece);
      written += chunk.length;
      await progress(0.3 + 0.7 * Math.min(1, written / Math.max(1, total)));
      yield chunk;
    }
  }
  const [{ key, size }] = await Promise.all([core.storage.put(out), pipeline(counted, out)]);
  return { key, size, made: { fileName: `${folder}.zip`, points: content.points, files: named, part: content.partHash } };
}
