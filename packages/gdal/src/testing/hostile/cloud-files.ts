import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { emptyColumns } from "@archipel/pointcloud/las/columns.ts";
import { pointFormat } from "@archipel/pointcloud/las/point-format.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { type CloudFile, cloudFile, LAMBERT_93 } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { buildZip } from "../zip-builder.ts";
import type { HostileFile } from "./hostile-file.ts";

const POINTS = 3000;
/** Places of the header of LAS 1.4. */
const AT = {
  globalEncoding: 6,
  minor: 25,
  headerSize: 94,
  pointOffset: 96,
  vlrCount: 100,
  format: 104,
  recordLength: 105,
  legacyCount: 107,
  scale: 131,
  offset: 155,
  bounds: 179,
  evlrOffset: 235,
  evlrCount: 243,
  count: 247,
  firstVlr: 375,
} as const;
/** Of COPC: where the content of the info record begins. */
const INFO = AT.firstVlr + 54;

type Change = (view: DataView, bytes: Buffer) => void;

const points = (format = 6) => syntheticPoints({ format, extraBytes: 0, total: POINTS, seed: 9 }, 0, POINTS);

async function honest(facts: Partial<CloudFile> = {}): Promise<Buffer> {
  const format = facts.format ?? 6;
  const file = { format, extraBytes: 0, compression: "variable" as const, ...facts };
  return Buffer.from(await cloudFile(file, [points(format), points(format)]));
}

async function honestCopc(): Promise<Buffer> {
  const sink = new MemorySink();
  await writeCopc(await openCloud(readFrom(await honest())), sink, memoryStorage(), inThisThread());
  return Buffer.from(sink.bytes());
}

type Source = () => Promise<Buffer>;
const las: Source = () => honest({ compression: "none" });

function made(name: string, source: Source, change: Change, fileName = "dalle.laz"): HostileFile {
  const content = async () => {
    const bytes = Buffer.from(await source());
    change(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes);
    return bytes;
  };
  return { name: `cloud: ${name}`, fileName, content };
}

const u64 = (view: DataView, at: number, value: bigint) => view.setBigUint64(at, value, true);
const BEYOND = 2n ** 40n;

/** Headers and counts that lie. */
function headers(): HostileFile[] {
  const both = (name: string, change: Change) => [made(`${name} (LAZ)`, honest, change), made(`${name} (LAS)`, las, change, "dalle.las")];
  return [
    ...both("the header announces 2^53 points", (view) => u64(view, AT.count, 2n ** 53n - 1n)),
    ...both("the header announces 2^64 − 1 points", (view) => u64(view, AT.count, 2n ** 64n - 1n)),
    ...both("the header announces a thousand times as many points", (view) => u64(view, AT.count, BigInt(2000 * POINTS))),
    ...both("the header announces four billion records", (view) => view.setUint32(AT.vlrCount, 0xffffffff, true)),
    ...both("points begin beyond the file", (view) => view.setUint32(AT.pointOffset, 0xfffffff0, true)),
    ...both("points begin inside the header", (view) => view.setUint32(AT.pointOffset, 10, true)),
    ...both("a record has 65,535 bytes", (view) => view.setUint16(AT.recordLength, 0xffff, true)),
    ...both("a record has no bytes", (view) => view.setUint16(AT.recordLength, 0, true)),
    ...both("a header of 65,535 bytes", (view) => view.setUint16(AT.headerSize, 0xffff, true)),
    ...both("the scale is NaN", (view) => view.setFloat64(AT.scale, Number.NaN, true)),
    ...both("the scale is 0", (view) => view.setFloat64(AT.scale + 8, 0, true)),
    ...both("the scale is negative", (view) => view.setFloat64(AT.scale, -0.01, true)),
    ...both("the scale is the smallest number", (view) => view.setFloat64(AT.scale, 5e-324, true)),
    ...both("the scale is 10^300", (view) => view.setFloat64(AT.scale, 1e300, true)),
    ...both("the offset is infinite", (view) => view.setFloat64(AT.offset, Number.POSITIVE_INFINITY, true)),
    ...both("the bounds are NaN", (view) => {
      for (let i = 0; i < 6; i++) view.setFloat64(AT.bounds + 8 * i, Number.NaN, true);
    }),
    ...both("the bounds are the whole world of doubles", (view) => {
      for (let i = 0; i < 6; i++) view.setFloat64(AT.bounds + 8 * i, i % 2 === 0 ? 1e308 : -1e308, true);
    }),
    ...both("extended records far behind the file", (view) => {
      u64(view, AT.evlrOffset, BEYOND);
      view.setUint32(AT.evlrCount, 1, true);
    }),
    ...both("four billion extended records", (view) => {
      u64(view, AT.evlrOffset, BigInt(view.byteLength - 60));
      view.setUint32(AT.evlrCount, 0xffffffff, true);
    }),
    made("point format 63", honest, (view) => view.setUint8(AT.format, 0xbf)),
    made("points of another format than its records", honest, (view) => view.setUint8(AT.format, 0x88)),
    made("version 1.9", honest, (view) => view.setUint8(AT.minor, 9)),
    made("the magic word alone", honest, (_view, bytes) => void bytes.fill(0, 4)),
  ];
}

