import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom, viewOf } from "../byte-io.ts";
import { checkCloud } from "../checks/check-cloud.ts";
import type { CloudFault } from "../cloud-error.ts";
import { openCloud } from "../open-cloud.ts";
import { pointBatches } from "../point-batches.ts";
import { cloudFile, LAMBERT_93 } from "../testing/cloud-file.ts";
import { syntheticPoints } from "../testing/synthetic-cloud.ts";
import { emptyColumns } from "./columns.ts";
import { statedCrs, wktRecord } from "./crs.ts";
import { type ExtraField, extraValues, readExtraFields, writeExtraFields } from "./extra-bytes.ts";
import { newHeader, readHeader, writeHeader } from "./header.ts";
import { pointFormat } from "./point-format.ts";
import { writeRecords } from "./records.ts";
import { writeEvlrs, writeVlrs } from "./vlr.ts";

const POINTS = syntheticPoints({ format: 6, extraBytes: 2, total: 100, seed: 1 }, 0, 100);
const FILE = await cloudFile({ format: 6, extraBytes: 2, compression: "none" }, [POINTS]);

/** The file with some bytes changed. */
function changed(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = FILE.slice();
  change(viewOf(bytes), bytes);
  return bytes;
}

async function readAll(file: Uint8Array): Promise<number> {
  let count = 0;
  for await (const batch of pointBatches(await openCloud(readFrom(file)))) count += batch.count;
  return count;
}

describe("a header", () => {
  it.each([0, 1, 2, 3, 4])("of LAS 1.%i comes back as it was written", (versionMinor) => {
    const pointFormat = [1, 1, 3, 5, 10][versionMinor] as number;
    const header = newHeader({
      versionMinor,
      pointFormat,
      scale: [0.01, 0.001, 1e-7],
      offset: [1, -2, 3.5],
      fileSourceId: 9,
      projectId: Uint8Array.from({ length: 16 }, (_, i) => i),
      systemId: "scanner",
      pointCount: 12,
      pointsByReturn: [5, 4, 3, 0, 0],
      min: [-1, -2, -3],
      max: [1, 2, 3],
    });
    const read = readHeader(writeHeader(header));
    expect(read).toEqual({ ...header, pointsByReturn: versionMinor === 4 ? [5, 4, 3, ...Array(12).fill(0)] : [5, 4, 3, 0, 0] });
  });

  it("that no version allows is not written", () => {
    const facts = { scale: [1, 1, 1], offset: [0, 0, 0] } as const;
    const header = (pointFormat: number, versionMinor: number, pointCount = 0) =>
      newHeader({ pointFormat, versionMinor, pointCount, scale: [...facts.scale], offset: [...facts.offset] });
    expect(() => writeHeader(header(6, 3))).toThrow("point format 6 does not exist in LAS 1.3");
    expect(() => writeHeader(header(1, 2, 2 ** 33))).toThrow("cannot count");
  });
});

describe("a broken file", () => {
  const cases: [string, Uint8Array, CloudFault, string][] = [
    ["is not LAS", Uint8Array.from([1, 2, 3, 4]), "not-las", "LASF"],
    ["is cut in its header", FILE.slice(0, 200), "truncated", "227"],
    ["is cut in a longer header", FILE.slice(0, 300), "truncated", "375"],
    ["has a version of the future", changed((view) => view.setUint8(25, 5)), "version-unknown", "1.5"],
    ["has a header that is too short", changed((view) => view.setUint16(94, 227, true)), "header-broken", "(at byte 94)"],
    ["has an unknown format", changed((view) => view.setUint8(104, 11)), "format-unknown", "11"],
    ["has records that are too short", changed((view) => view.setUint16(105, 29, true)), "header-broken", "29 bytes"],
    ["has points in its header", changed((view) => view.setUint32(96, 100, true)), "header-broken", "inside the header"],
    ["has a scale of zero", changed((view) => view.setFloat64(139, 0, true)), "header-broken", "axis 1"],
    ["has an offset that is no number", changed((view) => view.setFloat64(155, Number.NaN, true)), "header-broken", "NaN"],
    ["has a huge count", changed((view) => view.setUint32(251, 0xffffffff, true)), "header-broken", "2^53"],
    ["has more points than bytes", changed((view) => view.setUint32(247, 1e9, true)), "truncated", "last point"],
    ["has a thousand million records", changed((view) => view.setUint32(100, 1e9, true)), "too-large", "1000000000"],
    ["has a record that reaches into the points", changed((view) => view.setUint16(395, 60000, true)), "record-broken", "reaches into"],
    ["has more records than there is room", changed((view) => view.setUint32(100, 9, true)), "record-broken", "3 of 9"],
    ["has extended records in its header", changed((view) => view.setUint32(243, 1, true)), "record-broken", "before the points"],
    [
      "has extended records after its end",
      changed((view) => {
        view.setUint32(235, 1e9, true);
        view.setUint32(243, 1, true);
      }),
      "truncated",
      "",
    ],
    ["says that it is compressed", changed((view) => view.setUint8(104, 0x86)), "laszip-broken", "missing"],
  ];

  it.each(cases)("that %s gets an error that says so", async (_, file, code, words) => {
    const error = await readAll(file).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).toHaveProperty("code", code);
    expect(error.message).toContain(words);
  });

  it("gives points or an error for any bytes that change in it", async () => {
    const change = fc.record({ at: fc.nat(FILE.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(FILE.length), async (changes, kept) => {
        const broken = FILE.slice(0, kept);
        for (const { at, value } of changes) if (at < kept) broken[at] = value;
        await readAll(broken).catch((error) => expect(error).toHaveProperty("name", "CloudError"));
      }),
      { numRuns: 300 },
    );
  });
});

