import type { FieldProfile, LayerField, StyleFields } from "@archipel/contracts/layers.ts";
import { KNOWN_COLUMNS } from "@archipel/map-style/known-values.ts";

/** Names of fields that number or name features, not measure them. */
const IDENTIFIER =
  /^(fid|ogc_fid|gid|id|pk|uid|uuid|guid|objectid|oid|code|num|numero|no|ref|reference|siren|siret|insee|nic|cleabs)$|^(id|gid|fid|code|num|ref|cd)_|_(id|gid|fid|code|num|ref|uuid|cd)$|^(idu|code(insee|postal)|insee|url|lien)|insee/i;
/** Numbers that are not amounts. */
const NOT_AN_AMOUNT = /^(annee|year|lon|lat|x|y|z|longitude|latitude|code|num|insee|siren|siret)|^(an|dep|reg)$/i;

/** With fewer values, even a field that has each only once is not an identifier. */
const FEW_VALUES = 12;
/** From this share of different values on, a field distinguishes features instead of classing them. */
const NEARLY_UNIQUE = 0.8;
/** As many classes can be distinguished by colour. */
const MOST_COLOURS = 12;

/** Which field to propose first for each kind of style. A field that distinguishes single features comes last. */
export function suggestFields(fields: readonly LayerField[], profiles: readonly FieldProfile[]): StyleFields {
  const marked = profiles.map((profile) => {
    const field = fields.find(({ column }) => column === profile.column);
    return { ...profile, isIdentifier: field !== undefined && isIdentifier(field, profile) };
  });
  const candidates = fields.flatMap((field) => {
    const profile = marked.find(({ column }) => column === field.column);
    return profile ? [{ field, profile }] : [];
  });
  return { fields: marked, category: best(candidates, categoryRank), amount: best(candidates, amountRank) };
}

function isIdentifier(field: LayerField, { distinct, filled }: FieldProfile): boolean {
  if (field.type === "boolean") return false;
  const isNearlyUnique = distinct > FEW_VALUES && distinct >= filled * NEARLY_UNIQUE;
  // Measures with decimals are nearly always unique, and no identifiers.
  if (field.type === "double") return IDENTIFIER.test(field.name) && isNearlyUnique;
  if (field.type === "integer") return isNearlyUnique && (IDENTIFIER.test(field.name) || distinct === filled);
  return isNearlyUnique || (IDENTIFIER.test(field.name) && distinct > MOST_COLOURS);
}

interface Candidate {
  readonly field: LayerField;
  readonly profile: FieldProfile & { readonly isIdentifier: boolean };
}

/** Lower is better; null: never proposed. */
type Rank = (candidate: Candidate) => number | null;

function best(candidates: readonly Candidate[], rankOf: Rank): string | null {
  const ranked = candidates.flatMap((one) => {
    const rank = rankOf(one);
    return rank === null ? [] : [{ column: one.field.column, rank }];
  });
  // A stable sort: among equals, the first field of the table.
  return ranked.toSorted((a, b) => a.rank - b.rank)[0]?.column ?? null;
}

const categoryRank: Rank = ({ field, profile: { distinct, isIdentifier: isOne } }) => {
  if (distinct === 0 || field.type === "double") return null;
  if (KNOWN_COLUMNS.some(({ names }) => names.includes(field.name.toLowerCase()))) return 0;
  if (isOne) return 9;
  const isText = field.type === "text" || field.type === "boolean";
  if (distinct === 1) return 8;
  if (distinct <= MOST_COLOURS) return isText ? 1 : 2;
  return isText ? 4 : 5;
};

const amountRank: Rank = ({ field, profile: { distinct, isIdentifier: isOne } }) => {
  if (field.type !== "integer" && field.type !== "double") return null;
  if (distinct === 0) return null;
  if (isOne) return 9;
  if (NOT_AN_AMOUNT.test(field.name)) return 6;
  return distinct < 5 ? 4 : field.type === "double" ? 1 : 2;
};
