import { gzipSync } from "node:zlib";
import type { HostileFile } from "./hostile-file.ts";

/** A value of Thrift's compact protocol: a struct is a list of fields in the order of their numbers. */
type Thrift = { i32: number } | { i64: number } | { text: string } | { list: Thrift[] } | { struct: Record<number, Thrift> };

const CODES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;
const codeOf = (value: Thrift) => CODES[Object.keys(value)[0] as keyof typeof CODES];

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128);
  return Buffer.from([...bytes, Number(value)]);
}

function thrift(value: Thrift): Buffer {
  if ("i32" in value || "i64" in value) {
    const number = BigInt("i32" in value ? value.i32 : value.i64);
    return varint(number < 0n ? -number * 2n - 1n : number * 2n);
  }
  if ("text" in value) return Buffer.concat([varint(BigInt(Buffer.byteLength(value.text))), Buffer.from(value.text)]);
  if ("list" in value) {
    const first = value.list[0];
    const head = Buffer.concat([Buffer.from([0xf0 | (first ? codeOf(first) : 5)]), varint(BigInt(value.list.length))]);
    return Buffer.concat([head, ...value.list.map(thrift)]);
  }
  let last = 0;
  const fields = Object.entries(value.struct).map(([id, field]) => {
    const head = Buffer.from([((Number(id) - last) << 4) | codeOf(field)]);
    last = Number(id);
    return Buffer.concat([head, thrift(field)]);
  });
  return Buffer.concat([...fields, Buffer.from([0])]);
}

const i32 = (value: number): Thrift => ({ i32: value });
const i64 = (value: number): Thrift => ({ i64: value });
const text = (value: string): Thrift => ({ text: value });
const list = (...values: Thrift[]): Thrift => ({ list: values });
const struct = (fields: Record<number, Thrift>): Thrift => ({ struct: fields });

const INT32 = 1;
const BYTES = 6;
const [REQUIRED, OPTIONAL, REPEATED] = [0, 1, 2];
const [PLAIN, RLE, RLE_DICTIONARY] = [0, 3, 8];
const [NO_CODEC, GZIP] = [0, 2];

interface Page {
  values: number;
  encoding?: number;
  body: Buffer;
  isDictionary?: boolean;
  /** The length that the page says to have unpacked. */
  size?: number;
}

interface Column {
  name: string;
  repetition?: number;
  type?: number;
  codec?: number;
  pages: Page[];
  /** What the description says, other than the pages. */
  values?: number;
  statistics?: Record<number, Thrift>;
}

interface Described {
  columns: Column[];
  rows: number;
  groups?: number;
  groupRows?: number;
  keyValues?: [string, string][];
}

function pageBytes({ values, encoding = PLAIN, body, isDictionary = false, size = body.length }: Page): Buffer {
  const header = isDictionary
    ? { 7: struct({ 1: i32(values), 2: i32(PLAIN) }) }
    : { 5: struct({ 1: i32(values), 2: i32(encoding), 3: i32(RLE), 4: i32(RLE) }) };
  return Buffer.concat([thrift(struct({ 1: i32(isDictionary ? 2 : 0), 2: i32(size), 3: i32(body.length), ...header })), body]);
}

/** A Parquet file with these pages, which says of itself what it is given. */
export function parquet({ columns, rows, groups = 1, groupRows = rows, keyValues = [] }: Described): Buffer {
  const parts = [Buffer.from("PAR1")];
  let at = 4;
  const chunks = columns.map(({ name, pages, type = INT32, codec = NO_CODEC, values = groupRows, statistics }) => {
    const bytes = Buffer.concat(pages.map(pageBytes));
    const start = at;
    parts.push(bytes);
    at += bytes.length;
    const dictionary = pages[0]?.isDictionary ? pageBytes(pages[0]).length : 0;
    const described = struct({
      ...{
        1: i32(type),
        2: list(i32(PLAIN)),
        3: list(text(name)),
        4: i32(codec),
        5: i64(values),
        6: i64(bytes.length),
        7: i64(bytes.length),
      },
      9: i64(start + dictionary),
      ...(dictionary > 0 ? { 11: i64(start) } : {}),
      ...(statistics ? { 12: struct(statistics) } : {}),
    });
    return struct({ 2: i64(start), 3: described });
  });
  const elements = columns.map(({ name, repetition = REQUIRED, type = INT32 }) =>
    struct({ 1: i32(type), 3: i32(repetition), 4: text(name) }),
  );
  const group = thrift(struct({ 1: list(...chunks), 2: i64(at), 3: i64(groupRows) }));
  const pairs = keyValues.map(([key, value]) => struct({ 1: text(key), 2: text(value) }));
  const before = thrift(
    struct({ 1: i32(1), 2: list(struct({ 4: text("root"), 5: i32(columns.length) }), ...elements), 3: i64(rows) }),
  ).subarray(0, -1);
  // The groups are all alike, so that a million of them is written at once.
  const many = Buffer.concat([Buffer.from([0x19, 0xfc]), varint(BigInt(groups)), Buffer.alloc(group.length * groups, group)]);
  const after = Buffer.concat([...(pairs.length > 0 ? [Buffer.from([0x19]), thrift(list(...pairs))] : []), Buffer.from([0])]);
  return closed(Buffer.concat(parts), Buffer.concat([before, many, after]));
}