/** Records, texts and extra fields that lie. */
function records(): HostileFile[] {
  const withFields = () =>
    honest({ extraBytes: 2, compression: "none", fields: [{ name: "height", type: "u16" as const, size: 2 }] }).then((bytes) => bytes);
  const wkt = (text: string) => (_view: DataView, bytes: Buffer) => {
    // The CRS is the first record; its text is overwritten in its own length.
    const length = bytes.readUInt16LE(AT.firstVlr + 20);
    bytes.fill(0x20, AT.firstVlr + 54, AT.firstVlr + 54 + length);
    bytes.write(text.slice(0, length - 1), AT.firstVlr + 54, "latin1");
  };
  return [
    made("a record reaches into the points", honest, (view) => view.setUint16(AT.firstVlr + 20, 0xffff, true)),
    made(
      "the record of the compression is missing",
      honest,
      (_view, bytes) => void bytes.write("nobody knows it", bytes.indexOf("laszip encoded"), "latin1"),
    ),
    made("the compression has 65,535 items", honest, (view, bytes) =>
      view.setUint16(bytes.indexOf("laszip encoded") - 2 + 54 + 32, 0xffff, true),
    ),
    made("chunks of four billion points", honest, (view, bytes) =>
      view.setUint32(bytes.indexOf("laszip encoded") - 2 + 54 + 12, 0xfffffffe, true),
    ),
    made("a compressor that nobody knows", honest, (view, bytes) => view.setUint16(bytes.indexOf("laszip encoded") - 2 + 54, 9, true)),
    made(
      "an extra field of another type than its bytes",
      withFields,
      (view, bytes) => view.setUint8(bytes.indexOf("height") - 4 + 2, 10),
      "dalle.las",
    ),
    made(
      "an extra field with a name of noise",
      withFields,
      (_view, bytes) => void bytes.fill(0xff, bytes.indexOf("height"), bytes.indexOf("height") + 32),
      "dalle.las",
    ),
    made("a CRS of opening brackets", honest, wkt("PROJCS[".repeat(200))),
    made("a CRS of quotes", honest, wkt('PROJCS["'.repeat(200))),
    made("a CRS that says EPSG many times", honest, wkt('PROJCS["x",AUTHORITY["EPSG","999999999"],'.repeat(100))),
    made("a CRS that runs over itself", honest, wkt(`${LAMBERT_93.slice(0, 300)}${"]".repeat(300)}`)),
    {
      name: "cloud: a CRS of a hundred megabytes after the points",
      fileName: "dalle.las",
      content: async () => {
        const bytes = await las();
        const evlr = Buffer.alloc(60);
        evlr.write("LASF_Projection", 2, "latin1");
        evlr.writeUInt16LE(2112, 18);
        const text = Buffer.alloc(100 * 2 ** 20, "COMPD_CS[");
        evlr.writeBigUInt64LE(BigInt(text.length), 20);
        bytes.writeBigUInt64LE(BigInt(bytes.length), AT.evlrOffset);
        bytes.writeUInt32LE(1, AT.evlrCount);
        return Buffer.concat([bytes, evlr, text]);
      },
    },
    {
      name: "cloud: a CRS of ten megabytes of brackets after the points",
      fileName: "dalle.las",
      content: async () => {
        const bytes = await las();
        const evlr = Buffer.alloc(60);
        evlr.write("LASF_Projection", 2, "latin1");
        evlr.writeUInt16LE(2112, 18);
        const text = Buffer.alloc(10 * 2 ** 20, "PROJCS[");
        evlr.writeBigUInt64LE(BigInt(text.length), 20);
        // The record of the header that says the CRS gets another name, so that this one is read.
        bytes.write("Somebody\0\0\0\0\0\0\0\0", AT.firstVlr + 2, "latin1");
        bytes.writeBigUInt64LE(BigInt(bytes.length), AT.evlrOffset);
        bytes.writeUInt32LE(1, AT.evlrCount);
        return Buffer.concat([bytes, evlr, text]);
      },
    },
  ];
}