describe("records", () => {
  it("after the points are found, and say the CRS and the extra bytes", async () => {
    const header = newHeader({ pointFormat: 6, scale: [1, 1, 1], offset: [0, 0, 0], recordLength: 32, evlrCount: 2, pointCount: 1 });
    const fields = writeExtraFields([{ name: "height", type: "u16", size: 2 }]);
    header.evlrOffset = header.pointOffset + 32;
    const file = Buffer.concat([writeHeader(header), new Uint8Array(32), writeEvlrs([wktRecord(LAMBERT_93), fields])]);
    const cloud = await openCloud(readFrom(file));
    expect(cloud.crs).toEqual({ wkt: LAMBERT_93, horizontalEpsg: 2154, verticalEpsg: undefined });
    expect(cloud.extraFields).toMatchObject([{ name: "height", type: "u16", start: 0 }]);
  });

  it("that are too long are not written", () => {
    expect(() => writeVlrs([{ userId: "a", recordId: 1, description: "", data: new Uint8Array(65536) }])).toThrow("too long");
  });
});

describe("the CRS", () => {
  const geoKeys = (...keys: number[][]) => {
    const data = new Uint8Array(8 + 8 * keys.length);
    new Uint16Array(data.buffer).set([1, 1, 0, keys.length, ...keys.flat()]);
    return { userId: "LASF_Projection", recordId: 34735, description: "", data };
  };

  it("is read from GeoTIFF keys", () => {
    expect(statedCrs([geoKeys([1024, 0, 1, 1], [3072, 0, 1, 2154], [4096, 0, 1, 5720])])).toEqual({
      wkt: undefined,
      horizontalEpsg: 2154,
      verticalEpsg: 5720,
    });
    expect(statedCrs([geoKeys([3072, 0, 1, 32767], [2048, 0, 1, 4171])]).horizontalEpsg).toBe(4171);
  });

  it("is not stated by empty or broken records", () => {
    const unknown = { wkt: undefined, horizontalEpsg: undefined, verticalEpsg: undefined };
    expect(statedCrs([])).toEqual(unknown);
    expect(statedCrs([geoKeys(), { ...geoKeys(), data: new Uint8Array(3) }, wktRecord("")])).toEqual(unknown);
  });

  it("of a compound WKT has two codes, of the systems and not of their parts", () => {
    const vertical = 'VERT_CS["NGF-IGN69 height",VERT_DATUM["NGF",2005,AUTHORITY["EPSG","5119"]],UNIT["metre",1],AUTHORITY["EPSG","5720"]]';
    const crs = statedCrs([wktRecord(`COMPD_CS["a, ] b",${LAMBERT_93},${vertical},AUTHORITY["EPSG","5698"]]`)]);
    expect(crs).toMatchObject({ horizontalEpsg: 2154, verticalEpsg: 5720 });
    const second = statedCrs([wktRecord('PROJCRS["x",BASEGEOGCRS["y",ID["EPSG",4171]],ID["EPSG",9794]]')]);
    expect(second.horizontalEpsg).toBe(9794);
  });
});