function closed(body: Buffer, metadata: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(metadata.length);
  return Buffer.concat([body, metadata, length, Buffer.from("PAR1")]);
}

/** A run of RLE: so many times one value of one byte. */
const run = (count: number, value: number) => Buffer.concat([varint(BigInt(count) * 2n), Buffer.from([value])]);

/** Values by one run of indexes into a dictionary of one value. */
const fromDictionary = (values: number): Page => ({
  values,
  encoding: RLE_DICTIONARY,
  body: Buffer.concat([Buffer.from([1]), run(values, 0)]),
});
const dictionary: Page = { values: 1, body: Buffer.alloc(4), isDictionary: true };

/** Levels before the values of a page: their length, and one run. */
function levels(values: number, level: number): Buffer {
  const runs = run(values, level);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(runs.length);
  return Buffer.concat([length, runs]);
}
/** Nothing but nulls, by one run of definition levels. */
const nulls = (values: number): Page => ({ values, body: levels(values, 0) });

const MOST_OF_A_PAGE = 10_000_000;
const LARGEST = 2 ** 31 - 1;

/** Small Parquet files that say to hold very much, or something else than they hold. */
export function parquetFiles(): HostileFile[] {
  const oneColumn = (column: Partial<Column> & { pages: Page[] }, rows: number) => parquet({ columns: [{ name: "n", ...column }], rows });
  const zeros = gzipSync(Buffer.alloc(100_000_000), { level: 9 });
  const files: Record<string, () => Uint8Array> = {
    "a run of a dictionary as long as numbers go": () => oneColumn({ pages: [dictionary, fromDictionary(LARGEST)] }, LARGEST),
    "a hundred pages of long runs of a dictionary": () =>
      oneColumn({ pages: [dictionary, ...Array.from({ length: 100 }, () => fromDictionary(MOST_OF_A_PAGE))] }, 100 * MOST_OF_A_PAGE),
    "a hundred pages of nulls": () =>
      oneColumn({ repetition: OPTIONAL, pages: Array.from({ length: 100 }, () => nulls(MOST_OF_A_PAGE)) }, 100 * MOST_OF_A_PAGE),
    "two hundred columns of a long run each": () =>
      parquet({
        columns: Array.from({ length: 200 }, (_, at) => ({ name: `n${at}`, pages: [dictionary, fromDictionary(MOST_OF_A_PAGE)] })),
        rows: MOST_OF_A_PAGE,
      }),
    "a list of a long run whose description is short": () =>
      oneColumn(
        {
          repetition: REPEATED,
          values: 1,
          pages: [
            dictionary,
            {
              ...fromDictionary(MOST_OF_A_PAGE),
              body: Buffer.concat([levels(MOST_OF_A_PAGE, 1), levels(MOST_OF_A_PAGE, 1), Buffer.from([1]), run(MOST_OF_A_PAGE, 0)]),
            },
          ],
        },
        1,
      ),
    "rows without columns": () => parquet({ columns: [], rows: 2 ** 50 }),
    "rows of columns that are left out": () => oneColumn({ type: BYTES, pages: [] }, 2 ** 50),
    "rows without columns that the groups do not have": () => parquet({ columns: [], rows: 1, groupRows: 2 ** 50 }),
    "fewer rows than none": () => oneColumn({ pages: [fromDictionary(1)] }, -5),
    "a page of gzip that says to be large": () =>
      oneColumn({ codec: GZIP, pages: [{ values: 25_000_000, body: zeros, size: 100_000_000 }] }, 19_000_000),
    "a page of gzip that says to be small": () => oneColumn({ codec: GZIP, pages: [{ values: 4, body: zeros, size: 16 }] }, 4),
    "a million row groups": () => parquet({ columns: [], rows: 1_000_000, groups: 1_000_000, groupRows: 1 }),
    "as many empty row groups as the metadata may hold": () => parquet({ columns: [], rows: 0, groups: 1_800_000, groupRows: 0 }),
    "more metadata than a file may have": () => parquet({ columns: [], rows: 0, groups: 4_000_000, groupRows: 0 }),
    "metadata of brackets": () =>
      parquet({ columns: [], rows: 0, keyValues: [["geo", `${"[".repeat(8_000_000)}${"]".repeat(8_000_000)}`]] }),
    "structs that hold one another": () => closed(Buffer.from("PAR1"), Buffer.alloc(8_000_000, 0x1c)),
    "lists that hold one another": () => closed(Buffer.from("PAR1"), Buffer.alloc(8_000_000, 0x19)),
    "a list as long as numbers go": () => closed(Buffer.from("PAR1"), Buffer.concat([Buffer.from([0x29, 0xf5]), varint(BigInt(LARGEST))])),
    "statistics that lie": () =>
      oneColumn(
        {
          pages: [{ values: 2, body: Buffer.from([255, 255, 255, 255, 0, 0, 0, 128]) }],
          statistics: { 5: text("\x09\0\0\0"), 6: text("\x01\0\0\0") },
        },
        2,
      ),
  };
  return Object.entries(files).map(([name, content]) => ({ name: `Parquet: ${name}`, fileName: "a.parquet", content }));
}
