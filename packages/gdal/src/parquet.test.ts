import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWkb } from "@archipel/geo/wkb.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { valueReader } from "./parquet/values.ts";
import { parquet } from "./testing/hostile/parquet-files.ts";
import { rules, testFiles } from "./testing/lay-files.ts";
import { readFixture } from "./testing/read-fixture.ts";
import { firstPosition, layerNamed, namedRows } from "./testing/rows-of.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

/** Replaces a text of a file by one of the same length. */
async function patched(name: string, from: string, to: string): Promise<Buffer> {
  const bytes = await readFixture(name);
  const at = bytes.indexOf(from);
  expect([at >= 0, from.length]).toEqual([true, to.length]);
  bytes.write(to, at, "latin1");
  return bytes;
}

describe("GeoParquet of another program", () => {
  test.each(["snappy", "zstd", "gzip", "v2"])("every type is read value for value: %s", async (kind) => {
    const { path, inspection } = await inspect(await readFixture(`types.${kind}.parquet`), "types.parquet");
    expect(inspection.driver).toBe("geoparquet");
    expect(inspection.findings.map(({ rule, field, params }) => [rule, field, params.why])).toEqual([
      ["field-as-text", "u64", "unsigned"],
      ["field-as-text", "decl", "decimal"],
      ["field-as-text", "liste", "nested"],
      ["field-as-text", "struct", "nested"],
    ]);
    const layer = layerNamed(inspection, "types");
    expect(layer).toMatchObject({ geometryType: "Point", featureCount: 3, crs: { srid: 2154, how: "declared" } });
    expect(layer.fields.map(({ name, type }) => `${name} ${type}`).join(", ")).toBe(
      "nom text, code text, gros integer, n integer, u64 text, u16 integer, d double, f double, dec double, decl text, jour date, vu localdatetime, vuz datetime, heure text, ok boolean, liste text, struct text, js text, uid text",
    );
    const [first, second, third] = await namedRows(path, layer);
    expect(first?.named).toEqual({
      nom: "Forêt",
      code: "01004",
      gros: "9223372036854775807",
      n: 42,
      u64: "18446744073709551615",
      u16: 7,
      d: 1.5,
      f: Math.fround(0.1),
      dec: 12345.67,
      decl: "12345678901234567890.123456789",
      jour: "2024-02-29",
      vu: "2024-02-29T23:59:59.123456",
      vuz: "2023-12-31T22:00:00Z",
      heure: "08:05:00.5",
      ok: true,
      liste: "[1,2,null]",
      struct: '{"a":1,"b":"x"}',
      js: '{"k":[1]}',
      uid: "12345678-1234-1234-1234-123456789abc",
    });
    expect(second?.named).toMatchObject({
      nom: "tab\tline\n back\\slash",
      gros: "-9223372036854775807",
      u64: "0",
      u16: 65535,
      d: null,
      dec: -0.05,
      decl: "-1.000000000",
      jour: "0001-01-01",
      vu: "1969-12-31T23:59:59.5",
      vuz: "1600-01-01T00:00:00Z",
      ok: false,
      liste: "[]",
      struct: null,
    });
    expect(Object.values(third?.named ?? {}).every((value) => value === null)).toBe(true);
    expect([first, second].map((row) => firstPosition(row?.ewkb ?? null))).toEqual([
      [700_000.25, 6_600_000.5],
      [700_001, 6_600_001],
    ]);
    expect(third?.ewkb).toBeNull();
  });

  test("native encodings, heights, and columns with coordinates make geometries", async () => {
    const native = await inspect(await readFixture("native.parquet"), "a.parquet");
    expect(native.inspection.layers).toMatchObject([{ geometryType: "Polygon", crs: { srid: 4326 }, extent: [2, 48, 3, 49] }]);
    const [polygon, none] = await namedRows(native.path, layerNamed(native.inspection, "a"));
    expect([readWkb(polygon?.ewkb ?? new Uint8Array()).geometry, none?.ewkb]).toEqual([
      {
        type: "Polygon",
        coordinates: [
          [
            [2, 48],
            [3, 48],
            [3, 49],
            [2, 48],
          ],
        ],
      },
      null,
    ]);
    const high = await inspect(await readFixture("heights.parquet"), "h.parquet");
    expect(firstPosition((await namedRows(high.path, layerNamed(high.inspection, "h")))[0]?.ewkb ?? null)).toEqual([2.5, 48.5, 12.5]);
    const plain = await inspect(await readFixture("plain.parquet"), "p.parquet");
    expect(plain.inspection).toMatchObject({ findings: [], layers: [{ geometryType: "Point", crs: { srid: 4326, how: "by-name" } }] });
    expect(firstPosition((await namedRows(plain.path, layerNamed(plain.inspection, "p")))[0]?.ewkb ?? null)).toEqual([2.35, 48.85]);
  });

  test("a CRS without a code is found by its name", async () => {
    const { inspection } = await inspect(await patched("types.snappy.parquet", '"id":{', '"ix":{'), "a.parquet");
    expect(inspection.layers).toMatchObject([{ crs: { srid: 2154, how: "by-name" } }]);
  });
});

