import type { Code } from "../codes.ts";
import type { Place } from "../finding.ts";
import type { FindingCollector } from "../finding-collector.ts";
import type { MetadataRecord } from "../metadata/record.ts";
import { dayOf } from "./types.ts";

/** The codes of ISO 19115:2003, and the languages of INSPIRE. */
const TYPES =
  "attribute attributeType collectionHardware collectionSession dataset series nonGeographicDataset dimensionGroup feature featureType propertyType fieldSession software service model tile";
const TOPICS =
  "farming biota boundaries climatologyMeteorologyAtmosphere economy elevation environment geoscientificInformation health imageryBaseMapsEarthCover intelligenceMilitary inlandWaters location oceans planningCadastre society structure transportation utilitiesCommunication";
const CHARACTER_SETS =
  "ucs2 ucs4 utf7 utf8 utf16 8859part1 8859part2 8859part3 8859part4 8859part5 8859part6 8859part7 8859part8 8859part9 8859part10 8859part11 8859part13 8859part14 8859part15 8859part16 jis shiftJIS eucJP usAscii ebcdic eucKR big5 GB2312";
const REPRESENTATIONS = "vector grid textTable tin stereoModel video";
const LANGUAGES = "bul cze dan dut eng est fin fra fre ger gre hun gle ita lav lit mlt pol por rum slo slv spa swe";

type AddFinding = (code: Code, params?: Record<string, string | number>) => void;

/** The rules for metadata records of any standard, as in the national validator (INSPIRE metadata guidelines). */
export function checkMetadata(record: MetadataRecord, place: Place, collector: FindingCollector): void {
  const addFinding: AddFinding = (code, params = {}) => collector.add(code, place, { params });
  checkIdentity(record, addFinding);
  checkDescription(record, addFinding);
  checkLocators(record, addFinding);
  checkDates(record, addFinding);
  checkExtents(record, addFinding);
  checkResolutions(record, addFinding);
  checkSpecifications(record, addFinding);
  checkFormats(record, addFinding);
}

function checkIdentity(
  { fileIdentifier, identifiers, title, abstract, contact, metadataContact }: MetadataRecord,
  addFinding: AddFinding,
): void {
  if (!fileIdentifier) addFinding("METADATA_FILEIDENTIFIER_NOT_FOUND");
  else if (!/^[\w\s.:/[\]-]+$/.test(fileIdentifier)) addFinding("METADATA_FILEIDENTIFIER_INVALID", { value: fileIdentifier });
  if (identifiers.length === 0) addFinding("METADATA_IDENTIFIER_NOT_FOUND");
  if (!title) addFinding("METADATA_TITLE_NOT_FOUND");
  if (!abstract) addFinding("METADATA_ABSTRACT_NOT_FOUND");
  if (!contact) addFinding("METADATA_CONTACT_NOT_FOUND");
  if (!metadataContact) addFinding("METADATA_METADATACONTACT_NOT_FOUND");
}

function checkDescription(record: MetadataRecord, addFinding: AddFinding): void {
  const checkCode = (value: string | null, allowed: string, missing: Code, invalid: Code) => {
    if (value === null) addFinding(missing);
    else if (!allowed.split(" ").includes(value)) addFinding(invalid, { value, expected: allowed.replaceAll(" ", ", ") });
  };
  checkCode(record.type, TYPES, "METADATA_TYPE_NOT_FOUND", "METADATA_TYPE_INVALID");
  checkCode(record.language, LANGUAGES, "METADATA_LANGUAGE_NOT_FOUND", "METADATA_LANGUAGE_INVALID");
  checkCode(record.metadataLanguage, LANGUAGES, "METADATA_METADATALANGUAGE_NOT_FOUND", "METADATA_METADATALANGUAGE_INVALID");
  checkCode(record.topicCategory, TOPICS, "METADATA_TOPICCATEGORY_NOT_FOUND", "METADATA_TOPICCATEGORY_INVALID");
  checkCode(record.characterSet, CHARACTER_SETS, "METADATA_CHARACTERSET_NOT_FOUND", "METADATA_CHARACTERSET_INVALID");
  checkCode(
    record.spatialRepresentationType,
    REPRESENTATIONS,
    "METADATA_SPATIALREPRESENTATIONTYPE_NOT_FOUND",
    "METADATA_SPATIALREPRESENTATIONTYPE_INVALID",
  );
  if (!record.lineage) addFinding("METADATA_LINEAGE_NOT_FOUND");
}

