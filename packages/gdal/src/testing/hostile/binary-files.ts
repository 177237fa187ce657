import { latin1, shapefile } from "../lay-files.ts";
import { buildShapefile } from "../shapefile-builder.ts";
import { buildZip, type ZippedFile } from "../zip-builder.ts";
import type { Bait, HostileFile } from "./hostile-file.ts";

/** A change of one part of a shapefile, by its extension: in place or as a replacement. */
type Change = [extension: "shp" | "shx" | "dbf" | "prj" | "cpg", change: (bytes: Buffer) => Buffer];

/** Shapefiles and headers of other binary formats that misstate what follows. */
export function binaryFiles({ url, secretPath }: Bait): HostileFile[] {
  return [...shapefiles(url, secretPath), ...headers()];
}

const int32 =
  (at: number, value: number, order: "LE" | "BE" = "LE") =>
  (bytes: Buffer) => {
    if (order === "LE") bytes.writeInt32LE(value, at);
    else bytes.writeInt32BE(value, at);
    return bytes;
  };
const int16 = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeUInt16LE(value, at);
  return bytes;
};
const byte = (at: number, value: number) => (bytes: Buffer) => bytes.fill(value, at, at + 1);
const double = (at: number, value: number) => (bytes: Buffer) => {
  bytes.writeDoubleLE(value, at);
  return bytes;
};
const cut = (share: number) => (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * share));

function shapefiles(url: string, secretPath: string): HostileFile[] {
  // The first record starts at 100: number, length, then the type at 108, the bounding box, parts at 144, points at 148.
  const changes: Record<string, Change> = {
    "a .shp cut at 30 %": ["shp", cut(0.3)],
    "a .shp cut at 90 %": ["shp", cut(0.9)],
    "a .shp of a header alone": ["shp", (bytes) => bytes.subarray(0, 100)],
    "an empty .shp": ["shp", () => Buffer.alloc(0)],
    "a .shx cut at 50 %": ["shx", cut(0.5)],
    "an empty .shx": ["shx", () => Buffer.alloc(0)],
    "a .dbf cut at 50 %": ["dbf", cut(0.5)],
    "a .dbf cut in its header": ["dbf", (bytes) => bytes.subarray(0, 20)],
    "an empty .dbf": ["dbf", () => Buffer.alloc(0)],
    "a .shp that says it is 4 GB": ["shp", int32(24, 0x7fffffff, "BE")],
    "a .shx that says it is 4 GB": ["shx", int32(24, 0x7fffffff, "BE")],
    "a .shx that says less than nothing": ["shx", int32(24, -1, "BE")],
    "a record that starts beyond the end": ["shx", int32(100, 0x7ffffff0, "BE")],
    "a record that starts before the file": ["shx", int32(100, -8, "BE")],
    "a record of two thousand million words": ["shx", int32(104, 0x7fffffff, "BE")],
    "a record shorter than its type": ["shp", int32(104, 2, "BE")],
    "a type that does not exist": ["shp", int32(108, 77)],
    "a point where a polygon was": ["shp", int32(108, 1)],
    "two thousand million parts": ["shp", int32(144, 0x7fffffff)],
    "minus one parts": ["shp", int32(144, -1)],
    "two thousand million points": ["shp", int32(148, 0x7fffffff)],
    "minus one points": ["shp", int32(148, -1)],
    "a part that starts beyond its points": ["shp", int32(152, 1_000_000)],
    "a part that starts before its points": ["shp", int32(152, -1)],
    "a coordinate that is no number": ["shp", double(156, Number.NaN)],
    "a coordinate of 1e308": ["shp", double(156, 1e308)],
    "a coordinate that is infinite": ["shp", double(156, Number.NEGATIVE_INFINITY)],
    "a box that is no number": ["shp", double(36, Number.NaN)],
    "a table of four thousand million rows": ["dbf", int32(4, -1)],
    "rows of no width": ["dbf", int16(10, 0)],
    "rows of 65,535 bytes": ["dbf", int16(10, 65_535)],
    "a header of no width": ["dbf", int16(8, 0)],
    "a header of 65,535 bytes": ["dbf", int16(8, 65_535)],
    "a column type that does not exist": ["dbf", byte(43, 0xff)],
    "numbers that are texts": ["dbf", byte(43, 0x4e)],
    "dates that are texts": ["dbf", byte(43, 0x44)],
    "a column without a name": ["dbf", (bytes) => bytes.fill(0, 32, 43)],
    "a CRS of ten megabytes": ["prj", () => Buffer.alloc(10_000_000, "PROJCS[")],
    "a CRS of brackets": ["prj", () => Buffer.from(`PROJCS${"[".repeat(200_000)}`)],
    "a CRS at an address": ["prj", () => Buffer.from(`${url}/crs.prj`)],
    "a CRS that is a file": ["prj", () => Buffer.from(secretPath)],
    "a CRS that reads a file": ["prj", () => Buffer.from(`+init=${secretPath}:1 +nadgrids=${secretPath}`)],
    "a CRS with a grid at an address": ["prj", () => Buffer.from(`+proj=longlat +nadgrids=${url}/grid.tif`)],
    "an encoding that is a path": ["cpg", () => Buffer.from(secretPath)],
    "an encoding of a megabyte": ["cpg", () => Buffer.alloc(1_000_000, "A")],
  };
  const files = Object.entries(changes).map(([name, change]) => ({
    name: `shapefile: ${name}`,
    fileName: "zones.zip",
    content: () => buildZip(changed(shapefile({ cpg: "UTF-8" }), change)),
  }));
  const many = {
    name: "shapefile: four thousand columns",
    fileName: "zones.zip",
    content: () =>
      buildZip(
        buildShapefile({
          name: "ZONES",
          shapes: [[1, 2]],
          fields: Array.from({ length: 2_000 }, (_, n) => ({ name: `C${n}`, width: 8 })),
          values: [Array.from({ length: 2_000 }, () => latin1("x"))],
        }),
      ),
  };
  return [...files, many];
}