describe("broken Parquet", () => {
  test.each([
    ["cut off", async () => (await readFixture("types.snappy.parquet")).subarray(0, 2_000), /end of the Parquet file is missing/],
    ["metadata longer than the file", async () => withTail(await readFixture("types.snappy.parquet"), 0x7fffffff), /bytes of metadata/],
    ["metadata that begin too late", async () => withTail(await readFixture("types.snappy.parquet"), 3), /./],
    [
      "an encoding that nobody knows",
      () => patched("types.snappy.parquet", '"encoding":"WKB"', '"encoding":"XYZ"'),
      /geometry encoding XYZ/,
    ],
    [
      "metadata that are no JSON",
      () => patched("types.snappy.parquet", '{"version":"1.1.0"', '{"version":"1.1.0!'),
      /metadata geo is no JSON/,
    ],
    ["rows without columns", () => parquet({ columns: [], rows: 2 ** 50 }), /rows, and no column that can be read/],
    ["more rows than its groups have", () => parquet({ columns: [], rows: 7, groupRows: 5 }), /7 rows, but its row groups have 5/],
    [
      "a CRS longer than any is",
      () => parquet({ columns: [], rows: 0, keyValues: [["geo", "[".repeat(2_000_000)]] }),
      /2000000 characters of metadata geo/,
    ],
    ["fewer rows than none", () => parquet({ columns: [], rows: -5 }), /-5 rows/],
  ])("%s is said in words", async (_, content, detail) => {
    const { inspection } = await inspect(await content(), "a.parquet");
    expect(inspection.layers).toEqual([]);
    expect(inspection.findings).toMatchObject([{ rule: "unreadable", params: { detail: expect.stringMatching(detail) } }]);
  });

  test("pages of rubbish are a failure of the rows, not of the reader", async () => {
    const bytes = await readFixture("types.snappy.parquet");
    bytes.fill(0xff, 4, 200);
    const { path, inspection } = await inspect(bytes, "a.parquet");
    expect(rules(inspection)).toContain("field-as-text");
    await expect(namedRows(path, layerNamed(inspection, "a"))).rejects.toMatchObject({ name: "UnreadableError" });
  });
});

describe("values of Parquet", () => {
  const decimal = (precision: number, scale: number) => ({
    name: "d",
    type: "INT64" as const,
    converted_type: "DECIMAL" as const,
    precision,
    scale,
  });
  test.each([
    [decimal(18, 2), null, 12345n, "text", "123.45"],
    [decimal(18, 2), { least: -1, greatest: 123.45 }, 12345n, "double", 123.45],
    [decimal(18, 0), null, 999_999_999_999_999_999n, "integer", "999999999999999999"],
    [decimal(9, 3), null, -5n, "double", -0.005],
    [{ name: "u", type: "INT64" as const, converted_type: "UINT_64" as const }, { least: 0, greatest: 12 }, 12n, "integer", 12],
    [
      { name: "u", type: "INT64" as const, converted_type: "UINT_64" as const },
      { least: 0, greatest: -1 },
      -1n,
      "text",
      "18446744073709551615",
    ],
    [
      { name: "t", type: "INT64" as const, logical_type: { type: "TIMESTAMP" as const, isAdjustedToUTC: false, unit: "NANOS" as const } },
      null,
      -1n,
      "localdatetime",
      "1969-12-31T23:59:59.999999999",
    ],
  ])("%j within %j reads %s as %s %s", (element, range, raw, type, value) => {
    const reader = valueReader(element, range);
    expect([reader?.type, reader?.read(raw)]).toEqual([type, value]);
  });
});

function withTail(bytes: Buffer, length: number): Buffer {
  bytes.writeUInt32LE(length, bytes.length - 8);
  return bytes;
}