/** Where the points of a compressed file begin: the place of the chunk table. */
const tableAt = (bytes: Buffer) => Number(bytes.readBigUInt64LE(bytes.readUInt32LE(AT.pointOffset)));

/** Tables of chunks, and chunks that unpack to more than they are. */
function chunks(): HostileFile[] {
  return [
    made("the chunk table is behind the file", honest, (view, bytes) => u64(view, bytes.readUInt32LE(AT.pointOffset), BEYOND)),
    made("the chunk table is the points", honest, (view, bytes) =>
      u64(view, bytes.readUInt32LE(AT.pointOffset), BigInt(bytes.readUInt32LE(AT.pointOffset) + 8)),
    ),
    made("the file was not finished", honest, (view, bytes) => u64(view, bytes.readUInt32LE(AT.pointOffset), 0n)),
    made("four billion chunks", honest, (view, bytes) => view.setUint32(tableAt(bytes) + 4, 0xffffffff, true)),
    made("two million chunks", honest, (view, bytes) => view.setUint32(tableAt(bytes) + 4, 2_000_000, true)),
    made("a chunk table of noise", honest, (_view, bytes) => void bytes.fill(0xa7, tableAt(bytes) + 8)),
    made("a chunk table of zeros", honest, (_view, bytes) => void bytes.fill(0, tableAt(bytes) + 8)),
    made("layers that are longer than the file", honest, (_view, bytes) => {
      const first = bytes.readUInt32LE(AT.pointOffset) + 8;
      bytes.fill(0xff, first + 30, first + 30 + 40);
    }),
    made("layers without a byte", honest, (_view, bytes) => {
      const first = bytes.readUInt32LE(AT.pointOffset) + 8;
      bytes.fill(0, first + 30, first + 30 + 40);
    }),
    made("points of noise", honest, (_view, bytes) => {
      const first = bytes.readUInt32LE(AT.pointOffset) + 8;
      const random = seededRandom(11);
      for (let at = first + 200; at < tableAt(bytes); at++) bytes[at] = Math.floor(random() * 256);
    }),
    {
      // Equal points take a hundredth of a bit each, so a small file unpacks to many.
      name: "cloud: a chunk of six million equal points",
      fileName: "bombe.laz",
      content: async () => {
        // Columns are zeros from the beginning: all points are the same.
        const columns = emptyColumns(6_000_000, pointFormat(6), 0);
        columns.returns?.fill(0x11);
        return cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [columns]);
      },
    },
  ];
}

/** Octrees whose pages, nodes and cubes lie. */
function octrees(): HostileFile[] {
  const copc = (name: string, change: Change) => made(`COPC: ${name}`, honestCopc, change, "dalle.copc.laz");
  const rootOf = (bytes: Buffer) => Number(bytes.readBigUInt64LE(INFO + 40));
  return [
    copc("the root page is behind the file", (view) => u64(view, INFO + 40, BEYOND)),
    copc("the root page has 2^60 bytes", (view) => u64(view, INFO + 48, 2n ** 60n)),
    copc("the root page is half an entry", (view) => u64(view, INFO + 48, 16n)),
    copc("the root page is empty", (view) => u64(view, INFO + 48, 0n)),
    copc("a page that holds itself", (view, bytes) => {
      const root = rootOf(bytes);
      u64(view, root + 16, BigInt(root));
      view.setInt32(root + 24, 32, true);
      view.setInt32(root + 28, -1, true);
      u64(view, INFO + 48, 32n);
    }),
    copc("a node at level 31 of nowhere", (view, bytes) => {
      view.setInt32(rootOf(bytes), 31, true);
      view.setInt32(rootOf(bytes) + 4, -5, true);
    }),
    copc("a node behind the file", (view, bytes) => u64(view, rootOf(bytes) + 16, BEYOND)),
    copc("a node of two billion points", (view, bytes) => view.setInt32(rootOf(bytes) + 28, 0x7fffffff, true)),
    copc("a node of minus two billion points", (view, bytes) => view.setInt32(rootOf(bytes) + 28, -0x7fffffff, true)),
    copc("a cube without a size", (view) => view.setFloat64(INFO + 24, 0, true)),
    copc("a cube of NaN", (view) => {
      for (let i = 0; i < 5; i++) view.setFloat64(INFO + 8 * i, Number.NaN, true);
    }),
    copc("times of NaN", (view) => {
      view.setFloat64(INFO + 56, Number.NaN, true);
      view.setFloat64(INFO + 64, Number.NEGATIVE_INFINITY, true);
    }),
    copc("the info record is of another size", (view) => view.setUint16(AT.firstVlr + 20, 8, true)),
  ];
}