describe("extra bytes", () => {
  it("of each type have values, scaled as their description says", () => {
    const types = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64"] as const;
    const sizes = [1, 1, 2, 2, 4, 4, 8, 8, 4, 8];
    const described = types.map((type, i) => ({
      name: type,
      type,
      size: sizes[i] as number,
      scale: i < 8 ? 0.5 : 1,
      offset: i < 8 ? 10 : 0,
      noData: 1,
    }));
    const length = sizes.reduce((sum, size) => sum + size, 0);
    const { fields } = readExtraFields([writeExtraFields(described)], length);
    expect(fields).toMatchObject(described);
    const columns = emptyColumns(2, pointFormat(6), length);
    const view = new DataView(new ArrayBuffer(8));
    const set: Record<(typeof types)[number], (value: number) => void> = {
      u8: (value) => view.setUint8(0, value),
      i8: (value) => view.setInt8(0, value),
      u16: (value) => view.setUint16(0, value, true),
      i16: (value) => view.setInt16(0, value, true),
      u32: (value) => view.setUint32(0, value, true),
      i32: (value) => view.setInt32(0, value, true),
      u64: (value) => view.setBigUint64(0, BigInt(value), true),
      i64: (value) => view.setBigInt64(0, BigInt(value), true),
      f32: (value) => view.setFloat32(0, value, true),
      f64: (value) => view.setFloat64(0, value, true),
    };
    for (const field of fields) {
      set[field.type as (typeof types)[number]](field.type.startsWith("u") ? 200 : -100);
      for (let j = 0; j < field.size; j++) columns.extra?.set([view.getUint8(j)], (field.start + j) * 2 + 1);
      const expected = (field.type.startsWith("u") ? 200 : -100) * field.scale + field.offset;
      expect([...extraValues(columns, field)]).toEqual([field.offset, expected]);
    }
  });

  it("that are described and not there are left out, with those behind them", async () => {
    const declared = [
      { name: "a", type: "u16", size: 2 },
      { name: "b", type: "f64", size: 8 },
      { name: "c", type: "u8", size: 1 },
    ] as const;
    const [record, other] = [writeExtraFields(declared), wktRecord("PROJCS[]")];
    const { fields, beyond, records } = readExtraFields([record, other], 9);
    expect(fields.map(({ name }) => name)).toEqual(["a"]);
    expect(beyond).toEqual(["b", "c"]);
    expect(records).toEqual([{ ...record, data: record.data.subarray(0, 192) }, other]);
    expect(readExtraFields([writeExtraFields(declared.slice(1, 2)), other], 7).records).toEqual([other]);

    const file = await cloudFile({ format: 6, extraBytes: 2, compression: "fixed", fields: [{ name: "wide", type: "u32", size: 4 }] }, [
      POINTS,
    ]);
    const cloud = await openCloud(readFrom(file));
    expect([cloud.extraFields, cloud.extraBeyond, cloud.extraBytes]).toEqual([[], ["wide"], 2]);
    expect(cloud.records.filter(({ userId }) => userId === "LASF_Spec")).toEqual([]);
    const { summary, findings } = await checkCloud(cloud);
    expect(summary.statistics.count).toBe(100);
    expect(findings).toContainEqual({ code: "extra-beyond", severity: "warning", points: 0, params: { fields: "wide", bytes: 2 } });
  });

  it("whose description is cut off are an error", () => {
    const record = writeExtraFields([{ name: "a", type: "f64", size: 8 }]);
    expect(() => readExtraFields([{ ...record, data: record.data.subarray(1) }], 8)).toThrow("not a multiple of 192");
    const twice = { name: "a", type: "u8", size: 1 } as const;
    expect(() => writeExtraFields([twice, twice])).toThrow("one name");
    const [unknown] = readExtraFields([writeExtraFields([{ name: "raw", type: "undocumented", size: 5 }])], 5).fields;
    expect(unknown?.size).toBe(5);
    expect(() => extraValues(POINTS, unknown as ExtraField)).toThrow("not documented");
  });
});

describe("records of points", () => {
  it("are not squeezed into older formats that cannot hold them", () => {
    const columns = emptyColumns(1, pointFormat(0), 0);
    for (const [name, value] of [
      ["classification", 32],
      ["returns", 8],
      ["returns", 0x80],
      ["flags", 0x08],
      ["flags", 0x10],
    ] as const) {
      columns[name]?.fill(value);
      expect(() => writeRecords(columns, pointFormat(0), 0)).toThrow("cannot hold");
      columns[name]?.fill(0);
    }
  });
});
