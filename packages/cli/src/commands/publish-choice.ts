import type { Upload, UploadDocument } from "@archipel/contracts/uploads.ts";
import { UsageError } from "../usage-error.ts";

/** What was typed; undefined where nothing was: then all is meant. */
interface Choice {
  /** Lists with commas. */
  layers: readonly string[] | undefined;
  /** Names as they are. */
  layer: readonly string[] | undefined;
  /** Lists with commas; empty for none. */
  documents: readonly string[] | undefined;
}

/**
 * What of an upload is published. A raster is chosen by name as a layer is, and handed over by its path, among the documents.
 *
 * @param documents those of the delivery; asked only where some are chosen
 * @throws UsageError for a name that the upload does not have
 */
export function chosenParts(upload: Upload, { layers, layer, documents: wanted }: Choice, documents: readonly UploadDocument[]) {
  const known = [...upload.layers, ...upload.rasters].map(({ name }) => name);
  const names = layers || layer ? new Set([...(layer ?? []), ...(layers ?? []).flatMap((list) => cut(list, known))]) : null;
  const stranger = [...(names ?? [])].find((name) => !known.includes(name));
  if (stranger !== undefined) throw new UsageError("no-layer", { of: upload.fileName, layer: stranger, known });
  const chosen = upload.layers.filter(({ name, geometryType }) => (names ? names.has(name) : geometryType !== "None"));
  const rasters = upload.rasters.filter(({ name }) => !names || names.has(name));
  if (chosen.length + rasters.length === 0) throw new UsageError("nothing-to-publish", { file: upload.fileName });
  return {
    layers: chosen.map(({ id, name }) => ({ uploadLayerId: id, title: name.slice(0, 120) })),
    documents: keptDocuments(),
  };

  function keptDocuments(): "all" | string[] {
    const isWhole = rasters.length === upload.rasters.length;
    if (!wanted && isWhole) return "all";
    const paths = documents.map(({ path }) => path);
    const kept = wanted ? wanted.flatMap((list) => cut(list, paths)) : paths;
    const unknown = kept.find((path) => !paths.includes(path));
    if (unknown !== undefined) throw new UsageError("no-document", { of: upload.fileName, document: unknown });
    return [...rasters.map(({ path }) => path), ...kept];
  }
}

/** A list with commas; a name that has commas itself is taken whole. */
function cut(list: string, known: readonly string[]): string[] {
  if (known.includes(list)) return [list];
  return list
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}