function changed(files: readonly ZippedFile[], [extension, change]: Change): ZippedFile[] {
  return files.map((file) => (file.name.endsWith(`.${extension}`) ? { ...file, content: change(Buffer.from(file.content)) } : file));
}

/** First bytes of large contents that the rest of the file lacks. */
function headers(): HostileFile[] {
  const files: Record<string, [fileName: string, content: () => Buffer]> = {
    "a TIFF of 2³¹ × 2³¹ pixels": ["relief.tif", () => tiff(0x7fffffff, 0x7fffffff)],
    "a TIFF of 4,000,000 × 4,000,000 pixels": ["relief.tif", () => tiff(4_000_000, 4_000_000)],
    "a TIFF whose directory names itself": ["relief.tif", () => tiff(10, 10, 8)],
    "a TIFF of nothing": ["relief.tif", () => Buffer.from("II*\0\x08\0\0\0", "latin1")],
    "a BigTIFF that points beyond its end": [
      "relief.tif",
      () => Buffer.concat([Buffer.from("II+\0\x08\0\0\0", "latin1"), Buffer.alloc(8, 0x7f)]),
    ],
    "a grid of a million million cells": [
      "relief.asc",
      () => Buffer.from("ncols 1000000\nnrows 1000000\nxllcorner 0\nyllcorner 0\ncellsize 1\nNODATA_value -9999\n1 2 3\n"),
    ],
    "a grid of less than nothing": [
      "relief.asc",
      () => Buffer.from("ncols -5\nnrows -5\nxllcorner NaN\nyllcorner 1e308\ncellsize 0\n1 2 3\n"),
    ],
    "a PNG of 2³¹ × 2³¹ pixels": ["photo.png", () => Buffer.from("89504e470d0a1a0a0000000d494844527fffffff7fffffff0802000000", "hex")],
    "a point cloud of four thousand million points": ["nuage.las", () => Buffer.concat([Buffer.from("LASF"), Buffer.alloc(371, 0xff)])],
    "a FlatGeobuf with a header of 2 GB": [
      "zones.fgb",
      () => Buffer.concat([Buffer.from("fgb\x03fgb\0", "latin1"), Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(200)]),
    ],
    "a FlatGeobuf of ones": ["zones.fgb", () => Buffer.concat([Buffer.from("fgb\x03fgb\0", "latin1"), Buffer.alloc(5_000, 0xff)])],
    "a FlatGeobuf of zeros": ["zones.fgb", () => Buffer.concat([Buffer.from("fgb\x03fgb\0", "latin1"), Buffer.alloc(5_000)])],
    "a GeoPackage of zeros": ["zones.gpkg", () => Buffer.concat([Buffer.from("SQLite format 3\0", "latin1"), Buffer.alloc(5_000)])],
    "a GeoPackage of ones": ["zones.gpkg", () => Buffer.concat([Buffer.from("SQLite format 3\0", "latin1"), Buffer.alloc(5_000, 0xff)])],
    "a shapefile of ones": ["zones.shp", () => Buffer.concat([Buffer.from([0, 0, 0x27, 0x0a]), Buffer.alloc(5_000, 0xff)])],
    "a MapInfo table of ones": ["zones.map", () => Buffer.alloc(5_000, 0xff)],
    "a spreadsheet": ["table.xls", () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(5_000)])],
    "a program": ["zones.geojson", () => Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(5_000, 0x90)])],
    "a gzip": ["zones.geojson", () => Buffer.from("1f8b0800000000000003", "hex")],
    "a PDF": ["plan.pdf", () => Buffer.from("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n")],
    nothing: ["zones.geojson", () => Buffer.alloc(0)],
    "one byte": ["zones.shp", () => Buffer.alloc(1)],
  };
  return Object.entries(files).map(([name, [fileName, content]]) => ({ name: `binary: ${name}`, fileName, content }));
}

/** A TIFF of one band that declares a size and holds a few bytes. */
function tiff(width: number, height: number, next = 0): Buffer {
  const entries: [tag: number, type: number, value: number][] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 200],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, 0x7fffffff],
  ];
  const bytes = Buffer.alloc(300);
  bytes.write("II*\0", 0, "latin1");
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(entries.length, 8);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 10 + 12 * index;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  bytes.writeUInt32LE(next, 10 + 12 * entries.length);
  return bytes;
}
