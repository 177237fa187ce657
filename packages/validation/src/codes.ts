import type { RepairId } from "./finding.ts";
import type { Level } from "./model/words.ts";

interface CodeFacts {
  level: Level;
  /** Names of the parameters of its sentence. */
  params: readonly string[];
  /** The repair that is offered by default. */
  repair?: RepairId;
}

const code = (level: Level, params: readonly string[] = [], repair?: RepairId): CodeFacts => ({
  level,
  params,
  ...(repair ? { repair } : {}),
});

/**
 * Every code that a finding may carry. Names, levels and meanings are the national validator's where it has them (facts: its list of codes,
 * v4); those in lower case are ours. A model may change the level.
 */
export const codes = {
  VALIDATOR_EXCEPTION: code("FATAL", ["detail"]),
  VALIDATOR_PROJECTION_INFO: code("INFO", ["crs"]),
  "crs-unknown": code("ERROR", ["file"], "reproject"),
  "crs-not-accepted": code("ERROR", ["crs", "accepted"], "reproject"),

  DIRECTORY_UNEXPECTED_NAME: code("ERROR", ["name", "pattern"]),
  FILE_MISPLACED: code("WARNING", ["file", "expected"], "rename-file"),
  FILE_UNEXPECTED: code("WARNING", ["file"]),
  FILE_MISSING_MANDATORY: code("ERROR", ["name"]),
  FILE_MISSING_MANDATORY_DIRECTORY: code("ERROR", ["name"]),
  FILE_MISSING_RECOMMANDED: code("INFO", ["name"]),
  FILE_MISSING_RECOMMANDED_DIRECTORY: code("INFO", ["name"]),
  FILE_EMPTY: code("ERROR", ["file"]),
  FILE_NOT_OPENED: code("ERROR", ["file", "detail"]),
  NO_SPATIAL_DATA: code("ERROR"),

  TABLE_MISSING_ATTRIBUTE: code("ERROR", ["field", "file"], "rename-field"),
  TABLE_MISSING_NULLABLE_ATTRIBUTE: code("INFO", ["field", "file"], "add-field"),
  TABLE_UNEXPECTED_ATTRIBUTE: code("WARNING", ["field"], "drop-field"),
  TABLE_UNEXPECTED_ENCODING: code("WARNING", ["encoding", "found"], "re-encode"),
  TABLE_MISSING_GEOMETRY: code("ERROR", ["file"]),
  MULTITABLE_UNEXPECTED: code("WARNING", ["table"]),
  MULTITABLE_MISSING: code("ERROR", ["table"]),
  TABLE_FOREIGN_KEY_NOT_FOUND: code("ERROR", ["fields", "values", "target"], "fill-from-code-list"),
  DATABASE_CONSTRAINT_MISMATCH: code("ERROR", ["condition"]),

  ATTRIBUTE_UNEXPECTED_NULL: code("ERROR", ["field"], "fill-value"),
  ATTRIBUTE_NOT_UNIQUE: code("ERROR", ["value", "count"], "drop-duplicates"),
  ATTRIBUTE_REFERENCE_NOT_FOUND: code("ERROR", ["value", "table", "target"]),
  ATTRIBUTE_CHARACTERS_ILLEGAL: code("ERROR", ["value", "fixed"], "clean-characters"),
  ATTRIBUTE_CHARACTERS_REPLACED: code("INFO", ["value", "fixed"], "clean-characters"),
  ATTRIBUTE_INVALID_FORMAT: code("ERROR", ["value", "type"], "cast"),
  ATTRIBUTE_INVALID_REGEXP: code("ERROR", ["value", "pattern"]),
  ATTRIBUTE_SIZE_EXCEEDED: code("ERROR", ["length", "limit"], "trim"),
  ATTRIBUTE_SIZE_TOO_SHORT: code("ERROR", ["length", "limit"]),
  ATTRIBUTE_UNEXPECTED_VALUE: code("ERROR", ["value", "expected"], "fill-from-code-list"),
  ATTRIBUTE_OUT_OF_RANGE: code("ERROR", ["value", "minimum", "maximum"]),
  ATTRIBUTE_PATH_NOT_FOUND: code("ERROR", ["value"]),
  ATTRIBUTE_FILE_NOT_FOUND: code("ERROR", ["value"]),
  ATTRIBUTE_GEOMETRY_INVALID: code("ERROR", ["fault"], "make-valid"),
  ATTRIBUTE_GEOMETRY_INVALID_FORMAT: code("ERROR", ["found", "type"], "cast"),
  ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT: code("ERROR"),
} as const satisfies Record<string, CodeFacts>;

export type Code = keyof typeof codes;

/** What is known of a code. */
export function factsOf(name: Code): CodeFacts {
  return codes[name];
}
