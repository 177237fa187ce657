/** A deliberate difference between a shipped model and the facts of the portal. */
export interface Difference {
  /**
   * `reference`: the field refers to another table. `values`: the field has a list of allowed values. `date`: a date in any form is accepted.
   * `may-repeat`: a geometry may occur twice. `rule-left-out`: a condition is not checked. `list-unknown`: the values of a code list are not
   * checked. `model-added`: the portal does not have this model.
   */
  kind: "reference" | "values" | "date" | "may-repeat" | "rule-left-out" | "list-unknown" | "model-added";
  /** Patterns of the model, of the table and of the field or list. */
  model: RegExp;
  table: RegExp;
  name: RegExp;
  reason: string;
}

const EVERY = /./;

/**
 * Every deliberate difference. The comparing test fails for a difference that is not listed, and for a line that no model needs. The builder
 * asks for the references and for the lists that become values, so that each is written once.
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
    kind: "values",
    model: /^PLU_2017$/,
    table: /^INFO_(SURF|LIN|PCT)$/,
    name: /^STYPEINF$/,
    reason: "The validator's own test of 30014_PLU_20171013 counts a wrong subtype as ATTRIBUTE_UNEXPECTED_VALUE, besides the key.",
  },
  {
    kind: "may-repeat",
    model: /^PLU_2017$/,
    table: /^INFO_SURF$/,
    name: /^WKT$/,
    reason: "The validator's own test of 30014_PLU_20171013, in which an area occurs twice, does not count it.",
  },
  {
    kind: "date",
    model: /^PLU_2013$/,
    table: /^DOC_URBA_COM$/,
    name: /^DATECOG$/,
    reason: "The validator's own test of 41175_PLU_20140603, in which this date is a year, does not count it.",
  },
  {
    kind: "rule-left-out",
    model: /^CC_2014$/,
    table: /^DOC_URBA$/,
    name: /^(one-municipality|ended-on)$/,
    reason: "The validator's own test of 50545_CC_20140101, whose table lists documents of other municipalities, does not count them.",
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
