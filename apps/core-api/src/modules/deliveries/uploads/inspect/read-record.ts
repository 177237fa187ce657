import type { UploadRecord } from "@archipel/contracts/uploads.ts";
import { readEntry } from "@archipel/gdal/formats/archive.ts";
import type { Inspection } from "@archipel/gdal/model.ts";
import { parseMetadata } from "@archipel/validation/metadata/parse.ts";
import { MAX_XML_BYTES, XmlError } from "@archipel/validation/metadata/xml.ts";
import { datasetRecordOf } from "./record-of.ts";

/** XML files that are read in search of a record: a delivery has one record, or a few. */
const LOOKED_AT = 20;

/**
 * The first readable metadata record among the documents of a delivery, those nearest to the root first; null when there is no readable
 * record.
 */
export async function readRecord(path: string, documents: Inspection["documents"]): Promise<UploadRecord | null> {
  const depth = (name: string) => name.split("/").length;
  const written = documents
    .filter(({ path: name, size }) => /\.xml$/i.test(name) && size <= MAX_XML_BYTES)
    .sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
  for (const { path: file } of written.slice(0, LOOKED_AT)) {
    const bytes = await readEntry(path, file, MAX_XML_BYTES);
    const found = bytes && recordIn(bytes);
    if (found) return { file, ...datasetRecordOf(found) };
  }
  return null;
}

/** A file that is not a record, or is broken, is only a document: checking it against a standard says why. */
function recordIn(bytes: Uint8Array) {
  try {
    return parseMetadata(bytes);
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}
