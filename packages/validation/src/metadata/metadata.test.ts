import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMetadataDate } from "../rules/metadata.ts";
import { makeDelivery } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";
import { readDocument, writeDocument } from "./document.ts";
import { parseMetadata } from "./parse.ts";
import { parseXml } from "./xml.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (name: string, value: string) => `<gmd:${name}><gco:CharacterString>${value}</gco:CharacterString></gmd:${name}>`;
const code = (name: string, type: string, value: string) => `<gmd:${name}><gmd:${type} codeListValue="${value}"/></gmd:${name}>`;
const date = (type: string, value: string) =>
  `<gmd:date><gmd:CI_Date><gmd:date><gco:Date>${value}</gco:Date></gmd:date>${code("dateType", "CI_DateTypeCode", type)}</gmd:CI_Date></gmd:date>`;
const keywords = (thesaurus: string, word: string) =>
  `<gmd:descriptiveKeywords><gmd:MD_Keywords>${text("keyword", word)}<gmd:thesaurusName><gmd:CI_Citation>${text("title", thesaurus)}</gmd:CI_Citation></gmd:thesaurusName></gmd:MD_Keywords></gmd:descriptiveKeywords>`;
const locator = (url: string, protocol: string, name: string) =>
  `<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>${url}</gmd:URL></gmd:linkage>${text("protocol", protocol)}${text("name", name)}</gmd:CI_OnlineResource></gmd:onLine>`;
const box = (...sides: number[]) =>
  ["westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"]
    .map((side, index) => `<gmd:${side}><gco:Decimal>${sides[index]}</gco:Decimal></gmd:${side}>`)
    .join("");

/** The parts of a record without findings. Tests replace some of them. */
const whole = {
  fileIdentifier: text("fileIdentifier", "fr-30014-plu20171013"),
  language: code("language", "LanguageCode", "fre"),
  hierarchyLevel: code("hierarchyLevel", "MD_ScopeCode", "dataset"),
  contact: `<gmd:contact><gmd:CI_ResponsibleParty>${text("organisationName", "Mairie")}</gmd:CI_ResponsibleParty></gmd:contact>`,
  dateStamp: "<gmd:dateStamp><gco:Date>2020-01-01</gco:Date></gmd:dateStamp>",
  referenceSystem: `<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier><gmd:code><gmx:Anchor xlink:href="http://www.opengis.net/def/crs/EPSG/0/2154">EPSG:2154</gmx:Anchor></gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem></gmd:referenceSystemInfo>`,
  title: text("title", "PLU d’Anduze"),
  dates: date("revision", "2017-10-13"),
  identifier: `<gmd:identifier><gmd:MD_Identifier>${text("code", "x")}</gmd:MD_Identifier></gmd:identifier>`,
  abstract: text("abstract", "Le plan."),
  pointOfContact: `<gmd:pointOfContact><gmd:CI_ResponsibleParty>${text("organisationName", "Mairie")}</gmd:CI_ResponsibleParty></gmd:pointOfContact>`,
  keywords: keywords("Types de documents d’urbanisme", "PLU") + keywords("Code officiel géographique au 1er janvier 2020", "30014"),
  representation: code("spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector"),
  resolution: `<gmd:spatialResolution><gmd:MD_Resolution><gmd:equivalentScale><gmd:MD_RepresentativeFraction><gmd:denominator><gco:Integer>5000</gco:Integer></gmd:denominator></gmd:MD_RepresentativeFraction></gmd:equivalentScale></gmd:MD_Resolution></gmd:spatialResolution>`,
  dataLanguage: code("language", "LanguageCode", "fre"),
  characterSet: code("characterSet", "MD_CharacterSetCode", "utf8"),
  topic: "<gmd:topicCategory><gmd:MD_TopicCategoryCode>planningCadastre</gmd:MD_TopicCategoryCode></gmd:topicCategory>",
  extent: `<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>${box(3.9, 4.1, 44, 44.1)}</gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>`,
  format: `<gmd:distributionFormat><gmd:MD_Format>${text("name", "Shapefile")}</gmd:MD_Format></gmd:distributionFormat>`,
  locators: locator("https://exemple.fr", "WWW:LINK", "site"),
  specification: specification("CNIG PLU v2017", "2017-12-19", "publication", "true"),
  lineage: text("statement", "Numérisé."),
};
function specification(title: string, day: string, type: string, degree: string): string {
  return `<gmd:report><gmd:DQ_DomainConsistency><gmd:result><gmd:DQ_ConformanceResult><gmd:specification><gmd:CI_Citation>${text("title", title)}${date(type, day)}</gmd:CI_Citation></gmd:specification><gmd:pass><gco:Boolean>${degree}</gco:Boolean></gmd:pass></gmd:DQ_ConformanceResult></gmd:result></gmd:DQ_DomainConsistency></gmd:report>`;
}

