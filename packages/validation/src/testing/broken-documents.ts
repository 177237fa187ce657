import type { Code } from "../codes.ts";
import type { CellValue, Delivery } from "../delivery/delivery.ts";
import type { RuleOptions } from "../environment.ts";
import type { RepairId } from "../finding.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import { type MadeTable, makeDelivery, square } from "./make-delivery.ts";
import { recordText } from "./make-record.ts";
import { modelOf } from "./run-check.ts";

/** A delivery with one kind of fault, and the repair that is offered for it. */
export interface BrokenDelivery {
  what: string;
  delivery: Delivery;
  model: Model;
  code: Code;
  repair: RepairId;
  options?: RuleOptions;
}

const string = (name: string): Field => ({ name, type: "string" });

const filesModel: Model = {
  ...modelOf({ ZONES: { fields: [string("A")] } }),
  files: [
    { name: "ZONES", kind: "table", path: "Data/[0-9]{5}_ZONES_[0-9]{8}", presence: "required", table: "ZONES" },
    { name: "RULES", kind: "document", path: "Acts/[0-9]{5}_rules", presence: "optional" },
  ],
};
const zones = (file: string): MadeTable => ({ file, fields: { A: "text" }, rows: [{ values: ["x"] }] });

const files: BrokenDelivery[] = [
  {
    what: "a file in the wrong folder",
    code: "FILE_MISPLACED",
    repair: "rename-file",
    model: filesModel,
    delivery: makeDelivery({ name: "30014_PLU_20171013", files: ["30014_rules.pdf"], tables: [zones("Data/30014_ZONES_20171013.csv")] }),
  },
  {
    what: "a table without its code and date",
    code: "FILE_UNEXPECTED",
    repair: "rename-file",
    model: filesModel,
    delivery: makeDelivery({ name: "30014_PLU_20171013", tables: [zones("Data/Zones.shp")], files: ["Data/Zones.dbf", "Data/Zones.prj"] }),
  },
  {
    what: "an empty unexpected file",
    code: "FILE_UNEXPECTED",
    repair: "drop-file",
    model: filesModel,
    delivery: withEmpty(
      makeDelivery({ name: "30014_PLU_20171013", tables: [zones("Data/30014_ZONES_20171013.csv")], files: ["Data/odd.csv"] }),
      "Data/odd.csv",
    ),
  },
];

function withEmpty(delivery: Delivery, path: string): Delivery {
  return { ...delivery, files: delivery.files.map((file) => (file.path === path ? { path, size: 0 } : file)) };
}

const planning: Model = {
  ...modelOf({
    DOC_URBA: { fields: [string("IDURBA")] },
    DOC_URBA_COM: { fields: [string("IDURBA"), string("INSEE")] },
  }),
  extras: [{ rule: "cnig-idurba", params: { format: "v2" } }, { rule: "cnig-insee" }],
};

function document(
  what: string,
  code: Code,
  repair: RepairId,
  main: string,
  com: [CellValue, CellValue],
  insee: "text" | "integer" = "text",
): BrokenDelivery {
  return {
    what,
    code,
    repair,
    model: planning,
    delivery: makeDelivery({
      name: "01004_PLU_20171013",
      tables: [
        { file: "DOC_URBA.csv", fields: { IDURBA: "text" }, rows: [{ values: [main] }, { values: ["01005_PLU_20100101"] }] },
        { file: "DOC_URBA_COM.csv", fields: { IDURBA: "text", INSEE: insee }, rows: [{ values: com }] },
      ],
    }),
  };
}

const documents: BrokenDelivery[] = [
  document("the IDURBA of an older document", "CNIG_IDURBA_UNEXPECTED", "fill-value", "01004_PLU_20171013", [
    "01004_PLU_20100101",
    "01004",
  ]),
  document("an outdated IDURBA", "CNIG_IDURBA_NOT_FOUND", "fill-value", "01004_PLU_20100101", ["01004_PLU_20171013", "01004"]),
  document("a misspelt IDURBA", "CNIG_IDURBA_INVALID", "fill-value", "01004-PLU-2017", ["01004_PLU_20171013", "01004"]),
  document("a municipality code as a number", "CNIG_INSEE_INVALID", "cast", "01004_PLU_20171013", ["01004_PLU_20171013", 1004], "integer"),
];

const recordModel: Model = {
  ...modelOf({ ZONES: { fields: [string("A")], geometry: { type: "polygon" } } }),
  files: [
    { name: "ZONES", kind: "table", path: "ZONES", presence: "required", table: "ZONES" },
    { name: "RECORD", kind: "metadata", path: "[^/]*", presence: "required" },
  ],
  metadata: { rules: "iso19139" },
  extras: [{ rule: "cnig-metadata", params: { type: "PLU", year: 2017 } }],
};

