/** A deliberate difference between a shipped model and the facts of the portal. */
export interface Difference {
  /**
   * `reference`: the field refers to another table. `list-unknown`: the values of a code list are not checked. `model-added`: the portal does
   * not have this model.
   */
  kind: "reference" | "list-unknown" | "model-added";
  /** Patterns of the model, of the table and of the field or list. */
  model: RegExp;
  table: RegExp;
  name: RegExp;
  reason: string;
}

const EVERY = /./;

/**
 * Every deliberate difference. Each follows from a property of the rule or of the list, so all models with that property have it. The comparing
 * test fails for a difference that is not listed, and for a line that no model needs. The builder asks for the references.
 */
export const differences: readonly Difference[] = [
  {
    kind: "reference",
    model: /^SUP_/,
    table: /GENERATEUR_SUP_|^SERVITUDE_ACTE_SUP$/,
    name: /^IDSUP$/,
    reason: "A row that refers to no easement is lost when the portal joins the tables.",
  },
  {
    kind: "reference",
    model: /^SUP_/,
    table: /^SERVITUDE_ACTE_SUP$/,
    name: /^IDACTE$/,
    reason: "A row that refers to no act is lost when the portal joins the tables.",
  },
  {
    kind: "list-unknown",
    model: EVERY,
    table: EVERY,
    name: EVERY,
    reason: "The values of this list are published with the portal only (unknownLists in lists.ts).",
  },
  {
    kind: "model-added",
    model: /^PLU_2023$/,
    table: EVERY,
    name: EVERY,
    reason: "The CNIG published an edition in 2023 that changes nothing in the tables of 2022; documents name it.",
  },
  {
    kind: "model-added",
    model: /^SUP_ANY_2016$/,
    table: EVERY,
    name: EVERY,
    reason: "It accepts easements of every category; the portal has one model for each category.",
  },
];

/** Spelling mistakes in patterns of the portal, which no correct delivery can meet, and their corrections. */
const misspelt: readonly (readonly [string, string])[] = [
  ["_PLOS_", "_POS_"],
  ["Donnees_geographiqmaillageues", "Donnees_geographiques"],
];

/** A pattern without the portal's spelling mistakes. */
export function corrected(pattern: string): string {
  return misspelt.reduce((text, [wrong, right]) => text.replace(wrong, right), pattern);
}

/** True when the builder must make this difference. */
export function isDifferent(kind: Difference["kind"], model: string, table: string, name: string): boolean {
  return differences.some((one) => one.kind === kind && one.model.test(model) && one.table.test(table) && one.name.test(name));
}
