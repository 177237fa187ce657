import type { Delivery } from "../delivery/delivery.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { MatchedFile } from "../rules/files.ts";
import { parseMetadata } from "./parse.ts";
import type { MetadataRecord } from "./record.ts";
import { MAX_XML_BYTES, XmlError } from "./xml.ts";

/** A record of a delivery, and the file that holds it. */
export interface FoundRecord {
  file: string;
  fileModel: string;
  record: MetadataRecord;
  /** As it was written: what repairs are tried on. */
  bytes: Uint8Array;
}

/**
 * Reads the metadata records among matched files. XML that is no record is set aside (and matched to nothing), as the national validator
 * does: a delivery has one record.
 */
export async function findRecords(
  delivery: Delivery,
  matched: readonly MatchedFile[],
  collector: FindingCollector,
): Promise<{ records: FoundRecord[]; matched: MatchedFile[] }> {
  const records: FoundRecord[] = [];
  const ignored = new Set<MatchedFile>();
  for (const found of matched) {
    if (found.model.kind !== "metadata") continue;
    const { path } = found.file;
    const place = { fileModel: found.model.name, file: path };
    try {
      const bytes = await delivery.read(path, MAX_XML_BYTES);
      const record = bytes ? parseMetadata(bytes) : null;
      if (bytes && record) records.push({ file: path, fileModel: found.model.name, record, bytes });
      else {
        ignored.add(found);
        collector.add("METADATA_IGNORED_FILE", place, { params: { file: path } });
      }
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      collector.add("METADATA_INVALID_FILE", place, { params: { file: path, detail: error.message } });
    }
  }
  if (records.length > 1)
    collector.add(
      "METADATA_MULTIPLE_FILES",
      { fileModel: records[0]?.fileModel ?? null },
      { params: { files: records.map(({ file }) => file).join(", ") } },
    );
  return { records, matched: matched.filter((found) => !ignored.has(found)) };
}

const CHARSETS: Readonly<Record<string, string>> = { utf8: "UTF-8", "8859part1": "CP1252", "8859part15": "ISO-8859-15" };

/** The text encoding that a record declares, by our names; null when it declares none that we know. */
export function declaredEncoding(records: readonly FoundRecord[]): string | null {
  return CHARSETS[records[0]?.record.characterSet ?? ""] ?? null;
}
