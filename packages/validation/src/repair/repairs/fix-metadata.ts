import type { Code } from "../../codes.ts";
import { requiredKeywords } from "../../extras/cnig/metadata.ts";
import { writeDocument, type XmlNode } from "../../metadata/document.ts";
import type { RecordEditor } from "../../metadata/edit.ts";
import { parseMetadata } from "../../metadata/parse.ts";
import type { MetadataRecord } from "../../metadata/record.ts";
import type { DeliveryFacts } from "../delivery-facts.ts";
import { daysOf } from "./cast.ts";
import { withoutAccents } from "./plain-text.ts";

/** Corrects one fault of a record with facts from the delivery. Returns false when the delivery lacks the fact. */
type Fix = (editor: RecordEditor, facts: DeliveryFacts) => boolean;

const ABOUT = "identificationInfo/MD_DataIdentification";
const CITATION = `${ABOUT}/citation/CI_Citation`;

/** The faults of a record that can be corrected from the delivery. */
const fixes: Partial<Record<Code, Fix>> = {
  METADATA_FILEIDENTIFIER_NOT_FOUND: setIdentifier,
  METADATA_FILEIDENTIFIER_INVALID: setIdentifier,
  METADATA_TYPE_NOT_FOUND: codeFix("hierarchyLevel", "MD_ScopeCode", () => "dataset"),
  METADATA_TYPE_INVALID: codeFix("hierarchyLevel", "MD_ScopeCode", () => "dataset"),
  CNIG_METADATA_TYPE_INVALID: codeFix("hierarchyLevel", "MD_ScopeCode", () => "dataset"),
  METADATA_LOCATOR_NAME_NOT_FOUND: (editor, facts) => fixLocators(editor, "name", facts),
  METADATA_LOCATOR_PROTOCOL_NOT_FOUND: (editor, facts) => fixLocators(editor, "protocol", facts),
  METADATA_LANGUAGE_NOT_FOUND: codeFix(`${ABOUT}/language`, "LanguageCode", () => "fre"),
  METADATA_LANGUAGE_INVALID: codeFix(`${ABOUT}/language`, "LanguageCode", () => "fre"),
  METADATA_METADATALANGUAGE_NOT_FOUND: codeFix("language", "LanguageCode", () => "fre"),
  METADATA_METADATALANGUAGE_INVALID: codeFix("language", "LanguageCode", () => "fre"),
  METADATA_CHARACTERSET_NOT_FOUND: codeFix(`${ABOUT}/characterSet`, "MD_CharacterSetCode", () => "utf8"),
  METADATA_CHARACTERSET_INVALID: codeFix(`${ABOUT}/characterSet`, "MD_CharacterSetCode", () => "utf8"),
  METADATA_SPATIALREPRESENTATIONTYPE_NOT_FOUND: codeFix(
    `${ABOUT}/spatialRepresentationType`,
    "MD_SpatialRepresentationTypeCode",
    representation,
  ),
  METADATA_SPATIALREPRESENTATIONTYPE_INVALID: codeFix(
    `${ABOUT}/spatialRepresentationType`,
    "MD_SpatialRepresentationTypeCode",
    representation,
  ),
  METADATA_TOPICCATEGORY_NOT_FOUND: setTopic,
  METADATA_TOPICCATEGORY_INVALID: setTopic,
  METADATA_EXTENTS_EMPTY: setExtent,
  METADATA_EXTENT_INVALID: setExtent,
  "metadata-extent-not-degrees": setExtent,
  METADATA_DATES_NOT_FOUND: (editor, { date }) => date !== null && setDate(editor, "revision", date),
  CNIG_METADATA_DATEOFLASTREVISION_NOT_FOUND: (editor, { date }) => date !== null && setDate(editor, "revision", date),
  METADATA_DATEOFPUBLICATION_INVALID: (editor) => fixDate(editor, "publication"),
  METADATA_DATEOFLASTREVISION_INVALID: (editor) => fixDate(editor, "revision"),
  METADATA_DATEOFCREATION_INVALID: (editor) => fixDate(editor, "creation"),
  METADATA_METADATADATE_NOT_FOUND: setStamp,
  METADATA_METADATADATE_INVALID: setStamp,
  METADATA_DISTRIBUTIONFORMATS_EMPTY: setFormats,
  METADATA_DISTRIBUTIONFORMAT_NAME_NOT_FOUND: setFormats,
  METADATA_SPATIALRESOLUTION_INVALID_DENOMINATOR: (editor) =>
    rewrite(editor, `${ABOUT}/spatialResolution/MD_Resolution/equivalentScale/*/denominator`, "Integer", denominatorOf),
  METADATA_SPATIALRESOLUTION_INVALID_DISTANCE: (editor) =>
    rewrite(editor, `${ABOUT}/spatialResolution/MD_Resolution/distance`, "Distance", distanceOf),
  METADATA_SPECIFICATION_DATE_INVALID: (editor) =>
    rewrite(editor, `${RESULT}/specification/CI_Citation/date/CI_Date/date`, "Date", dayOfText),
  METADATA_SPECIFICATION_DEGREE_INVALID: (editor) => rewrite(editor, `${RESULT}/pass`, "Boolean", degreeOf),
  CNIG_METADATA_SPECIFICATION_NOT_FOUND: addSpecification,
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_NOT_FOUND: setReferenceSystem,
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_NOT_FOUND: setReferenceSystem,
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_INVALID: setReferenceSystem,
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_NOT_FOUND: setReferenceSystem,
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_UNEXPECTED: setReferenceSystem,
  CNIG_METADATA_KEYWORD_NOT_FOUND: setKeywords,
  CNIG_METADATA_KEYWORD_INVALID: setKeywords,
};
const RESULT = "dataQualityInfo/DQ_DataQuality/report/*/result/DQ_ConformanceResult";

