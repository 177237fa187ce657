import { join } from "node:path";
import { type SandboxLimits, UnreadableError } from "../model.ts";
import { listArchive, unpack } from "./archive.ts";
import { extensionOf } from "./sniff.ts";

/**
 * Unpacks the KML documents of a KMZ, the main one (nearest to the root, doc.kml) first. Its images stay in the archive.
 *
 * @returns their paths in `directory`
 * @throws UnreadableError archive, as `listArchive`; broken — when it holds no KML
 */
export async function unpackKmz(source: string, directory: string, limits: SandboxLimits): Promise<string[]> {
  const entries = (await listArchive(source, limits)).filter(({ path, size }) => extensionOf(path) === "kml" && size > 0);
  if (entries.length === 0) throw new UnreadableError("broken", "no KML in the KMZ");
  const rank = (path: string) => path.split("/").length * 2 - (/(^|\/)doc\.kml$/i.test(path) ? 1 : 0);
  const paths = entries.map(({ path }) => path).sort((a, b) => rank(a) - rank(b));
  const names = new Map(paths.map((path, index) => [path, `document-${index}.kml`]));
  await unpack(source, directory, names);
  return [...names.values()].map((name) => join(directory, name));
}
