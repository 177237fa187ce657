// @own-children
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inspectFile } from "./inspect.ts";
import { readLayer } from "./read.ts";
import { rules, shapefile, testFiles, utf8 } from "./testing/lay-files.ts";
import { layerNamed, namedRows } from "./testing/rows-of.ts";
import { buildGml } from "./testing/text-formats.ts";
import { buildZip, type ZippedFile } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
  // Leftover files are searched for in this directory, apart from what other test files have open.
  vi.stubEnv("TMPDIR", directory);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});
const { save, inspect } = testFiles(() => directory);

describe("hostile and broken files", () => {
  const point = utf8('{"type":"Point","coordinates":[1,2]}');
  const zip = (changes: Partial<ZippedFile>) => buildZip([{ name: "a.geojson", content: point, ...changes }]);

  test.each([
    ["a path upwards", zip({ name: "../../etc/cron.d/x.geojson" }), "path"],
    ["an absolute path", zip({ name: "/etc/x.geojson" }), "path"],
    ["a symbolic link", zip({ mode: 0o120777 }), "symlink"],
    ["an encrypted entry", zip({ isEncrypted: true }), "encrypted"],
    ["a bomb", zip({ claimedSize: 1_000_000_000 }), "ratio"],
    ["more than the cap", zip({ claimedSize: 4_294_967_000 }), "ratio"],
  ])("refuses an archive with %s before anything is unpacked", async (_, content, reason) => {
    const { inspection } = await inspect(content, "x.zip");
    expect(inspection.layers).toEqual([]);
    expect(inspection.findings).toMatchObject([{ rule: "archive-refused", severity: "error", params: { reason } }]);
  });

  test("refuses too many entries and too many bytes", async () => {
    const many = buildZip(Array.from({ length: 20 }, (_, index) => ({ name: `${index}.pdf`, content: point })));
    expect((await inspect(many, "x.zip", { archiveEntries: 10 })).inspection.findings[0]?.params).toEqual({ reason: "entries" });
    expect((await inspect(many, "x.zip", { archiveBytes: 100 })).inspection.findings[0]?.params).toEqual({ reason: "size" });
  });

  test.each([
    [
      "a VRT in disguise",
      '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
      "x.geojson",
      "ogrvrtdatasource",
    ],
    ["XML with a document type", '<!DOCTYPE a [<!ENTITY b "c">]><kml/>', "x.kml", "xml-doctype"],
    ["another JSON", '{"a": 1}', "x.json", "json"],
    ["a letter in an archive", buildZip([{ name: "mimetype", content: utf8("application/vnd.oasis.opendocument.text") }]), "x.odt", "odt"],
    ["a spreadsheet", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), "x.xls", "xls"],
    ["the .shp alone", shapefile()[0]?.content ?? "", "x.shp", "shapefile-parts"],
    ["nothing", "", "x.geojson", "empty"],
  ])("%s is unsupported, and the finding names the likely format", async (_, content, fileName, seems) => {
    const { inspection } = await inspect(content, fileName);
    expect(inspection.findings).toMatchObject([{ rule: "unsupported", params: { seems } }]);
  });

  test.each([
    ["text named as a GeoPackage", "ceci n’est\npas un GeoPackage", "x.gpkg", { claims: "gpkg", begins: "ceci n’est pas un GeoPackage" }],
    ["a web page named as a zip", `<html>${"page ".repeat(20)}`, "x.zip", { claims: "zip", begins: `<html>${"page ".repeat(6)}page…` }],
    ["bytes named as a FlatGeobuf", Buffer.from([1, 0, 2, 0]), "x.fgb", { claims: "fgb", begins: "" }],
  ])("%s is reported with what its name claims and how it begins", async (_, content, fileName, params) => {
    const { inspection } = await inspect(content, fileName);
    expect(inspection.findings).toMatchObject([{ rule: "mislabelled", severity: "error", params }]);
  });

  test("an archive that only contains an archive names it", async () => {
    const inner = buildZip([{ name: "zones.txt", content: utf8("x") }]);
    const { inspection } = await inspect(buildZip([{ name: "envoi/shape_ok.zip", content: inner }]), "x.zip");
    expect(inspection.findings).toMatchObject([{ rule: "nested-archive", params: { files: "shape_ok.zip", count: 1 } }]);
  });

  test("names the missing part of a shapefile without its .dbf, and still reads the complete one beside it", async () => {
    const partial = shapefile({ name: "a" }).filter((file) => !file.name.endsWith("dbf"));
    const { inspection } = await inspect(buildZip([...partial, ...shapefile({ name: "b" })]), "x.zip");
    expect(inspection.layers.map((layer) => layer.name)).toEqual(["b"]);
    expect(inspection.findings).toMatchObject([{ rule: "part-missing", subject: "a.shp", params: { missing: ".dbf" } }]);
  });

  test.each([
    ["a cut GeoJSON", '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coord', "x.geojson"],
    ["a FlatGeobuf of noise", Buffer.concat([Buffer.from("fgb\x03fgb\x00", "latin1"), Buffer.alloc(400, 0xff)]), "x.fgb"],
    ["a GeoPackage of noise", Buffer.concat([Buffer.from("SQLite format 3\0", "latin1"), Buffer.alloc(4000, 0x7f)]), "x.gpkg"],
    ["a table with more columns than a sheet has", `${"a;".repeat(20_000)}\n`, "x.csv"],
    ["KML that is not well formed", "<kml><Placemark></kml>", "x.kml"],
  ])("%s is reported as unreadable, without a crash", async (_, content, fileName) => {
    const { inspection } = await inspect(content, fileName);
    expect(inspection.layers).toEqual([]);
    expect(["unreadable", "incomplete", "json-broken"]).toContain(rules(inspection).join());
  });

  test("kills a child that takes too long or too much memory, and reports the file as unreadable", async () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, n) => `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"n":${n}}}`,
    );
    const path = await save(lines.join("\n"));
    const slow = await inspectFile(path, { fileName: "x.geojsonl", limits: { seconds: 0.3 } });
    expect(slow.findings).toMatchObject([{ rule: "unreadable", params: { reason: "timeout" } }]);
    const large = await inspectFile(path, { fileName: "x.geojsonl", limits: { memoryBytes: 60 * 1024 * 1024 } });
    expect(large.findings).toMatchObject([{ rule: "unreadable", params: { reason: "memory" } }]);
  });

  test("leaves no child and no directory behind when a reader stops early", async () => {
    const lines = Array.from(
      { length: 100_000 },
      () => '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}',
    );
    const { path, inspection } = await inspect(lines.join("\n"), "x.geojsonl");
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("archipel-gdal-") && !name.includes("test"));
    const source = inspection.layers[0]?.source;
    if (!source) throw new Error("no layer");
    for await (const batch of readLayer(path, source, { fields: [] })) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("archipel-gdal-") && !name.includes("test"));
    expect(after.length).toBeLessThanOrEqual(before.length);
  });
});

