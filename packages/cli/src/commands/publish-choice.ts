import type { Upload, UploadDocument } from "@archipel/contracts/uploads.ts";
import { UsageError } from "../usage-error.ts";

/** The options as typed; undefined where an option was not given, which selects everything. */
interface Choice {
  /** Comma-separated lists. */
  layers: readonly string[] | undefined;
  /** Names taken literally, commas included. */
  layer: readonly string[] | undefined;
  /** Comma-separated lists; an empty array selects no document. */
  documents: readonly string[] | undefined;
}

/**
 * The parts of an upload to publish. The command line names a raster or a point cloud like a layer; the server expects its path, among the documents.
 *
 * @param documents the documents of the delivery; read only when the command line selects parts
 * @throws UsageError for a name that the upload does not have
 */
export function chosenParts(upload: Upload, { layers, layer, documents: wanted }: Choice, documents: readonly UploadDocument[]) {
  const known = [...upload.layers, ...upload.rasters, ...upload.clouds].map(({ name }) => name);
  const names = layers || layer ? new Set([...(layer ?? []), ...(layers ?? []).flatMap((list) => splitList(list, known))]) : null;
  const unknownName = [...(names ?? [])].find((name) => !known.includes(name));
  if (unknownName !== undefined) throw new UsageError("no-layer", { of: upload.fileName, layer: unknownName, known });
  const chosen = upload.layers.filter(({ name, geometryType }) => (names ? names.has(name) : geometryType !== "None"));
  const files = [...upload.rasters, ...upload.clouds];
  const kept = files.filter(({ name }) => !names || names.has(name));
  if (chosen.length + kept.length === 0) throw new UsageError("nothing-to-publish", { file: upload.fileName });
  return {
    layers: chosen.map(({ id, name }) => ({ uploadLayerId: id, title: name.slice(0, 120) })),
    documents: keptDocuments(),
  };

  function keptDocuments(): "all" | string[] {
    const isWhole = kept.length === files.length;
    if (!wanted && isWhole) return "all";
    const paths = documents.map(({ path }) => path);
    const attached = wanted ? wanted.flatMap((list) => splitList(list, paths)) : paths;
    const unknown = attached.find((path) => !paths.includes(path));
    if (unknown !== undefined) throw new UsageError("no-document", { of: upload.fileName, document: unknown });
    return [...kept.map(({ path }) => path), ...attached];
  }
}

/** Splits a comma-separated list. A list that equals a known name is that name, so names may contain commas. */
function splitList(list: string, known: readonly string[]): string[] {
  if (known.includes(list)) return [list];
  return list
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}