/** Corrects the fault of a code in the record; false when the delivery lacks the facts for it. */
export function fixMetadata(editor: RecordEditor, code: Code, facts: DeliveryFacts): boolean {
  return fixes[code]?.(editor, facts) ?? false;
}

function recordOf({ root }: RecordEditor): MetadataRecord | null {
  return parseMetadata(writeDocument(root));
}

function codeFix(path: string, list: string, code: (facts: DeliveryFacts) => string): Fix {
  return (editor, facts) => {
    editor.setCode(editor.ensure(path), list, code(facts));
    return true;
  };
}

function representation({ isDrawn }: DeliveryFacts): string {
  return isDrawn ? "vector" : "textTable";
}

function setIdentifier(editor: RecordEditor, { recordFile }: DeliveryFacts): boolean {
  const record = recordOf(editor);
  const text = withoutAccents(record?.fileIdentifier || record?.identifiers[0] || recordFile.replace(/^.*\/|\.xml$/gi, ""))
    .replace(/[^\w\s.:/[\]-]+/g, "-")
    .trim();
  if (text === "") return false;
  editor.setText(editor.ensure("fileIdentifier"), text);
  return true;
}

/** Planning documents and easements always have the same topic. */
function setTopic(editor: RecordEditor, { document }: DeliveryFacts): boolean {
  if (!document) return false;
  const topic = editor.make("gmd", "MD_TopicCategoryCode");
  topic.children = [{ text: "planningCadastre" }];
  editor.ensure(`${ABOUT}/topicCategory`).children = [topic];
  return true;
}

/** Sets every bounding box to the extent of the data. */
function setExtent(editor: RecordEditor, { extent }: DeliveryFacts): boolean {
  if (!extent) return false;
  const boxes = editor.all("identificationInfo/*/extent/EX_Extent/geographicElement/EX_GeographicBoundingBox");
  const [west, south, east, north] = extent;
  const sides = { westBoundLongitude: west, eastBoundLongitude: east, southBoundLatitude: south, northBoundLatitude: north };
  for (const box of boxes.length > 0 ? boxes : [editor.ensure(`${ABOUT}/extent/EX_Extent/geographicElement/EX_GeographicBoundingBox`)])
    for (const [name, value] of Object.entries(sides)) editor.setText(editor.ensure(name, box), value.toFixed(6), "Decimal");
  return true;
}