describe("nothing else is read", () => {
  test.each([
    [
      "a GML whose document type hides behind a comment",
      `<?xml version="1.0"?><!-- ${"x".repeat(70_000)} --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a xmlns:gml="http://www.opengis.net/gml"><gml:featureMember/></a>`,
      "x.gml",
    ],
    ["a GPX with a document type", '<!DOCTYPE gpx [<!ENTITY b "c">]><gpx/>', "x.gpx"],
    [
      "a VRT called .gml",
      '<OGRVRTDataSource><OGRVRTLayer name="http://www.opengis.net/gml featureMember"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
      "x.gml",
    ],
    ["a VRT called .dxf", "<OGRVRTDataSource/>", "x.dxf"],
    ["a GML that is cut", buildGml({ A: [{ name: "a", at: [1, 2] }] }, null).slice(0, -30), "x.gml"],
    ["a DXF that is cut in its header", "0\nSECTION\n2\nHEADER\n9\n", "x.dxf"],
  ])("%s", async (_, content, fileName) => {
    const { inspection } = await inspect(content, fileName);
    expect(inspection.layers).toEqual([]);
    expect(rules(inspection).every((rule) => ["unreadable", "json-broken", "incomplete", "unsupported", "no-layers"].includes(rule))).toBe(
      true,
    );
    expect(inspection.findings).not.toEqual([]);
  });

  test("keeps the links of a GML as texts and does not fetch them", async () => {
    const gml = buildGml({ A: [{ name: "a", at: [700_000, 6_600_000] }] }, "EPSG:2154").replace(
      "<a:nom>",
      '<a:lien xlink:href="file:///etc/passwd#x" xmlns:xlink="http://www.w3.org/1999/xlink"/><a:nom>',
    );
    const { path, inspection } = await inspect(gml, "x.gml");
    expect((await namedRows(path, layerNamed(inspection, "A")))[0]?.named.lien_href).toBe("file:///etc/passwd#x");
  });
});
