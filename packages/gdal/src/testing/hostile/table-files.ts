import type { Bait, HostileFile } from "./hostile-file.ts";
import { nested } from "./hostile-file.ts";

/** CSV with texts, geometries or shapes that a reader does not expect. */
export function tableFiles({ url, secretPath }: Bait): HostileFile[] {
  const wkt = (...geometries: string[]) => `nom;WKT\n${geometries.map((geometry, n) => `${n};"${geometry}"`).join("\n")}\n`;
  const files: Record<string, () => string | Uint8Array> = {
    "a hundred thousand columns": () => `${Array.from({ length: 100_000 }, (_, n) => `c${n}`).join(",")}\n${"1,".repeat(99_999)}1\n`,
    "a hundred thousand columns of one name": () => `${"a,".repeat(99_999)}a\n`,
    "a quote that is never closed": () => `a,b\n"${"x,\n".repeat(2_000_000)}`,
    "a line of sixty million letters": () => `a,b\n${"x".repeat(60_000_000)},1\n`,
    "rows of any number of cells": () => `a,b\n${Array.from({ length: 2_000 }, (_, n) => "1,".repeat(n)).join("\n")}\n`,
    zeros: () => Buffer.concat([Buffer.from("lon,lat\n"), Buffer.alloc(1_000_000)]),
    "only separators": () => ";".repeat(5_000_000),
    "only a mark of order": () => "\uFEFF",
    "only a header": () => "lon,lat,nom\n",
    "UTF-16": () => Buffer.from("\uFEFFlon;lat;nom\n2;48;é\n", "utf16le"),
    formulas: () => `lon;lat;nom\n2;48;"=HYPERLINK(""${url}"")"\n2;48;=cmd|' /C calc'!A0\n2;48;@SUM(1+1)\n`,
    "addresses as geometry": () => wkt(`/vsicurl/${url}/a.wkt`, secretPath),
    "names of columns that are SQL": () => 'lon,lat,"a""; DROP TABLE layers; --","\'"\n2,48,1,2\n',
    "coordinates that are no numbers": () => "lon,lat\nNaN,NaN\nInfinity,-Infinity\n1e308,1e308\n1e999,0\n0x10,010\n,\n--1,1-\n",
    "WKT that is no number": () => wkt("POINT(NaN NaN)", "POINT(1e999 0)", "POINT(1e308 -1e308)", "POINT(a b)", "POINT EMPTY"),
    "WKT of brackets, a million deep": () => wkt(nested("(", "1 2", ")", 1_000_000)),
    "WKT collections in one another, 100,000 deep": () => wkt(nested("GEOMETRYCOLLECTION(", "POINT(1 2)", ")", 100_000)),
    "WKT never closed": () => wkt("POLYGON((0 0,1 0,1 1", "MULTIPOLYGON(((", "LINESTRING("),
    "WKT of a million points": () => wkt(`LINESTRING(${Array.from({ length: 1_000_000 }, (_, n) => `${n % 360} 1`).join(",")})`),
    "WKT of curves": () =>
      wkt("CIRCULARSTRING(0 0,1e300 1e300,-1e300 0)", "CURVEPOLYGON(CIRCULARSTRING(0 0,0 0,0 0))", "TIN(((0 0 0,0 0 1,0 1 0,0 0 0)))"),
    "CRS that do not exist": () => wkt("SRID=999999;POINT(1 2)", "SRID=-1;POINT(1 2)", "SRID=99999999999;POINT(1 2)"),
    "WKB in hexadecimal that lies": () =>
      wkt("0103000000FFFFFFFF00000000", "01070000FFFFFFFF", `0107000000${"01000000".repeat(4)}0107000000`),
    "line ends of an old system": () => `lon;lat\r${"2;48\r".repeat(500_000)}`,
    "bytes of every kind": () => Buffer.concat([Buffer.from("lon,lat,nom\n2,48,"), Buffer.from(Array.from({ length: 256 }, (_, n) => n))]),
    "a separator that changes": () => "lon;lat;nom\n2,48,a\n2\t48\ta\n2|48|a\n",
  };
  return Object.entries(files).map(([name, content]) => ({ name: `CSV: ${name}`, fileName: "table.csv", content }));
}
