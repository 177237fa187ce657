import { createHash } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { StoredObject } from "@archipel/storage/object-store.ts";
import { ZipFile } from "yazl";
import type { Core } from "../../../../kernel/core.ts";
import { BAGIT, bagInfo, type Digest, manifestText } from "../../bag/bagit.ts";
import type { BagManifest } from "../../bag/manifest.ts";
import type { BagPart } from "./parts.ts";

/** Texts shrink to a tenth; pictures, archives and point clouds do not. */
const SHRINKS = /\.(?:ndjson|geojson|json|md)$/;

/**
 * Writes the bag as a ZIP into the storage, from files that are there. One file is open at a time, whatever their number.
 *
 * @param progress called with the bytes of the payload that were read
 */
export async function writeBag(
  core: Pick<Core, "storage">,
  { parts, manifest, folder }: { parts: readonly BagPart[]; manifest: BagManifest; folder: string },
  progress: (bytes: number) => Promise<void>,
): Promise<StoredObject> {
  const zip = new ZipFile();
  const mtime = new Date(manifest.writtenAt);
  const files: Digest[] = parts.map(({ path, key }) => ({ sha256: key.slice("sha256/".length), path }));
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  const tags: [string, string][] = [
    ["bagit.txt", BAGIT],
    [
      "bag-info.txt",
      bagInfo({
        "Source-Organization": manifest.community.name,
        "External-Identifier": manifest.community.id,
        "Internal-Sender-Description": `Archipel community ${manifest.community.slug} of ${manifest.platform}`,
        "Bagging-Date": manifest.writtenAt.slice(0, 10),
        "Bag-Software-Agent": `Archipel, format ${manifest.format}/${manifest.version}`,
        "Payload-Oxum": `${bytes}.${parts.length}`,
      }),
    ],
    ["manifest-sha256.txt", manifestText(files)],
  ];
  const tagManifest = manifestText(tags.map(([path, text]) => ({ path, sha256: createHash("sha256").update(text).digest("hex") })));
  for (const [name, text] of [...tags, ["tagmanifest-sha256.txt", tagManifest] as const]) {
    zip.addBuffer(Buffer.from(text, "utf8"), `${folder}/${name}`, { mtime });
  }
  let read = 0;
  for (const { path, key } of parts) {
    zip.addReadStreamLazy(`${folder}/${path}`, { mtime, compress: SHRINKS.test(path) }, (opened) => {
      progress(read)
        .then(() => core.storage.get(key))
        .then((content) => {
          content.on("data", (chunk: Buffer) => (read += chunk.length));
          opened(null, content);
        })
        // The type of yazl wants a stream beside the error.
        .catch((error: unknown) => opened(error, Readable.from([])));
    });
  }
  const out = new PassThrough();
  const failed = new Promise<never>((_resolve, reject) => zip.once("error", (error: unknown) => reject(error)));
  failed.catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  zip.end();
  const [stored] = await Promise.all([core.storage.put(out), pipeline(zip.outputStream, out)]);
  return stored;
}