function record(code: Code, changes: Parameters<typeof recordText>[0]): BrokenDelivery {
  return {
    what: `a record: ${code}`,
    code,
    repair: "fix-metadata",
    model: recordModel,
    delivery: makeDelivery({
      name: "30014_PLU_20171013",
      texts: { "fiche-plu.xml": recordText(changes) },
      tables: [
        { file: "ZONES.gpkg", fields: { A: "text" }, rows: [{ values: ["x"], geometry: square(790_000, 6_330_000, 100) }], srid: 2154 },
      ],
    }),
  };
}

const records: BrokenDelivery[] = [
  record("METADATA_FILEIDENTIFIER_NOT_FOUND", { fileIdentifier: null }),
  record("METADATA_FILEIDENTIFIER_INVALID", { fileIdentifier: "forêt été" }),
  record("METADATA_TYPE_NOT_FOUND", { type: null }),
  record("METADATA_TYPE_INVALID", { type: "jeu de données" }),
  record("METADATA_LOCATOR_NAME_NOT_FOUND", { locatorName: "" }),
  record("METADATA_LOCATOR_PROTOCOL_NOT_FOUND", { protocol: "" }),
  record("METADATA_LANGUAGE_NOT_FOUND", { language: null }),
  record("METADATA_LANGUAGE_INVALID", { language: "français" }),
  record("METADATA_METADATALANGUAGE_NOT_FOUND", { metadataLanguage: null }),
  record("METADATA_METADATALANGUAGE_INVALID", { metadataLanguage: "français" }),
  record("METADATA_TOPICCATEGORY_NOT_FOUND", { topic: null }),
  record("METADATA_TOPICCATEGORY_INVALID", { topic: "urbanisme" }),
  record("METADATA_EXTENTS_EMPTY", { extent: null }),
  record("METADATA_EXTENT_INVALID", { extent: ["ouest", "sud", "est", "nord"] }),
  record("metadata-extent-not-degrees", { extent: ["790000", "6330000", "790100", "6330100"] }),
  record("METADATA_DATES_NOT_FOUND", { dates: [] }),
  record("CNIG_METADATA_DATEOFLASTREVISION_NOT_FOUND", { dates: [["creation", "2017-10-13"]] }),
  record("METADATA_DATEOFPUBLICATION_INVALID", {
    dates: [
      ["revision", "2017-10-13"],
      ["publication", "13/10/2017"],
    ],
  }),
  record("METADATA_DATEOFLASTREVISION_INVALID", { dates: [["revision", "13.10.2017"]] }),
  record("METADATA_DATEOFCREATION_INVALID", {
    dates: [
      ["revision", "2017-10-13"],
      ["creation", "20171013"],
    ],
  }),
  record("METADATA_METADATADATE_NOT_FOUND", { stamp: null }),
  record("METADATA_METADATADATE_INVALID", { stamp: "13/10/2017" }),
  record("METADATA_CHARACTERSET_NOT_FOUND", { characterSet: null }),
  record("METADATA_CHARACTERSET_INVALID", { characterSet: "UTF-8" }),
  record("METADATA_DISTRIBUTIONFORMATS_EMPTY", { format: null }),
  record("METADATA_DISTRIBUTIONFORMAT_NAME_NOT_FOUND", { format: "" }),
  record("METADATA_SPATIALREPRESENTATIONTYPE_NOT_FOUND", { representation: null }),
  record("METADATA_SPATIALREPRESENTATIONTYPE_INVALID", { representation: "vecteur" }),
  record("METADATA_SPATIALRESOLUTION_INVALID_DENOMINATOR", { denominator: "1/5 000" }),
  record("METADATA_SPECIFICATION_DATE_INVALID", { standardDay: "19/12/2017" }),
  record("METADATA_SPECIFICATION_DEGREE_INVALID", { degree: "oui" }),
  record("CNIG_METADATA_SPECIFICATION_NOT_FOUND", { standard: "INSPIRE" }),
  record("CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_NOT_FOUND", { system: null }),
  record("CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_INVALID", { system: ["RGF93", "http://www.opengis.net/def/crs/EPSG/0/2154"] }),
  record("CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_NOT_FOUND", { system: ["", "http://www.opengis.net/def/crs/EPSG/0/2154"] }),
  record("CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_UNEXPECTED", { system: ["EPSG:2154", "http://epsg.io/2154"] }),
  record("CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_NOT_FOUND", { system: ["EPSG:2154", null] }),
  record("CNIG_METADATA_KEYWORD_NOT_FOUND", { territory: null }),
  record("CNIG_METADATA_KEYWORD_INVALID", { territory: "41175" }),
];

/** Deliveries with wrong file names, identifiers or metadata records. */
export const brokenDocuments: readonly BrokenDelivery[] = [...files, ...documents, ...records];