/** Points whose values are no values. */
function values(): HostileFile[] {
  const odd = (
    name: string,
    change: (columns: ReturnType<typeof points>) => void,
    fileName = "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz",
  ): HostileFile => ({
    name: `cloud: ${name}`,
    fileName,
    content: () => {
      const columns = points();
      change(columns);
      return cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [columns]);
    },
  });
  return [
    odd("all times are NaN", (columns) => void columns.gpsTime?.fill(Number.NaN)),
    odd("times are infinite", (columns) => void columns.gpsTime?.fill(Number.POSITIVE_INFINITY)),
    odd("times of the end of days", (columns) => void columns.gpsTime?.fill(1e300)),
    odd("all points at one place", (columns) => {
      for (const axis of ["x", "y", "z"] as const) columns[axis].fill(7);
    }),
    odd("coordinates at the ends of their range", (columns) => {
      for (const axis of ["x", "y", "z"] as const) columns[axis].set(columns[axis].map((_, i) => (i % 2 === 0 ? 2 ** 31 - 1 : -(2 ** 31))));
    }),
    odd("no return of no pulse", (columns) => void columns.returns?.fill(0)),
    odd("all 256 classes", (columns) => columns.classification?.set(columns.classification.map((_, i) => i & 255))),
  ];
}

/** Files that end too early, at every kind of place. */
function cuts(): HostileFile[] {
  const lengths = [5, 100, 227, 374, 376, 430, 700, 0.3, 0.6, 0.9, 0.999];
  const cut = (kind: string, source: Source, fileName: string) =>
    lengths.map(
      (length): HostileFile => ({
        name: `cloud: ${kind} cut at ${length}`,
        fileName,
        content: async () => {
          const bytes = await source();
          return bytes.subarray(0, length < 1 ? Math.floor(length * bytes.length) : length);
        },
      }),
    );
  return [...cut("LAS", las, "coupe.las"), ...cut("LAZ", honest, "coupe.laz"), ...cut("COPC", honestCopc, "coupe.copc.laz")];
}

/** Archives of tiles with names and sizes that do harm. */
function archives(): HostileFile[] {
  const zip = (name: string, entries: () => Promise<Parameters<typeof buildZip>[0]>): HostileFile => ({
    name: `cloud: ${name}`,
    fileName: "dalles.zip",
    content: async () => buildZip(await entries()),
  });
  const evil = [
    "../../etc/cron.d/dalle.laz",
    "/tmp/dalle.laz",
    "a\\..\\..\\dalle.laz",
    "dalle\u0000.laz",
    `${"x".repeat(4000)}.laz`,
    "‮zal.ellad.laz",
    "a\n<script>.laz",
  ];
  return [
    ...evil.map((name, index) => zip(`a zip with an evil name ${index + 1}`, async () => [{ name, content: await honest() }])),
    zip("a zip of a tile and its symbolic link", async () => [
      { name: "a.laz", content: await honest() },
      { name: "b.laz", content: Buffer.from("/etc/passwd"), mode: 0o120777 },
    ]),
    zip("a zip whose tile claims four gigabytes", async () => [{ name: "a.laz", content: await honest(), claimedSize: 0xfffffff0 }]),
    zip("a zip of the same tile two hundred times", async () => {
      const content = await honest();
      return Array.from({ length: 200 }, (_, i) => ({ name: `t/${i}.laz`, content }));
    }),
    zip("a zip of one good tile and fifty broken ones", async () => {
      const content = await honest();
      const broken = Array.from({ length: 50 }, (_, i) => ({ name: `t/${i}.laz`, content: content.subarray(0, 300 + 100 * i) }));
      return [{ name: "good.laz", content }, ...broken];
    }),
  ];
}

/** Point clouds, each made to harm their reader. */
export function cloudFiles(): HostileFile[] {
  return [...headers(), ...records(), ...chunks(), ...octrees(), ...values(), ...cuts(), ...archives()];
}