function recordOf(changes: Partial<typeof whole> = {}): string {
  const part = { ...whole, ...changes };
  const about = [
    part.abstract,
    part.pointOfContact,
    part.keywords,
    part.representation,
    part.resolution,
    part.dataLanguage,
    part.characterSet,
    part.topic,
    part.extent,
  ].join("");
  return `<?xml version="1.0" encoding="UTF-8"?><gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink">${part.fileIdentifier}${part.language}${part.hierarchyLevel}${part.contact}${part.dateStamp}${part.referenceSystem}<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>${part.title}${part.dates}${part.identifier}</gmd:CI_Citation></gmd:citation>${about}</gmd:MD_DataIdentification></gmd:identificationInfo><gmd:distributionInfo><gmd:MD_Distribution>${part.format}<gmd:transferOptions><gmd:MD_DigitalTransferOptions>${part.locators}</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo><gmd:dataQualityInfo><gmd:DQ_DataQuality>${part.specification}<gmd:lineage><gmd:LI_Lineage>${part.lineage}</gmd:LI_Lineage></gmd:lineage></gmd:DQ_DataQuality></gmd:dataQualityInfo></gmd:MD_Metadata>`;
}

const model = modelOf(
  {},
  {
    files: [{ name: "RECORD", kind: "metadata", path: "[^/]*", presence: "required" }],
    extras: [{ rule: "cnig-metadata", params: { type: "PLU", year: 2017 } }],
  },
);
const check = (texts: Record<string, string>, name = "30014_PLU_20171013") => runCheck(makeDelivery({ name, texts }), model);

