import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findHeader } from "./formats/spreadsheet/header.ts";
import type { Cell } from "./formats/spreadsheet/sheet.ts";
import { dateText, formatOf } from "./formats/spreadsheet/xlsx-styles.ts";
import { readLayer } from "./read.ts";
import { rules, testFiles, utf8 } from "./testing/lay-files.ts";
import { readFixture } from "./testing/read-fixture.ts";
import { firstPosition, layerNamed, namedRows } from "./testing/rows-of.ts";
import { buildOds, buildXlsx } from "./testing/workbook-builder.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const { inspect } = testFiles(() => directory);

const PARIS = [2 + 21 / 60 + 7 / 3600, 48 + 51 / 60 + 24 / 3600] as const;

describe("workbooks of other programs", () => {
  test.each(["stops.openpyxl.xlsx", "stops.libreoffice.xlsx", "stops.libreoffice.ods"])("%s is read value for value", async (name) => {
    const { path, inspection } = await inspect(await readFixture(name), name);
    expect(inspection.driver).toBe(name.slice(-4).replace(".", ""));
    expect(inspection.layers.map((layer) => [layer.name, layer.featureCount, layer.crs.srid])).toEqual([
      ["Arrêts", 3, 4326],
      ["DMS", 11, 4326],
    ]);
    const said = inspection.findings.map(({ rule, params, featureIndex }) => [rule, featureIndex ?? null, params]);
    expect(said).toEqual(
      expect.arrayContaining([
        ["sheet-hidden", null, { sheet: "cachée" }],
        ["sheet-header", null, { line: 4, above: 2 }],
        ["sheet-empty-parts", null, { rows: 1, columns: 1 }],
        ["sheet-merged", null, { count: 1, first: "B1:F1" }],
        ["coordinates-unreadable", 11, { line: 12, value: `48°91'24"N ; 2°21'07"E` }],
      ]),
    );
    // openpyxl stores no results; LibreOffice stores 2 for =1+1, and an error.
    expect(rules(inspection)).toContain(name.includes("openpyxl") ? "sheet-formulas" : "sheet-errors");
    const stops = layerNamed(inspection, "Arrêts");
    expect(stops.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
      "Nom text",
      "INSEE text",
      "Code postal text",
      "lon double",
      "lat double",
      "Quais integer",
      "Surface double",
      "Créé date",
      "Vu localdatetime",
      "Heure text",
      "Actif boolean",
      "Note text",
      "SIRET integer",
      "Durée text",
    ]);
    const rows = await namedRows(path, stops);
    expect(rows[0]?.named).toEqual({
      Nom: "Gare",
      INSEE: "01004",
      "Code postal": "01000",
      lon: 2.35,
      lat: 48.85,
      Quais: 3,
      Surface: 12.5,
      Créé: "2024-01-02",
      Vu: "2024-01-02T10:30:15",
      Heure: "08:05:00",
      Actif: true,
      Note: "a",
      SIRET: 12345678901234,
      Durée: "27:30:00",
    });
    expect(rows[1]?.named).toMatchObject({ Nom: "Forêt é", Heure: "23:59:59", Actif: false, Durée: "00:05:00", Note: null });
    expect(rows[2]?.named).toMatchObject({ Nom: "Ligne\nà la ligne", INSEE: "2A004", "Code postal": "20000", lon: 2.37, Quais: null });
    expect(rows.map(({ ewkb }) => firstPosition(ewkb).slice(0, 2))).toEqual([
      [2.35, 48.85],
      [2.36, 48.86],
      [2.37, 48.87],
    ]);
    const angles = layerNamed(inspection, "DMS");
    const read = await namedRows(path, angles);
    expect(read[0]?.named).toEqual({ site: "a", Latitude: `48°51'24"N`, Longitude: `2°21'07"E` });
    expect(firstPosition(read[0]?.ewkb ?? null)[0]).toBeCloseTo(PARIS[0], 12);
    expect(firstPosition(read[0]?.ewkb ?? null)[1]).toBeCloseTo(PARIS[1], 12);
    expect(firstPosition(read[1]?.ewkb ?? null)[0]).toBeCloseTo(-(2 + 20 / 60 + 14 / 3600), 12);
    expect([read[10]?.named.site, read[10]?.ewkb]).toEqual(["faux", null]);
    const written = [];
    for await (const batch of readLayer(path, angles.source, { fields: angles.fields, isAsWritten: true })) written.push(...batch);
    expect(written.map(({ isGeometryUnreadable }) => isGeometryUnreadable === true).indexOf(true)).toBe(10);
  });
});

