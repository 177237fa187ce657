/** Why a model cannot be used. Each reason has a message in packages/i18n (`errors.model-<reason>`). */
export type ModelReason =
  | "missing"
  | "wrong-type"
  | "wrong-shape"
  | "wrong-format"
  | "unknown-key"
  | "not-a-choice"
  | "too-large"
  | "too-small"
  | "not-a-pattern"
  | "pattern-too-heavy"
  | "no-table"
  | "no-field"
  | "no-code-list"
  | "no-column"
  | "no-code"
  | "no-rule"
  | "list-in-file"
  | "too-heavy"
  | "too-deep";

/** A fault in a model. */
export interface ModelIssue {
  /** Path from the model's root, separated by `.`; elements of lists are given by their name if they have one: `tables.ZONE.fields.ID.pattern`. */
  where: string;
  reason: ModelReason;
  /** The name that refers to nothing or is unknown, or the limit. */
  name: string;
}

/** A model that cannot be used: its faults and their places. */
export class ModelError extends Error {
  override name = "ModelError";
  /** The single faults, when they are known. */
  readonly issues: readonly ModelIssue[];

  constructor(message: string, issues: readonly ModelIssue[] = []) {
    super(message);
    this.issues = issues;
  }
}

const WORDS = {
  "no-table": "table",
  "no-field": "field",
  "no-code-list": "code list",
  "no-column": "column",
  "no-code": "code",
  "no-rule": "rule",
};

/** The error for a name that refers to nothing. @param within the table or list that was searched */
export function unresolvedName(where: string, reason: keyof typeof WORDS, name: string, within?: string): ModelError {
  return new ModelError(`${where}: no ${WORDS[reason]} ${name}${within === undefined ? "" : ` in ${within}`}`, [{ where, reason, name }]);
}
