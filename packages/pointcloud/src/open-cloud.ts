import type { ReadRange } from "./byte-io.ts";
import { type StatedCrs, statedCrs } from "./las/crs.ts";
import { type ExtraField, readExtraFields } from "./las/extra-bytes.ts";
import { type LasHeader, LONGEST_HEADER, readHeader } from "./las/header.ts";
import { type PointFormat, pointFormat } from "./las/point-format.ts";
import {
  type ExtendedRecordPlace,
  listExtendedRecords,
  readExtendedRecord,
  readRecordsAfterHeader,
  type VariableRecord,
} from "./las/vlr.ts";
import { type LaszipRecord, readLaszipRecord } from "./laz/laszip-record.ts";

/** A LAS, LAZ or COPC file whose header and records are read; its points are read by `pointBatches`. */
export interface Cloud {
  read: ReadRange;
  header: LasHeader;
  format: PointFormat;
  /** Bytes of a record after those of the format. */
  extraBytes: number;
  records: VariableRecord[];
  extendedRecords: ExtendedRecordPlace[];
  extraFields: ExtraField[];
  /** Names of extra fields that the file describes and its points do not have. */
  extraBeyond: string[];
  crs: StatedCrs;
  /** Undefined when the points are not compressed. */
  laszip: LaszipRecord | undefined;
}

/** Records after the points that say what the ones before the points can say too: CRS and extra bytes. */
const DESCRIBES_CLOUD = new Set(["LASF_Projection", "LASF_Spec"]);

/**
 * Opens a point cloud: LAS 1.0 to 1.4, LAZ or COPC.
 *
 * @param read reads ranges of the file
 * @throws CloudError when the file is broken or of a kind that is not known; the message says what and where
 */
export async function openCloud(read: ReadRange): Promise<Cloud> {
  const header = readHeader(await read(0, LONGEST_HEADER));
  const format = pointFormat(header.pointFormat);
  const extraBytes = header.recordLength - format.size;
  const records = await readRecordsAfterHeader(read, header);
  const extendedRecords = await listExtendedRecords(read, header);
  const later: VariableRecord[] = [];
  for (const place of extendedRecords) if (DESCRIBES_CLOUD.has(place.userId)) later.push(await readExtendedRecord(read, place));
  const extra = readExtraFields([...records, ...later], extraBytes);
  const all = extra.records;
  return {
    read,
    header,
    format,
    extraBytes,
    records: all,
    extendedRecords,
    extraFields: extra.fields,
    extraBeyond: extra.beyond,
    crs: statedCrs(all),
    laszip: header.isCompressed ? readLaszipRecord(all, header.recordLength) : undefined,
  };
}