describe("workbooks", () => {
  test("texts stay texts, mixed columns become texts, blanks are empty, equal names differ", async () => {
    const { path, inspection } = await inspect(
      buildXlsx({
        Feuil1: [
          ["Code", "n", "n", "mêlé", "sans valeur"],
          ["75056", 1, 1.5, 12],
          [" 75057 ", 2, 2, "douze"],
          ["", "  ", null, { xml: '<c t="e"><v>#N/A</v></c>' }],
        ],
      }),
      "codes.xlsx",
    );
    expect(rules(inspection)).toEqual(["field-duplicate", "sheet-errors", "no-geometry-table"]);
    const layer = layerNamed(inspection, "codes");
    expect(layer.fields.map(({ name, type }) => [name, type])).toEqual([
      ["Code", "text"],
      ["n", "integer"],
      ["n_2", "double"],
      ["mêlé", "text"],
      ["sans valeur", "text"],
    ]);
    expect((await namedRows(path, layer)).map(({ values }) => values)).toEqual([
      ["75056", 1, 1.5, "12", null],
      [" 75057 ", 2, 2, "douze", null],
    ]);
  });

  const CODES = { postal: "00123", phone: "0102030405", siren: "005420021", thousands: 1234 };
  const styled = (formats: string) =>
    utf8(
      `<styleSheet><numFmts>${formats}</numFmts><cellXfs>${[...formats.matchAll(/numFmtId="(\d+)"/g)].map(([id]) => `<xf ${id}/>`).join("")}</cellXfs></styleSheet>`,
    );
  const formats = ["00000", '0#" "##" "##" "##" "##', "000,000,000", "#,##0"].map(
    (code, n) => `<numFmt numFmtId="${170 + n}" formatCode="${code.replaceAll('"', "&quot;")}"/>`,
  );
  const number = (style: number, value: number) => ({ xml: `<c s="${style}"><v>${value}</v></c>` });
  const odsStyle = (name: string, digits: number, more = "") =>
    `<number:number-style style:name="N${name}"><number:number number:min-integer-digits="${digits}" ${more}/></number:number-style><style:style style:name="${name}" style:data-style-name="N${name}"/>`;
  const odsCell = (value: number, style = "") =>
    `<table:table-cell ${style && `table:style-name="${style}"`} office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  const odsStyles = utf8(
    `<office:document-styles xmlns:office="o" xmlns:style="s" xmlns:number="n">${odsStyle("postal", 5)}${odsStyle("phone", 10)}${odsStyle("siren", 9, 'number:grouping="true"')}${odsStyle("thousands", 1, 'number:grouping="true"')}</office:document-styles>`,
  );
  const names = Object.keys(CODES)
    .map((name) => `<table:table-cell office:value-type="string"><text:p>${name}</text:p></table:table-cell>`)
    .join("");
  test.each([
    [
      "XLSX",
      "codes.xlsx",
      buildXlsx({ A: [Object.keys(CODES), [number(0, 123), number(1, 102030405), number(2, 5420021), number(3, 1234)]] }, [
        { name: "xl/styles.xml", content: styled(formats.join("")) },
        {
          name: "xl/_rels/workbook.xml.rels",
          content: utf8(
            '<Relationships><Relationship Id="r0" Type="http://a/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="r1" Type="http://a/styles" Target="styles.xml"/></Relationships>',
          ),
        },
      ]),
    ],
    [
      "ODS, with styles of cells, rows and columns",
      "codes.ods",
      buildOds(
        `<table:table-column table:default-cell-style-name="postal"/><table:table-row>${names}</table:table-row><table:table-row table:default-cell-style-name="siren">${odsCell(123, "postal")}${odsCell(102030405, "phone")}${odsCell(5420021)}${odsCell(1234, "thousands")}</table:table-row><table:table-row>${odsCell(7)}</table:table-row>`,
        [{ name: "styles.xml", content: odsStyles }],
      ),
    ],
  ])("numbers that a format of %s fills with zeros are texts", async (_, name, content) => {
    const { path, inspection } = await inspect(content, name);
    const layer = layerNamed(inspection, "codes");
    expect(layer.fields.map(({ type }) => type)).toEqual(["text", "text", "text", "integer"]);
    const [first, second] = await namedRows(path, layer);
    expect(first?.named).toEqual(CODES);
    if (name.endsWith("ods")) expect(second?.named.postal).toBe("00007");
  });

  test("a workbook in an archive is a layer when it has places, and a document otherwise", async () => {
    const placed = buildXlsx({
      A: [
        ["nom", "x", "y"],
        ["a", 700_000, 6_600_000],
      ],
    });
    const letter = buildXlsx({
      A: [
        ["nom", "adresse"],
        ["a", "1 rue de la Paix"],
      ],
    });
    const files = [
      { name: "lieux.xlsx", content: placed },
      { name: "contacts.xlsx", content: letter },
    ];
    const { inspection } = await inspect(buildZip(files), "lot.zip");
    expect(inspection.layers.map(({ name, crs }) => [name, crs.srid])).toEqual([["lieux", 2154]]);
    expect(inspection.documents.map(({ path }) => path)).toEqual(["contacts.xlsx"]);
  });

  test.each([
    ["an older workbook", "a.xls", Buffer.from("d0cf11e0a1b11ae10000", "hex"), { seems: "xls" }],
    ["a workbook with a password", "a.xlsx", Buffer.from("d0cf11e0a1b11ae10000", "hex"), { seems: "locked" }],
    [
      "a letter",
      "a.docx",
      buildZip(["[Content_Types].xml", "word/document.xml"].map((name) => ({ name, content: utf8("<a/>") }))),
      { seems: "docx" },
    ],
  ])("%s is refused with its format", async (_, name, content, params) => {
    const { inspection } = await inspect(content, name);
    expect(inspection.findings).toMatchObject([{ rule: "unsupported", severity: "error", params }]);
  });

  const cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>';
  const row = (attributes: string, content = cell) => `<table:table-row ${attributes}>${content}</table:table-row>`;
  test.each([
    ["a row that repeats a billion times", buildOds(row('table:number-rows-repeated="1000000000"')), /more than \d+ rows/],
    [
      "cells that repeat a million times",
      buildOds(row("", cell.replace(" ", ' table:number-columns-repeated="1000000" '))),
      /more than \d+ columns/,
    ],
    [
      "texts that multiply",
      buildOds(row('table:number-rows-repeated="1000000"', cell.replace(">x<", `>${"x".repeat(600)}<`))),
      /more than \d+ characters/,
    ],
    ["repetitions that are no number", buildOds(row('table:number-rows-repeated="-5"')), /number-rows-repeated -5/],
    ["a document type with entities", buildOds(row(""), [], '<!DOCTYPE a [<!ENTITY x "y">]>'), /document type declaration/],
    ["elements in one another", buildOds(`${"<a>".repeat(1_000)}${"</a>".repeat(1_000)}`), /nested too deep/],
    ["a password", buildOds(row(""), [{ name: "META-INF/manifest.xml", content: utf8("<m><encryption-data/></m>") }]), /password/],
    ["no content", buildZip([{ name: "mimetype", content: utf8("application/vnd.oasis.opendocument.spreadsheet") }]), /no content\.xml/],
    [
      "a part that claims to be huge",
      buildOds("", [{ name: "styles.xml", content: utf8("x"), claimedSize: 4_000_000_000 }]),
      /refused|unpacks to/,
    ],
  ])("ODS with %s is refused in words", async (_, content, detail) => {
    const { inspection } = await inspect(content, "a.ods");
    expect(inspection.layers).toEqual([]);
    expect(inspection.findings).toMatchObject([{ rule: "unreadable", params: { detail: expect.stringMatching(detail) } }]);
  });

  test.each([
    ["a cell beyond the last column", buildXlsx({ A: [[{ xml: '<c r="ZZZZ1"><v>1</v></c>' }]] }), /cell ZZZZ1/],
    [
      "rows that go back",
      buildXlsx({ A: [] }, [{ name: "xl/worksheets/sheet0.xml", content: utf8('<w><row r="2"><c><v>1</v></c></row><row r="1"/></w>') }]),
      /row 1/,
    ],
    ["a sheet that is missing", buildXlsx({}, [{ name: "xl/workbook.xml", content: utf8("<workbook") }]), /./],
  ])("XLSX with %s is refused in words", async (_, content, detail) => {
    const { inspection } = await inspect(content, "a.xlsx");
    expect(inspection.findings).toMatchObject([{ rule: "unreadable", params: { detail: expect.stringMatching(detail) } }]);
  });

  test("formulas and links are never followed, and a workbook of empty sheets has no layer", async () => {
    const { inspection } = await inspect(buildXlsx({ A: [[], [null, " "]], B: [] }), "vide.xlsx");
    expect(inspection).toMatchObject({ layers: [], findings: [{ rule: "no-layers" }] });
  });
});

describe("the parts of a sheet", () => {
  const rowOf = (...values: (string | number | null)[]) => ({
    line: 1,
    cells: values.map((value): Cell | undefined =>
      value === null ? undefined : { text: String(value), kind: typeof value === "number" ? "number" : "text" },
    ),
  });
  test.each([
    ["the first row", [rowOf("a", "b"), rowOf("x", 1)], 0],
    ["below a title", [rowOf("Titre"), rowOf("a", "b", "c"), rowOf("x", 1, 2)], 1],
    ["below a title and a note", [rowOf("Titre"), rowOf(null, "note"), rowOf("a", "b", "c"), rowOf("x", 1, 2), rowOf("y", 1, 2)], 2],
    ["years as names", [rowOf("Titre"), rowOf("commune", 2019, 2020), rowOf("a", 3, 4)], 1],
    ["rows of numbers alone", [rowOf(1, 2), rowOf(3, 4)], 0],
    ["one column", [rowOf("nom"), rowOf("a"), rowOf("b")], 0],
  ])("names are found: %s", (_, rows, at) => {
    expect(findHeader(rows)).toBe(at);
  });

  test.each([
    ["General", "number"],
    ["0.00", "number"],
    ["00000", "code"],
    ["dd/mm/yyyy", "date"],
    ["mmm yyyy", "date"],
    ["jj/mm/aaaa", "date"],
    ["d/m/yy h:mm", "datetime"],
    ["[h]:mm:ss", "time"],
    ["mm:ss.0", "time"],
    ['0.0" jours"', "number"],
    ["[Red]0;[Blue]-0", "number"],
    ["@", "number"],
    ["0#########", "code"],
    ["000,000,000", "code"],
    ["0,000", "number"],
    ["#,##0", "number"],
  ])("the format %s means %s", (code, kind) => {
    expect(formatOf(code).kind).toBe(kind);
  });

  test.each([
    [45293, "date", 1900, "2024-01-02"],
    [45293.5, "date", 1900, "2024-01-02T12:00:00"],
    [43831, "datetime", 1904, "2024-01-02T00:00:00"],
    [1, "date", 1900, "1900-01-01"],
    [61, "date", 1900, "1900-03-01"],
    [0.75, "time", 1900, "18:00:00"],
    [-1, "date", 1900, null],
    [9e9, "date", 1900, null],
  ] as const)("day %d shown as a %s in the system of %d is %s", (serial, kind, system, text) => {
    expect(dateText(serial, kind, system)).toBe(text);
  });
});

describe("degrees, minutes and seconds in a CSV", () => {
  test.each([
    ["two columns", `nom;lat;lon\na;48°51'24"N;2°21'07"E\n`],
    ["columns known by their hemispheres", `nom;P1;P2\na;2 21 07 E;48 51 24 N\n`],
    ["x and y with angles", `nom;x;y\na;2°21'07";48°51'24"\n`],
    ["one column", `nom;position\na;48°51'24"N 2°21'07"E\n`],
    ["decimal minutes and a comma", `nom;latitude;longitude\na;48°51,4';2°21,11666666666667'\n`],
  ])("%s", async (_, content) => {
    const { path, inspection } = await inspect(content, "points.csv");
    expect(inspection.findings).toEqual([]);
    const layer = layerNamed(inspection, "points");
    expect(layer).toMatchObject({
      crs: { srid: 4326, how: "by-name" },
      fields: content
        .split("\n")[0]
        ?.split(";")
        .map((name) => ({ name, type: "text" })),
    });
    const [x = 0, y = 0] = firstPosition((await namedRows(path, layer))[0]?.ewkb ?? null);
    expect([x, y]).toEqual([expect.closeTo(PARIS[0], 10), expect.closeTo(PARIS[1], 10)]);
  });

  test("a wrong one is a finding at its line; the column and the row stay", async () => {
    const good = Array.from({ length: 30 }, (_, n) => `p${n};48°51'${n}"N;2°21'07"O`);
    const bad = [`q;48°51'99"N;2°21'07"O`, `r;2°21'07"O;48°51'24"N`, "s;;2°21'07\"O"];
    const { path, inspection } = await inspect(["nom;lat;lon", ...good, ...bad].join("\n"), "points.csv");
    expect(inspection.findings.map(({ rule, featureIndex, params }) => [rule, featureIndex, params.line])).toEqual([
      ["coordinates-unreadable", 31, 32],
      ["coordinates-unreadable", 32, 33],
      ["coordinates-unreadable", 33, 34],
    ]);
    const rows = await namedRows(path, layerNamed(inspection, "points"));
    expect(rows.at(-3)).toMatchObject({ named: { nom: "q", lat: `48°51'99"N` }, ewkb: null });
    expect(firstPosition(rows[0]?.ewkb ?? null)[0]).toBeLessThan(0);
  });

  test("of columns named for coordinates, half of the values are enough", async () => {
    const lines = [`a;48°51'24"N;2°21'07"E`, `b;48°99'10"N;2°20'00"E`];
    const { inspection } = await inspect(["nom;latitude;longitude", ...lines].join("\n"), "points.csv");
    expect(inspection.findings.map(({ rule, params }) => [rule, params.line])).toEqual([["coordinates-unreadable", 3]]);
    const notes = await inspect(["nom;lat;lon", "a;voir plan;?", "b;?;?"].join("\n"), "notes.csv");
    expect(layerNamed(notes.inspection, "notes").geometryType).toBe("None");
  });

  test("more wrong ones than are listed are counted", async () => {
    const lines = Array.from({ length: 200 }, (_, n) => `p${n};${n < 30 ? "?" : "48.5"};2.5`);
    const { inspection } = await inspect(["nom;lat;lon", ...lines].join("\n"), "points.csv");
    expect(inspection.findings.map(({ occurrences }) => occurrences ?? 1).reduce((sum, count) => sum + count)).toBe(30);
    expect(inspection.findings).toHaveLength(20);
  });
});