function setDate(editor: RecordEditor, type: string, day: string): boolean {
  const citation = editor.ensure(CITATION);
  const dates = editor.all("date/CI_Date", citation);
  const known = dates.find((date) => editor.all("dateType/*", date)[0]?.attributes.codeListValue === type);
  const date = known ?? editor.ensure("CI_Date", editor.add("date", citation));
  editor.setText(editor.ensure("date", date), day, "Date");
  editor.setCode(editor.ensure("dateType", date), "CI_DateTypeCode", type);
  return true;
}

const WRITTEN = { publication: "dateOfPublication", revision: "dateOfLastRevision", creation: "dateOfCreation" } as const;

function fixDate(editor: RecordEditor, type: keyof typeof WRITTEN): boolean {
  const day = dayOfText(recordOf(editor)?.[WRITTEN[type]] ?? "");
  return day !== null && setDate(editor, type, day);
}

/** Sets the metadata date: the written date in the right format, or else the latest date in the record or the delivery's name. */
function setStamp(editor: RecordEditor, { date }: DeliveryFacts): boolean {
  const record = recordOf(editor);
  const days = [record?.dateOfLastRevision, record?.dateOfPublication, record?.dateOfCreation, date].map((day) => dayOfText(day ?? ""));
  const day =
    dayOfText(record?.metadataDate ?? "") ??
    days
      .filter((known) => known !== null)
      .sort()
      .at(-1);
  if (!day) return false;
  editor.setText(editor.ensure("dateStamp"), day, "Date");
  return true;
}

function setFormats(editor: RecordEditor, { formats }: DeliveryFacts): boolean {
  const [first] = formats;
  if (first === undefined) return false;
  const written = editor.all("distributionInfo/*/distributionFormat/*");
  for (const format of written.length > 0 ? written : [editor.ensure("distributionInfo/MD_Distribution/distributionFormat/MD_Format")]) {
    const name = editor.ensure("name", format);
    if (textOf(name) === "") editor.setText(name, formats.join(", "));
    if (editor.all("version", format).length === 0) editor.setText(editor.ensure("version", format), "unknown");
  }
  return true;
}

/** Completes locators that have an address: name and protocol follow from it. */
function fixLocators(editor: RecordEditor, what: "name" | "protocol", facts: DeliveryFacts): boolean {
  let isFixed = false;
  for (const resource of editor.all("distributionInfo/*/transferOptions/*/onLine/CI_OnlineResource")) {
    const address = editor.all("linkage", resource).map(textOf)[0] ?? "";
    if (address === "" || editor.all(what, resource).map(textOf)[0]) continue;
    editor.setText(editor.ensure(what, resource), what === "name" ? nameOfAddress(address, facts) : protocolOf(address));
    isFixed = true;
  }
  return isFixed;
}

function protocolOf(address: string): string {
  const service = /[?&]service=(wms|wfs|wmts|csw)/i.exec(address)?.[1] ?? /\/(wms|wfs|wmts|csw)\b/i.exec(address)?.[1];
  return service ? `OGC:${service.toUpperCase()}` : "WWW:LINK-1.0-http--link";
}

function nameOfAddress(address: string, { name }: DeliveryFacts): string {
  const parsed = URL.parse(address);
  const last = parsed?.pathname.split("/").filter(Boolean).at(-1);
  return (last && decodeURIComponent(last)) || parsed?.hostname || name;
}

