import type { RepairId } from "./finding.ts";
import type { Level } from "./model/words.ts";

interface CodeFacts {
  level: Level;
  /** Names of the parameters of its message. */
  params: readonly string[];
  /** The repair that is always offered. For other codes the rule decides case by case. */
  repair?: RepairId;
}

const code = (level: Level, params: readonly string[] = [], repair?: RepairId): CodeFacts => ({
  level,
  params,
  ...(repair ? { repair } : {}),
});

/**
 * Every code that a finding can have. Codes in upper case have the names, levels and meanings of the national validator (source: its list of
 * codes, v4); codes in lower case are our own. A model may change the level.
 */
export const codes = {
  VALIDATOR_EXCEPTION: code("FATAL", ["detail"]),
  VALIDATOR_PROJECTION_INFO: code("INFO", ["crs"]),
  "crs-unknown": code("WARNING", ["file"]),
  "crs-not-accepted": code("ERROR", ["crs", "accepted"]),

  DIRECTORY_UNEXPECTED_NAME: code("ERROR", ["name", "pattern"]),
  FILE_MISPLACED: code("WARNING", ["file", "expected"]),
  FILE_UNEXPECTED: code("WARNING", ["file"]),
  FILE_MISSING_MANDATORY: code("ERROR", ["name"]),
  FILE_MISSING_MANDATORY_DIRECTORY: code("ERROR", ["name"]),
  FILE_MISSING_RECOMMANDED: code("INFO", ["name"]),
  FILE_MISSING_RECOMMANDED_DIRECTORY: code("INFO", ["name"]),
  FILE_EMPTY: code("ERROR", ["file"]),
  FILE_NOT_OPENED: code("ERROR", ["file", "detail"]),
  NO_SPATIAL_DATA: code("ERROR"),

  TABLE_MISSING_ATTRIBUTE: code("ERROR", ["field", "file"]),
  TABLE_MISSING_NULLABLE_ATTRIBUTE: code("INFO", ["field", "file"]),
  TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE: code("INFO", ["field", "file"]),
  TABLE_UNEXPECTED_ATTRIBUTE: code("WARNING", ["field"]),
  TABLE_UNEXPECTED_ENCODING: code("WARNING", ["encoding", "found"], "re-encode"),
  TABLE_MISSING_GEOMETRY: code("ERROR", ["file"]),
  "layer-unexpected": code("WARNING", ["table"]),
  "layer-missing": code("ERROR", ["table"]),
  "layer-missing-recommended": code("INFO", ["table"]),
  "layer-unreadable": code("ERROR", ["table", "file", "why"]),
  TABLE_FOREIGN_KEY_NOT_FOUND: code("ERROR", ["fields", "values", "target"]),
  "name-part-differs": code("ERROR", ["name", "part", "expected"]),
  "name-not-lower-case": code("WARNING", ["name", "expected"]),
  DATABASE_CONSTRAINT_MISMATCH: code("ERROR", ["condition"]),

  ATTRIBUTE_UNEXPECTED_NULL: code("ERROR", ["field"]),
  ATTRIBUTE_NOT_UNIQUE: code("ERROR", ["value", "count"]),
  ATTRIBUTE_REFERENCE_NOT_FOUND: code("ERROR", ["value", "table", "target"]),
  ATTRIBUTE_CHARACTERS_ILLEGAL: code("ERROR", ["value", "fixed"]),
  ATTRIBUTE_CHARACTERS_REPLACED: code("INFO", ["value", "fixed"]),
  ATTRIBUTE_INVALID_FORMAT: code("ERROR", ["value", "type"]),
  ATTRIBUTE_INVALID_REGEXP: code("ERROR", ["value", "pattern"]),
  ATTRIBUTE_SIZE_EXCEEDED: code("ERROR", ["length", "limit"]),
  ATTRIBUTE_SIZE_TOO_SHORT: code("ERROR", ["length", "limit"]),
  ATTRIBUTE_UNEXPECTED_VALUE: code("ERROR", ["value", "expected"]),
  "value-differs-from-layer": code("ERROR", ["value", "expected", "table"]),
  "value-out-of-range": code("ERROR", ["value", "minimum", "maximum"]),
  ATTRIBUTE_PATH_NOT_FOUND: code("ERROR", ["value"]),
  ATTRIBUTE_FILE_NOT_FOUND: code("ERROR", ["value"]),
  ATTRIBUTE_GEOMETRY_INVALID: code("ERROR", ["fault"]),
  "geometry-type": code("ERROR", ["found", "type"]),
  "geometry-empty": code("ERROR"),
  "geometry-too-small": code("ERROR", ["measure", "value", "limit"]),
  "geometry-overlap": code("ERROR", ["other", "row", "area"]),
  "geometry-not-inside": code("ERROR", ["table", "area"]),
  "geometry-partition": code("ERROR", ["table", "id", "gap", "excess", "overlap"]),
  "geometry-not-compared": code("WARNING", ["table"]),
  CNIG_GEOMETRY_COMPLEXITY_WARNING: code("WARNING", ["measure", "value", "limit"]),
  CNIG_GEOMETRY_COMPLEXITY_ERROR: code("ERROR", ["measure", "value", "limit"]),
  CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR: code("ERROR"),
  ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT: code("ERROR"),

  METADATA_IGNORED_FILE: code("INFO", ["file"]),
  METADATA_MULTIPLE_FILES: code("ERROR", ["files"]),
  METADATA_INVALID_FILE: code("ERROR", ["detail", "file"]),
  METADATA_FILEIDENTIFIER_NOT_FOUND: code("ERROR"),
  METADATA_FILEIDENTIFIER_INVALID: code("ERROR", ["value"]),
  METADATA_IDENTIFIER_NOT_FOUND: code("WARNING"),
  METADATA_TITLE_NOT_FOUND: code("ERROR"),
  METADATA_ABSTRACT_NOT_FOUND: code("ERROR"),
  METADATA_TYPE_NOT_FOUND: code("ERROR"),
  METADATA_TYPE_INVALID: code("ERROR", ["expected", "value"]),
  METADATA_LOCATORS_EMPTY: code("ERROR"),
  METADATA_LOCATOR_NAME_NOT_FOUND: code("WARNING", ["count", "number"]),
  METADATA_LOCATOR_PROTOCOL_NOT_FOUND: code("WARNING", ["count", "number"]),
  METADATA_LOCATOR_URL_NOT_FOUND: code("ERROR", ["count", "number"]),
  METADATA_LANGUAGE_NOT_FOUND: code("ERROR"),
  METADATA_LANGUAGE_INVALID: code("ERROR", ["expected", "value"]),
  METADATA_TOPICCATEGORY_NOT_FOUND: code("ERROR"),
  METADATA_TOPICCATEGORY_INVALID: code("ERROR", ["expected", "value"]),
  METADATA_EXTENTS_EMPTY: code("ERROR"),
  METADATA_EXTENT_INVALID: code("ERROR", ["count", "number", "value"]),
  "metadata-extent-not-degrees": code("INFO", ["count", "number", "value"]),
  METADATA_DATES_NOT_FOUND: code("ERROR"),
  METADATA_DATEOFPUBLICATION_INVALID: code("ERROR", ["value"]),
  METADATA_DATEOFLASTREVISION_INVALID: code("ERROR", ["value"]),
  METADATA_DATEOFCREATION_INVALID: code("ERROR", ["value"]),
  METADATA_CHARACTERSET_NOT_FOUND: code("ERROR"),
  METADATA_CHARACTERSET_INVALID: code("ERROR", ["expected", "value"]),
  METADATA_DISTRIBUTIONFORMATS_EMPTY: code("ERROR"),
  METADATA_DISTRIBUTIONFORMAT_NAME_NOT_FOUND: code("ERROR", ["count", "number"]),
  METADATA_SPATIALREPRESENTATIONTYPE_NOT_FOUND: code("ERROR"),
  METADATA_SPATIALREPRESENTATIONTYPE_INVALID: code("ERROR", ["expected", "value"]),
  METADATA_LINEAGE_NOT_FOUND: code("ERROR"),
  METADATA_SPATIALRESOLUTIONS_EMPTY: code("ERROR"),
  METADATA_SPATIALRESOLUTION_INVALID_DENOMINATOR: code("ERROR", ["count", "number", "value"]),
  METADATA_SPATIALRESOLUTION_INVALID_DISTANCE: code("ERROR", ["count", "number", "value"]),
  METADATA_SPECIFICATIONS_EMPTY: code("ERROR"),
  METADATA_SPECIFICATION_TITLE_NOT_FOUND: code("ERROR", ["count", "number"]),
  METADATA_SPECIFICATION_DATE_NOT_FOUND: code("ERROR", ["count", "number"]),
  METADATA_SPECIFICATION_DATE_INVALID: code("ERROR", ["count", "number", "value"]),
  METADATA_SPECIFICATION_DEGREE_INVALID: code("ERROR", ["count", "number", "value"]),
  METADATA_CONTACT_NOT_FOUND: code("ERROR"),
  METADATA_METADATACONTACT_NOT_FOUND: code("ERROR"),
  METADATA_METADATADATE_NOT_FOUND: code("ERROR"),
  METADATA_METADATADATE_INVALID: code("ERROR", ["value"]),
  METADATA_METADATALANGUAGE_NOT_FOUND: code("ERROR"),
  METADATA_METADATALANGUAGE_INVALID: code("ERROR", ["expected", "value"]),

  CNIG_INSEE_INVALID: code("ERROR", ["value"]),
  CNIG_SIREN_INVALID: code("ERROR", ["value"]),
  CNIG_DOCUMENT_NO_PDF: code("ERROR"),
  CNIG_PIECE_ECRITE_ONLY_PDF: code("ERROR", ["file"]),
  CNIG_FILE_EXTENSION_INVALID: code("WARNING", ["file"]),
  CNIG_IDURBA_INVALID: code("ERROR", ["expected", "value"]),
  CNIG_IDURBA_UNEXPECTED: code("ERROR", ["expected", "value"]),
  CNIG_IDURBA_NOT_FOUND: code("ERROR", ["expected"]),
  CNIG_IDURBA_MULTIPLE_FOUND: code("WARNING", ["expected"]),
  CNIG_DOC_URBA_COM_UNEXPECTED_SIZE: code("WARNING", ["count"]),
  CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE: code("ERROR", ["count"]),
  CNIG_SUP_IDGEN_NOT_UNIQUE: code("ERROR", ["count", "value"]),
  CNIG_SUP_IDASS_NOT_UNIQUE: code("ERROR", ["count", "value"]),
  CNIG_SUP_IDGEN_NOT_FOUND: code("ERROR", ["value"]),
  CNIG_GENERATEUR_SUP_NOT_FOUND: code("ERROR"),
  CNIG_ASSIETTE_SUP_NOT_FOUND: code("ERROR"),
  CNIG_PRESCRIPTION_NOT_FOUND: code("WARNING"),
  CNIG_SUP_BAD_TERRITORY_CODE: code("ERROR", ["value"]),
  CNIG_TXT_REGEXP_INVALID: code("ERROR", ["value"]),
  CNIG_METADATA_SPECIFICATION_NOT_FOUND: code("ERROR", ["type", "year"]),
  CNIG_METADATA_TYPE_INVALID: code("ERROR", ["expected", "value"]),
  CNIG_METADATA_DATEOFLASTREVISION_NOT_FOUND: code("ERROR"),
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_NOT_FOUND: code("ERROR"),
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_NOT_FOUND: code("WARNING"),
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_CODE_INVALID: code("WARNING", ["expected", "value"]),
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_NOT_FOUND: code("ERROR"),
  CNIG_METADATA_REFERENCESYSTEMIDENTIFIER_URI_UNEXPECTED: code("ERROR", ["value"]),
  CNIG_METADATA_KEYWORD_NOT_FOUND: code("WARNING", ["expected", "name", "thesaurus"]),
  CNIG_METADATA_KEYWORD_INVALID: code("WARNING", ["expected", "name", "value"]),
} as const satisfies Record<string, CodeFacts>;

export type Code = keyof typeof codes;

/** Level, parameters and default repair of a code. */
export function factsOf(name: Code): CodeFacts {
  return codes[name];
}

export function isCode(name: string): name is Code {
  return Object.hasOwn(codes, name);
}
