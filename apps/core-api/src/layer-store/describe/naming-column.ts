import type { LayerField } from "@archipel/contracts/layers.ts";
import { type DrawnLayer, styleColumns } from "./drawn-columns.ts";

/** Names of columns that name the feature, most likely first. Without any of them, another text column is used. */
const NAMING = ["nom", "name", "libelle", "libelong", "label", "titre", "title", "intitule", "nom_complet", "txt", "code"];

/** Columns whose names begin with one of these: `nom_ets`, `libelle_zone`. */
const NAMING_STEM = /^(nom|name|libelle|titre|title)_/;
/** Columns that identify a feature by a number or code rather than name it. */
const IDENTIFIER = /^(id|gid|fid|uuid|code|insee|siren|siret|cle|key)([_\d]|$)|^id[a-z]+$|_(id|code|insee)$/;

/** The visible column that names a feature in a list; null when the layer has no visible text. */
export function namingColumn(layer: DrawnLayer): string | null {
  const visible = layer.fields.filter((field) => !field.isHidden);
  const isVisible = (column: string | null) => visible.some((field) => field.column === column);
  const { label } = styleColumns(layer);
  if (isVisible(label)) return label;
  const texts = visible.filter((field) => field.type === "text");
  const nameOf = (field: LayerField) => field.name.toLowerCase();
  const ranked = NAMING.flatMap((name) => texts.filter((field) => nameOf(field) === name));
  const stems = texts.filter((field) => NAMING_STEM.test(nameOf(field)));
  const others = texts.filter((field) => !IDENTIFIER.test(nameOf(field)));
  return (ranked[0] ?? stems[0] ?? others[0] ?? texts[0])?.column ?? null;
}