/** Sets the coordinate reference system of the data: its code and its URI in the OGC register. */
function setReferenceSystem(editor: RecordEditor, { srid }: DeliveryFacts): boolean {
  if (srid === null) return false;
  const code = editor.ensure("referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/RS_Identifier/code");
  editor.setLink(code, `EPSG:${srid}`, `http://www.opengis.net/def/crs/EPSG/0/${srid}`);
  return true;
}

/** Adds the standard. The degree of conformity stays empty: only the producer can declare it. */
function addSpecification(editor: RecordEditor, { standard }: DeliveryFacts): boolean {
  if (!standard) return false;
  const quality = editor.ensure("dataQualityInfo/DQ_DataQuality");
  const result = editor.ensure("DQ_DomainConsistency/result/DQ_ConformanceResult", editor.add("report", quality));
  const citation = editor.ensure("specification/CI_Citation", result);
  editor.setText(editor.ensure("title", citation), `CNIG ${standard.type} v${standard.year}`);
  editor.setText(editor.ensure("date/CI_Date/date", citation), standard.date, "Date");
  editor.setCode(editor.ensure("date/CI_Date/dateType", citation), "CI_DateTypeCode", "publication");
  editor.ensure("pass", result);
  return true;
}

/** Corrects or adds the keywords that repeat the parts of the folder's name. */
function setKeywords(editor: RecordEditor, { document, date }: DeliveryFacts): boolean {
  if (!document) return false;
  const about = editor.ensure(ABOUT);
  for (const { thesaurus, pattern, expected } of requiredKeywords(document)) {
    const groups = editor.all("descriptiveKeywords/MD_Keywords", about);
    const known = groups.find((group) => pattern.test(editor.all("thesaurusName/CI_Citation/title", group).map(textOf)[0] ?? ""));
    const group = known ?? editor.ensure("MD_Keywords", editor.add("descriptiveKeywords", about));
    editor.setText(editor.ensure("keyword", group), expected);
    if (known) continue;
    const year = date?.slice(0, 4) ?? "2020";
    editor.setText(editor.ensure("thesaurusName/CI_Citation/title", group), thesaurus.replace("20XX", year));
    editor.setText(editor.ensure("thesaurusName/CI_Citation/date/CI_Date/date", group), year, "Date");
    editor.setCode(editor.ensure("thesaurusName/CI_Citation/date/CI_Date/dateType", group), "CI_DateTypeCode", "publication");
  }
  return true;
}

type ValueType = "Integer" | "Distance" | "Date" | "Boolean";

/** Rewrites each value at a path that `meant` can correct; returns whether any was changed. */
function rewrite(editor: RecordEditor, path: string, type: ValueType, meant: (text: string) => string | null): boolean {
  let isFixed = false;
  for (const node of editor.all(path)) {
    const value = meant(textOf(node));
    if (value === null || value === textOf(node)) continue;
    editor.setText(node, value, type);
    isFixed = true;
  }
  return isFixed;
}

function textOf(node: XmlNode): string {
  return node.children
    .map((child) => ("text" in child ? child.text : "name" in child ? textOf(child) : ""))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `1/5 000`, `1:5000`. */
function denominatorOf(text: string): string | null {
  const digits = text.replace(/^1\s*[/:]/, "").replace(/[\s.\u00a0\u202f]/g, "");
  return /^\d+$/.test(digits) ? digits : null;
}

function distanceOf(text: string): string | null {
  const number = text
    .replace(/\s*m(ètres?|eters?)?$/i, "")
    .replace(",", ".")
    .replace(/\s/g, "");
  return /^\d+(\.\d+)?$/.test(number) ? number : null;
}

function degreeOf(text: string): string | null {
  if (/^(oui|vrai|yes|1|conforme?|true)$/i.test(text)) return "true";
  return /^(non|faux|no|0|non conforme?|false)$/i.test(text) ? "false" : null;
}

/** YYYY-MM-DD. */
function dayOfText(text: string): string | null {
  const [day] = daysOf(text.trim());
  return day !== undefined ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : null;
}
