import { deflateRawSync } from "node:zlib";
import { readFixture } from "../read-fixture.ts";
import { buildOds, buildXlsx } from "../workbook-builder.ts";
import { buildZip } from "../zip-builder.ts";
import type { Bait, HostileFile } from "./hostile-file.ts";
import { nested } from "./hostile-file.ts";

const utf8 = (text: string) => Buffer.from(text, "utf8");
const sheet = (content: string) => buildXlsx({ A: [] }, [{ name: "xl/worksheets/sheet0.xml", content: utf8(content) }]);
const texts = (content: string) =>
  buildXlsx({ A: [["a"]] }, [
    {
      name: "xl/_rels/workbook.xml.rels",
      content: utf8(
        '<R><Relationship Id="r0" Type="x/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="t.xml"/></R>',
      ),
    },
    { name: "xl/t.xml", content: utf8(content) },
  ]);

/** Workbooks and Parquet files that expand, refer to other files, or misstate their contents. */
export function workbookFiles({ url, secretPath }: Bait): HostileFile[] {
  const files: Record<string, [fileName: string, content: () => Uint8Array | Promise<Uint8Array>]> = {
    "XLSX: a million texts of nothing": ["a.xlsx", () => texts(`<sst>${"<si/>".repeat(1_000_000)}</sst>`)],
    "XLSX: one text used in a million cells": [
      "a.xlsx",
      () => {
        const cells = '<c t="s"><v>0</v></c>'.repeat(100);
        return buildXlsx({ A: [] }, [
          { name: "xl/worksheets/sheet0.xml", content: utf8(`<w>${`<row>${cells}</row>`.repeat(10_000)}</w>`) },
          {
            name: "xl/_rels/workbook.xml.rels",
            content: utf8(
              '<R><Relationship Id="r0" Type="x/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="t.xml"/></R>',
            ),
          },
          { name: "xl/t.xml", content: utf8(`<sst><si><t>${"x".repeat(1_000_000)}</t></si></sst>`) },
        ]);
      },
    ],
    "XLSX: a cell in the last corner": ["a.xlsx", () => sheet('<w><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></w>')],
    "XLSX: elements in one another": ["a.xlsx", () => sheet(nested("<a>", "", "</a>", 500_000))],
    "XLSX: an attribute of ten million letters": ["a.xlsx", () => sheet(`<w><row r="${"1".repeat(10_000_000)}"/></w>`)],
    "XLSX: entities": [
      "a.xlsx",
      () => sheet(`<!DOCTYPE w [<!ENTITY a SYSTEM "file://${secretPath}">]><w><row><c t="str"><v>&a;</v></c></row></w>`),
    ],
    "XLSX: formulas and links": [
      "a.xlsx",
      () => sheet(`<w><row><c><f>WEBSERVICE("${url}")</f></c><c t="str"><f>HYPERLINK("${url}")</f><v>x</v></c></row></w>`),
    ],
    "XLSX: a part outside of the archive": [
      "a.xlsx",
      () =>
        buildXlsx({ A: [["a"]] }, [
          {
            name: "xl/_rels/workbook.xml.rels",
            content: utf8(
              `<R><Relationship Id="r0" Type="x/worksheet" Target="${secretPath}"/><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></R>`,
            ),
          },
        ]),
    ],
    "XLSX: a part that is a bomb": [
      "a.xlsx",
      () => {
        const size = 300 * 1024 * 1024;
        return buildZip([
          { name: "[Content_Types].xml", content: utf8("<a/>") },
          { name: "xl/workbook.xml", content: deflateRawSync(Buffer.alloc(size, " ")), claimedSize: size },
        ]);
      },
    ],
    "ODS: rows that repeat": [
      "a.ods",
      () =>
        buildOds(
          '<table:table-row table:number-rows-repeated="1048575"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16000"/></table:table-row>',
        ),
    ],
    "ODS: empty rows that repeat": [
      "a.ods",
      () =>
        buildOds(
          '<table:table-row table:number-rows-repeated="2000000000"><table:table-cell table:number-columns-repeated="2000000000"/></table:table-row>'.repeat(
            10,
          ),
        ),
    ],
    "Parquet: only the marks": ["a.parquet", () => utf8("PAR1\0\0\0\0PAR1")],
    "Parquet: every length is the largest": [
      "a.parquet",
      async () => {
        const bytes = await readFixture("types.snappy.parquet");
        bytes.fill(0xff, 4, bytes.length / 2);
        return bytes;
      },
    ],
  };
  return Object.entries(files).map(([name, [fileName, content]]) => ({ name, fileName, content }));
}
