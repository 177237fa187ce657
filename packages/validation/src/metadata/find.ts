import type { Delivery } from "../delivery/delivery.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { MatchedFile } from "../rules/files.ts";
import { parseMetadata } from "./parse.ts";
import type { MetadataRecord } from "./record.ts";
import { MAX_XML_BYTES, XmlError } from "./xml.ts";

/** A metadata record of a delivery, and its file. */
export interface FoundRecord {
  file: string;
  fileModel: string;
  record: MetadataRecord;
  /** The file's content, which repairs work on. */
  bytes: Uint8Array;
}

/**
 * Reads the metadata records among the matched files. XML that is not a record is reported as ignored and removed from the matched files, as in
 * the national validator. More than one record is an error.
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

/** The text encoding that the record declares; null when it declares none or an unknown one. */
export function declaredEncoding(records: readonly FoundRecord[]): string | null {
  return CHARSETS[records[0]?.record.characterSet ?? ""] ?? null;
}
