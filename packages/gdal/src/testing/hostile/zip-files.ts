import { deflateRawSync } from "node:zlib";
import { shapefile } from "../lay-files.ts";
import { buildZip, type ZippedFile } from "../zip-builder.ts";
import type { HostileFile } from "./hostile-file.ts";

const point = Buffer.from('{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}');
const one = (changes: Partial<ZippedFile>) => buildZip([{ name: "a.geojson", content: point, ...changes }]);

/** Archives that escape their folder, expand, misstate their contents, or hold other archives. */
export function zipFiles(): HostileFile[] {
  const whole = () => buildZip(shapefile());
  const files: Record<string, () => Uint8Array> = {
    "a path upwards": () => one({ name: "../../etc/cron.d/a.geojson" }),
    "a path upwards in the middle": () => one({ name: "a/../../../b.geojson" }),
    "a path upwards with the other bar": () => one({ name: "..\\..\\windows\\a.geojson" }),
    "an absolute path": () => one({ name: "/etc/a.geojson" }),
    "a drive": () => one({ name: "C:\\a.geojson" }),
    "a share": () => one({ name: "\\\\server\\a.geojson" }),
    "a name with a zero": () => one({ name: "a.geojson\0.pdf" }),
    "a name of 60,000 letters": () => one({ name: `${"a".repeat(60_000)}.geojson` }),
    "a name of spaces": () => one({ name: "   .geojson" }),
    "names that a system reserves": () =>
      buildZip(["CON.geojson", "NUL.geojson", "aux/a.geojson"].map((name) => ({ name, content: point }))),
    "the same name a hundred times": () => buildZip(Array.from({ length: 100 }, () => ({ name: "a.geojson", content: point }))),
    "names that differ by case alone": () => buildZip(["a.geojson", "A.GEOJSON", "A.geojson"].map((name) => ({ name, content: point }))),
    "a folder named as a file": () =>
      buildZip([
        { name: "a.geojson/", content: Buffer.alloc(0) },
        { name: "a.geojson/b.geojson", content: point },
      ]),
    "folders in one another, 5,000 deep": () => one({ name: `${"a/".repeat(5_000)}b.geojson` }),
    "a symbolic link": () => one({ mode: 0o120777, content: Buffer.from("/etc/passwd") }),
    "a device": () => one({ mode: 0o060666 }),
    "a pipe": () => one({ mode: 0o010666 }),
    "an encrypted entry": () => one({ isEncrypted: true }),
    "a bomb that says so": () => one({ claimedSize: 1_000_000_000 }),
    "a bomb that lies": () => lyingBomb(300),
    "a shapefile that is a bomb": () => bomb("zones.shp", 200),
    "a table that is a bomb": () => bomb("zones.dbf", 200),
    "a text that is a bomb": () => bomb("zones.csv", 200),
    "twenty thousand entries": () => buildZip(Array.from({ length: 20_000 }, (_, n) => ({ name: `${n}.pdf`, content: Buffer.alloc(0) }))),
    "five hundred layers": () => buildZip(Array.from({ length: 500 }, (_, n) => ({ name: `${n}.geojson`, content: point }))),
    "an archive in an archive": () => one({ name: "a.zip", content: one({}) }),
    "archives in one another, ten deep": () =>
      Array.from({ length: 10 }).reduce<Buffer>((inner) => one({ name: "a.zip", content: inner }), one({})),
    nothing: () => buildZip([]),
    "only folders": () => buildZip([{ name: "a/", content: Buffer.alloc(0) }]),
    "an entry that is not the content promised": () => corrupted(one({}), 14, 0xff),
    "an entry that starts beyond the end": () => changedEnd(one({}), 16, 0x7fffffff),
    "a directory that is larger than the file": () => changedEnd(one({}), 12, 0x7fffffff),
    "more entries than there are": () => changedEnd(one({}), 10, 0xffff),
    "an unknown way of compression": () => corrupted(one({}), 8, 99),
    "a program before the archive": () => Buffer.concat([Buffer.from("MZ"), Buffer.alloc(10_000), one({})]),
    "a comment behind it that looks like an end": () => Buffer.concat([one({}), Buffer.from("PK\x05\x06"), Buffer.alloc(18)]),
    "an end and nothing before": () => Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]),
    "a start and nothing behind": () => Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(2_000, 0xff)]),
  };
  for (const share of [0.2, 0.5, 0.8, 0.95])
    files[`cut at ${share * 100} %`] = () => whole().subarray(0, Math.floor(whole().length * share));
  return Object.entries(files).map(([name, content]) => ({ name: `zip: ${name}`, fileName: "data.zip", content }));
}

/** Zeros that compress a thousand times. @param megabytes of the unpacked entry */
function bomb(name: string, megabytes: number): Buffer {
  const size = megabytes * 1024 * 1024;
  return withDeflated(name, deflateRawSync(Buffer.alloc(size)), size);
}

/** Declares a hundred bytes, and unpacks to many more. */
function lyingBomb(megabytes: number): Buffer {
  return withDeflated("a.geojson", deflateRawSync(Buffer.alloc(megabytes * 1024 * 1024, " ")), 100);
}

function withDeflated(name: string, packed: Buffer, claimedSize: number): Buffer {
  return buildZip([{ name, content: packed, claimedSize }]);
}

/** Changes a byte of the first local header and the same one of the directory. */
function corrupted(zip: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(zip);
  changed[at] = value;
  const directory = changed.indexOf("PK\x01\x02", 0, "latin1");
  if (directory >= 0) changed[directory + at + 2] = value;
  return changed;
}

function changedEnd(zip: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(zip);
  const end = changed.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (at === 10) changed.writeUInt16LE(value, end + at);
  else changed.writeUInt32LE(value, end + at);
  return changed;
}
