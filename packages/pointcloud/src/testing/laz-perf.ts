import { createLazPerf } from "laz-perf";

/** One instance for all tests: each adds listeners to the process. */
let instance: ReturnType<typeof createLazPerf> | undefined;

/** The records of a LAZ file as laz-perf decodes them: an implementation that is not ours. */
export async function decodeByLazPerf(file: Uint8Array, recordLength: number): Promise<Uint8Array> {
  instance ??= createLazPerf();
  const lazPerf = await instance;
  const input = lazPerf._malloc(file.length);
  lazPerf.HEAPU8.set(file, input);
  const reader = new lazPerf.LASZip();
  reader.open(input, file.length);
  const count = reader.getCount();
  const record = lazPerf._malloc(recordLength);
  const records = new Uint8Array(count * recordLength);
  for (let i = 0; i < count; i++) {
    reader.getPoint(record);
    records.set(lazPerf.HEAPU8.subarray(record, record + recordLength), i * recordLength);
  }
  lazPerf._free(record);
  reader.delete();
  lazPerf._free(input);
  return records;
}
