import { createHash } from "node:crypto";
import { BAGIT, readManifest } from "../../bag/bagit.ts";
import { type BagManifest, bagManifest, FORMAT, FORMAT_VERSION, PATHS } from "../../bag/manifest.ts";
import { bagError, keyOfPath, type OpenBag } from "./open-bag.ts";

const TAG_BYTES = 1024 ** 2;
/** A line of 100 bytes for each of a million files. */
const MANIFEST_BYTES = 256 * 1024 ** 2;

/**
 * Checks the bag as RFC 8493 says: each file of the payload is in the manifest and the other way round, and has the digest that it says.
 *
 * @param progress called with the bytes that were read
 */
export async function verifyBag(bag: OpenBag, progress: (bytes: number, total: number) => Promise<void>): Promise<BagManifest> {
  if ((await bag.text("bagit.txt", TAG_BYTES)).trim() !== BAGIT.trim()) throw bagError("bag-not-a-bag");
  const total = [...bag.sizes.values()].reduce((sum, size) => sum + size, 0);
  let read = 0;
  const assertDigest = async (path: string, wanted: string) => {
    const hash = createHash("sha256");
    const before = read;
    try {
      for await (const chunk of await bag.open(path)) {
        hash.update(chunk);
        read += chunk.length;
        await progress(read, total);
      }
    } catch (error) {
      // The ZIP itself has a check of each file.
      if (error instanceof Error && error.name === "DomainError") throw error;
      throw bagError("bag-checksum", { file: path });
    }
    if (hash.digest("hex") !== wanted || read - before !== bag.sizes.get(path)) throw bagError("bag-checksum", { file: path });
  };

  const tags = readManifest(await bag.text("tagmanifest-sha256.txt", TAG_BYTES));
  if (!tags || !["bagit.txt", "bag-info.txt", "manifest-sha256.txt"].every((name) => tags.some(({ path }) => path === name))) {
    throw bagError("bag-manifest-invalid", { file: "tagmanifest-sha256.txt" });
  }
  for (const { path, sha256 } of tags) await assertDigest(path, sha256);

  const files = readManifest(await bag.text("manifest-sha256.txt", MANIFEST_BYTES));
  if (!files) throw bagError("bag-manifest-invalid", { file: "manifest-sha256.txt" });
  const listed = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  if (listed.size !== files.length) throw bagError("bag-manifest-invalid", { file: "manifest-sha256.txt" });
  for (const path of bag.sizes.keys())
    if (path.startsWith("data/") && !listed.has(path)) throw bagError("bag-file-unlisted", { file: path });
  for (const [path, sha256] of listed) {
    if (!path.startsWith("data/")) throw bagError("bag-manifest-invalid", { file: "manifest-sha256.txt" });
    if (path.startsWith(PATHS.objects) && keyOfPath(path) !== `sha256/${sha256}`) throw bagError("bag-checksum", { file: path });
    await assertDigest(path, sha256);
  }
  return readBagManifest(bag);
}

async function readBagManifest(bag: OpenBag): Promise<BagManifest> {
  let json: unknown;
  try {
    json = JSON.parse(await bag.text(PATHS.manifest, MANIFEST_BYTES));
  } catch (error) {
    if (error instanceof Error && error.name === "DomainError") throw error;
    throw bagError("bag-line-invalid", { file: PATHS.manifest, line: 1 });
  }
  const { format, version } = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  if (format === FORMAT && typeof version === "number" && version !== FORMAT_VERSION) {
    throw bagError("bag-version", { version, known: FORMAT_VERSION });
  }
  const parsed = bagManifest.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw bagError("bag-manifest-wrong", { file: PATHS.manifest, where: where.slice(0, 100) });
  }
  const { tables, layers } = parsed.data;
  if (new Set(tables.map(({ name }) => name)).size < tables.length || new Set(layers.map(({ id }) => id)).size < layers.length) {
    throw bagError("bag-manifest-wrong", { file: PATHS.manifest, where: "tables" });
  }
  return parsed.data;
}