describe("the record of a delivery", () => {
  test("without faults has no finding, and is returned in the verdict", async () => {
    const { codes, verdict } = await check({ "r.xml": recordOf() });
    expect(codes).toEqual([]);
    expect(verdict.metadata).toMatchObject({ title: "PLU d’Anduze", extents: [{ boundingBox: [3.9, 44, 4.1, 44.1] }] });
  });

  test.each<[Partial<typeof whole>, string[]]>([
    [{ fileIdentifier: "" }, ["METADATA_FILEIDENTIFIER_NOT_FOUND"]],
    [{ fileIdentifier: text("fileIdentifier", "plu <é>".replace("<", "&lt;")) }, ["METADATA_FILEIDENTIFIER_INVALID"]],
    [{ identifier: "" }, ["METADATA_IDENTIFIER_NOT_FOUND"]],
    [{ title: text("title", "") }, ["METADATA_TITLE_NOT_FOUND"]],
    [{ abstract: "" }, ["METADATA_ABSTRACT_NOT_FOUND"]],
    [{ contact: "" }, ["METADATA_METADATACONTACT_NOT_FOUND"]],
    [{ pointOfContact: "" }, ["METADATA_CONTACT_NOT_FOUND"]],
    [{ hierarchyLevel: "" }, ["METADATA_TYPE_NOT_FOUND"]],
    [{ hierarchyLevel: code("hierarchyLevel", "MD_ScopeCode", "map") }, ["METADATA_TYPE_INVALID", "CNIG_METADATA_TYPE_INVALID"]],
    [{ hierarchyLevel: code("hierarchyLevel", "MD_ScopeCode", "series") }, ["CNIG_METADATA_TYPE_INVALID"]],
    [{ dataLanguage: "" }, ["METADATA_LANGUAGE_NOT_FOUND"]],
    [{ dataLanguage: code("language", "LanguageCode", "fr") }, ["METADATA_LANGUAGE_INVALID"]],
    [{ language: "" }, ["METADATA_METADATALANGUAGE_NOT_FOUND"]],
    [{ language: text("language", "fr") }, ["METADATA_METADATALANGUAGE_INVALID"]],
    [{ topic: "" }, ["METADATA_TOPICCATEGORY_NOT_FOUND"]],
    [
      { topic: "<gmd:topicCategory><gmd:MD_TopicCategoryCode>plan</gmd:MD_TopicCategoryCode></gmd:topicCategory>" },
      ["METADATA_TOPICCATEGORY_INVALID"],
    ],
    [{ characterSet: "" }, ["METADATA_CHARACTERSET_NOT_FOUND"]],
    [{ characterSet: code("characterSet", "MD_CharacterSetCode", "") }, ["METADATA_CHARACTERSET_INVALID"]],
    [{ representation: "" }, ["METADATA_SPATIALREPRESENTATIONTYPE_NOT_FOUND"]],
    [{ representation: code("spatialRepresentationType", "X", "paper") }, ["METADATA_SPATIALREPRESENTATIONTYPE_INVALID"]],
    [{ lineage: text("statement", " ") }, ["METADATA_LINEAGE_NOT_FOUND"]],
    [{ locators: "" }, ["METADATA_LOCATORS_EMPTY"]],
    [
      { locators: locator("", "", "") },
      ["METADATA_LOCATOR_URL_NOT_FOUND", "METADATA_LOCATOR_PROTOCOL_NOT_FOUND", "METADATA_LOCATOR_NAME_NOT_FOUND"],
    ],
    [{ dates: "" }, ["METADATA_DATES_NOT_FOUND", "CNIG_METADATA_DATEOFLASTREVISION_NOT_FOUND"]],
    [{ dates: date("revision", "13/10/2017") }, ["METADATA_DATEOFLASTREVISION_INVALID"]],
    [
      { dates: date("revision", "2017-10-13") + date("publication", "x") + date("creation", "2017-02-30") },
      ["METADATA_DATEOFPUBLICATION_INVALID", "METADATA_DATEOFCREATION_INVALID"],
    ],
    [{ dateStamp: "" }, ["METADATA_METADATADATE_NOT_FOUND"]],
    [{ dateStamp: "<gmd:dateStamp><gco:Date>hier</gco:Date></gmd:dateStamp>" }, ["METADATA_METADATADATE_INVALID"]],
    [{ extent: "" }, ["METADATA_EXTENTS_EMPTY"]],
    [{ extent: whole.extent.replace("3.9", "Ouest") }, ["METADATA_EXTENT_INVALID"]],
    [{ extent: whole.extent.replace("3.9", "700000") }, ["metadata-extent-not-degrees"]],
    [{ resolution: "" }, ["METADATA_SPATIALRESOLUTIONS_EMPTY"]],
    [{ resolution: whole.resolution.replace("5000", "1/5000") }, ["METADATA_SPATIALRESOLUTION_INVALID_DENOMINATOR"]],
    [
      {
        resolution: `<gmd:spatialResolution><gmd:MD_Resolution><gmd:distance><gco:Distance uom="m">dix</gco:Distance></gmd:distance></gmd:MD_Resolution></gmd:spatialResolution>`,
      },
      ["METADATA_SPATIALRESOLUTION_INVALID_DISTANCE"],
    ],
    [{ specification: "" }, ["METADATA_SPECIFICATIONS_EMPTY", "CNIG_METADATA_SPECIFICATION_NOT_FOUND"]],
    [{ specification: specification("CNIG PLU v2017", "2017-12-19", "revision", "true") }, ["CNIG_METADATA_SPECIFICATION_NOT_FOUND"]],
    [
      { specification: whole.specification + specification("", "bientôt", "publication", "oui") },
      ["METADATA_SPECIFICATION_TITLE_NOT_FOUND", "METADATA_SPECIFICATION_DATE_INVALID", "METADATA_SPECIFICATION_DEGREE_INVALID"],
    ],
    [{ format: "" }, ["METADATA_DISTRIBUTIONFORMATS_EMPTY"]],
    [{ format: whole.format.replace("Shapefile", "") }, ["METADATA_DISTRIBUTIONFORMAT_NAME_NOT_FOUND"]],
    [{ referenceSystem: "" }, ["CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_NOT_FOUND"]],
    [
      { referenceSystem: whole.referenceSystem.replace(/ xlink:href="[^"]*"/, "") },
      ["CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_NOT_FOUND"],
    ],
    [
      { referenceSystem: whole.referenceSystem.replace("EPSG/0/2154", "EPSG/0/99999") },
      ["CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_UNEXPECTED"],
    ],
    [{ referenceSystem: whole.referenceSystem.replace(">EPSG:2154<", "><") }, ["CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_NOT_FOUND"]],
    [
      { referenceSystem: whole.referenceSystem.replace(">EPSG:2154<", ">Lambert<") },
      ["CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_INVALID"],
    ],
    [{ keywords: keywords("Types de documents d'urbanisme", "POS") }, ["CNIG_METADATA_KEYWORD_INVALID", "CNIG_METADATA_KEYWORD_NOT_FOUND"]],
  ])("%#: each fault gives its code", async (changes, codes) => {
    const found = await check({ "r.xml": recordOf(changes) });
    expect(found.codes).toEqual(codes);
    expect(found.findings.every(({ file, fileModel }) => file === "r.xml" && fileModel === "RECORD")).toBe(true);
  });

  test("must be the only one: other XML is ignored, broken XML is reported, a DOCTYPE is refused", async () => {
    expect((await check({ "other.xml": "<this/>" })).codes).toEqual(["METADATA_IGNORED_FILE", "FILE_MISSING_MANDATORY"]);
    expect((await check({ "a.xml": recordOf(), "b.xml": recordOf() })).codes).toEqual(["METADATA_MULTIPLE_FILES"]);
    expect((await check({ "r.xml": "<gmd:MD_Metadata>" })).codes).toEqual(["METADATA_INVALID_FILE"]);
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><MD_Metadata/>`;
    expect((await check({ "r.xml": bomb })).findings).toMatchObject([
      { code: "METADATA_INVALID_FILE", params: { detail: "a DOCTYPE is not accepted" } },
    ]);
  });
});

test("XML that is nested too deep is refused", () => {
  expect(() => parseXml(bytes(`${"<a>".repeat(200)}${"</a>".repeat(200)}`))).toThrow(/deep/);
});

test.each([
  ["2014-09-08Z", true],
  ["2015-08-28T12:48:06.7163297Z", true],
  ["2014", true],
  ["2014-13-01", false],
  ["08/09/2014", false],
])("the date %s: %s", (written, isValid) => expect(isMetadataDate(written)).toBe(isValid));

const folders = [
  process.env.SAMPLES,
  join(import.meta.dirname, "../../../../../shared/data"),
  join(import.meta.dirname, "../../../../../../shared/data"),
];
const samples = folders.find((folder) => folder && existsSync(join(folder, "metadata/01-expected.json"))) ?? "";
test.skipIf(!samples)("a real record is parsed like the national validator parses it", () => {
  const expected: unknown = JSON.parse(readFileSync(join(samples, "metadata/01-expected.json"), "utf8"));
  expect(parseMetadata(readFileSync(join(samples, "metadata/01.xml")))).toMatchObject(expected as object);
  expect(parseMetadata(readFileSync(join(samples, "metadata/not-a-metadatafile.xml")))).toBeNull();
});

test("keeps the addresses of thesauri and protocols, profiles, descriptions and the classification, also when the record is written again", () => {
  const anchor = (name: string, href: string, words: string) =>
    `<gmd:${name}><gmx:Anchor xlink:href="${href}">${words}</gmx:Anchor></gmd:${name}>`;
  const thesaurus = anchor("title", "http://inspire.ec.europa.eu/theme", "GEMET");
  const record = recordOf({
    keywords: `<gmd:descriptiveKeywords><gmd:MD_Keywords>${text("keyword", "Usage des sols")}<gmd:thesaurusName><gmd:CI_Citation>${thesaurus}</gmd:CI_Citation></gmd:thesaurusName></gmd:MD_Keywords></gmd:descriptiveKeywords><gmd:resourceConstraints><gmd:MD_SecurityConstraints>${code("classification", "MD_ClassificationCode", "unclassified")}</gmd:MD_SecurityConstraints></gmd:resourceConstraints>`,
    locators: `<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://exemple.fr/wfs</gmd:URL></gmd:linkage>${anchor("protocol", "http://www.opengis.net/def/serviceType/ogc/wfs", "OGC:WFS")}${text("applicationProfile", "WFS 2.0")}${text("name", "zones")}${text("description", "Les zones du plan")}</gmd:CI_OnlineResource></gmd:onLine>`,
  });
  const parsed = parseMetadata(bytes(record));
  expect(parsed?.keywords).toMatchObject([{ thesaurusName: "GEMET", thesaurusUri: "http://inspire.ec.europa.eu/theme" }]);
  expect(parsed?.constraints).toMatchObject([{ type: "MD_SecurityConstraints", classification: "unclassified" }]);
  expect(parsed?.locators).toEqual([
    {
      url: "https://exemple.fr/wfs",
      protocol: "OGC:WFS",
      protocolUrl: "http://www.opengis.net/def/serviceType/ogc/wfs",
      applicationProfile: "WFS 2.0",
      name: "zones",
      description: "Les zones du plan",
    },
  ]);
  expect(parseMetadata(writeDocument(readDocument(bytes(record))))).toEqual(parsed);
});