function checkLocators({ locators }: MetadataRecord, addFinding: AddFinding): void {
  if (locators.length === 0) addFinding("METADATA_LOCATORS_EMPTY");
  locators.forEach(({ url, protocol, name }, index) => {
    const which = { number: index + 1, count: locators.length };
    if (!url) addFinding("METADATA_LOCATOR_URL_NOT_FOUND", which);
    if (!protocol) addFinding("METADATA_LOCATOR_PROTOCOL_NOT_FOUND", which);
    if (!name) addFinding("METADATA_LOCATOR_NAME_NOT_FOUND", which);
  });
}

function checkDates(record: MetadataRecord, addFinding: AddFinding): void {
  const { dateOfPublication, dateOfLastRevision, dateOfCreation, metadataDate } = record;
  if (!dateOfPublication && !dateOfLastRevision && !dateOfCreation) addFinding("METADATA_DATES_NOT_FOUND");
  const checkDate = (value: string | null, code: Code) => {
    if (value && !isMetadataDate(value)) addFinding(code, { value });
  };
  checkDate(dateOfPublication, "METADATA_DATEOFPUBLICATION_INVALID");
  checkDate(dateOfLastRevision, "METADATA_DATEOFLASTREVISION_INVALID");
  checkDate(dateOfCreation, "METADATA_DATEOFCREATION_INVALID");
  if (!metadataDate) addFinding("METADATA_METADATADATE_NOT_FOUND");
  else checkDate(metadataDate, "METADATA_METADATADATE_INVALID");
}

/** True for a year, a month or a date, with or without time and time zone. */
export function isMetadataDate(text: string): boolean {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  return found !== null && dayOf(`${found[1]}-${found[2] ?? "01"}-${found[3] ?? "01"}`) !== null;
}

function checkExtents({ extents }: MetadataRecord, addFinding: AddFinding): void {
  if (extents.length === 0) addFinding("METADATA_EXTENTS_EMPTY");
  extents.forEach(({ boundingBox, written }, index) => {
    const which = { number: index + 1, count: extents.length, value: written };
    const [west = 0, south = 0, east = 0, north = 0] = boundingBox ?? [];
    const isInDegrees = west >= -180 && east <= 180 && south >= -90 && north <= 90 && west <= east && south <= north;
    // The national validator only requires numbers, so a box that is not in degrees is a remark and not an error.
    if (!boundingBox) addFinding("METADATA_EXTENT_INVALID", which);
    else if (!isInDegrees) addFinding("metadata-extent-not-degrees", which);
  });
}

function checkResolutions({ spatialResolutions }: MetadataRecord, addFinding: AddFinding): void {
  if (spatialResolutions.length === 0) addFinding("METADATA_SPATIALRESOLUTIONS_EMPTY");
  spatialResolutions.forEach(({ denominator, distance }, index) => {
    const which = { number: index + 1, count: spatialResolutions.length };
    if (denominator !== null && !/^[+-]?\d+$/.test(denominator))
      addFinding("METADATA_SPATIALRESOLUTION_INVALID_DENOMINATOR", { ...which, value: denominator });
    if (distance !== null && (distance === "" || !Number.isFinite(Number(distance))))
      addFinding("METADATA_SPATIALRESOLUTION_INVALID_DISTANCE", { ...which, value: distance });
  });
}

function checkSpecifications({ specifications }: MetadataRecord, addFinding: AddFinding): void {
  if (specifications.length === 0) addFinding("METADATA_SPECIFICATIONS_EMPTY");
  specifications.forEach(({ title, date, degree }, index) => {
    const which = { number: index + 1, count: specifications.length };
    if (!title) addFinding("METADATA_SPECIFICATION_TITLE_NOT_FOUND", which);
    if (date === null) addFinding("METADATA_SPECIFICATION_DATE_NOT_FOUND", which);
    else if (!isMetadataDate(date)) addFinding("METADATA_SPECIFICATION_DATE_INVALID", { ...which, value: date });
    if (degree && degree !== "true" && degree !== "false") addFinding("METADATA_SPECIFICATION_DEGREE_INVALID", { ...which, value: degree });
  });
}

function checkFormats({ distributionFormats }: MetadataRecord, addFinding: AddFinding): void {
  if (distributionFormats.length === 0) addFinding("METADATA_DISTRIBUTIONFORMATS_EMPTY");
  distributionFormats.forEach(({ name }, index) => {
    if (!name) addFinding("METADATA_DISTRIBUTIONFORMAT_NAME_NOT_FOUND", { number: index + 1, count: distributionFormats.length });
  });
}
