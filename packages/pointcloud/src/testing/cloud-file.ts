import type { PointColumns } from "../las/columns.ts";
import { wktRecord } from "../las/crs.ts";
import { type NewExtraField, writeExtraFields } from "../las/extra-bytes.ts";
import { type LasHeader, newHeader } from "../las/header.ts";
import { CloudWriter, type Compression } from "../write-cloud.ts";
import { MemorySink } from "./memory-sink.ts";
import { SYNTHETIC } from "./synthetic-cloud.ts";

/** Lambert-93 as WKT 1. */
export const LAMBERT_93 =
  'PROJCS["RGF93 v1 / Lambert-93",GEOGCS["RGF93 v1",DATUM["Reseau_Geodesique_Francais_1993_v1",SPHEROID["GRS 1980",6378137,298.257222101,' +
  'AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6171"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,' +
  'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4171"]],PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["latitude_of_origin",46.5],' +
  'PARAMETER["central_meridian",3],PARAMETER["standard_parallel_1",49],PARAMETER["standard_parallel_2",44],PARAMETER["false_easting",700000],' +
  'PARAMETER["false_northing",6600000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],' +
  'AUTHORITY["EPSG","2154"]]';

export interface CloudFile {
  format: number;
  extraBytes: number;
  compression: Compression;
  chunkPoints?: number;
  header?: Partial<LasHeader>;
  fields?: NewExtraField[];
}

/** A whole file in memory, one chunk a batch. */
export async function cloudFile(file: CloudFile, batches: Iterable<PointColumns>): Promise<Uint8Array> {
  const sink = new MemorySink();
  const fields = file.fields ?? Array.from({ length: file.extraBytes }, (_, j) => ({ name: `byte ${j}`, type: "u8" as const, size: 1 }));
  const records = [wktRecord(LAMBERT_93), ...(fields.length > 0 ? [writeExtraFields(fields)] : [])];
  const header = newHeader({ pointFormat: file.format, scale: [...SYNTHETIC.scale], offset: [...SYNTHETIC.offset], ...file.header });
  const writer = new CloudWriter(sink, { header, records, extraBytes: file.extraBytes, compression: file.compression }, file.chunkPoints);
  for (const batch of batches) await writer.add(batch);
  await writer.finish();
  return sink.bytes();
}
