/** Why a model cannot be used, as a key of the sentences in packages/i18n (`errors.model-<reason>`). */
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

/** One thing that is wrong in a model. */
export interface ModelIssue {
  /** Path from the model's root, `.` between parts; elements of lists by their name where they have one: `tables.ZONE.fields.ID.pattern`. */
  where: string;
  reason: ModelReason;
  /** What leads nowhere, is not known, or the limit. */
  name: string;
}

/** A model that cannot be used: what is wrong, and where in it. */
export class ModelError extends Error {
  override name = "ModelError";
  /** Where its faults are known one by one. */
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

/** A name of the model that leads nowhere. `within` says in which table or list it was looked for. */
export function noSuch(where: string, reason: keyof typeof WORDS, name: string, within?: string): ModelError {
  return new ModelError(`${where}: no ${WORDS[reason]} ${name}${within === undefined ? "" : ` in ${within}`}`, [{ where, reason, name }]);
}
