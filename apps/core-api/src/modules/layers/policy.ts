import type { LayerField, updateLayerInput } from "@archipel/contracts/layers.ts";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette, LayerStyle } from "@archipel/map-style/layer-style.ts";
import type { z } from "zod";
import { geometryKindOf } from "../datasets/policy.ts";
import { searchColumnsOf } from "../search/policy.ts";

/** Which columns a style reads does not depend on the theme's colours. */
const ANY_PALETTE: LayerPalette = { accent: "#000000", selection: "#000000", label: "#000000", labelHalo: "#ffffff" };

/** The columns that a layer's drawing reads: the one that decides the colour, the one that is written on the map. */
export function styleColumns(layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle }): {
  colour: string | null;
  label: string | null;
} {
  const geometry = geometryKindOf(layer.geometryType);
  const style = resolveStyle({ id: "", name: "", geometry, fields: layer.fields, style: layer.style }, ANY_PALETTE);
  // Confidence is no column of the layer: tables of low zooms merge features whatever it is.
  const isPlain = style.kind === "simple" || isByConfidence(style);
  return { colour: isPlain ? null : style.column, label: style.label?.column ?? null };
}

/** The columns whose classes the tables of low zooms keep apart. */
export function classColumnsOf(layer: Parameters<typeof styleColumns>[0]): string[] {
  const { colour } = styleColumns(layer);
  return colour === null ? [] : [colour];
}

interface DrawnLayer {
  name: string;
  geometryType: string;
  fields: readonly LayerField[];
  style: LayerStyle;
}

/** The field by which a stated style draws or names although readers may not see it: its colours and words would tell its values. */
export function hiddenFieldDrawn(layer: { fields: readonly LayerField[]; style: LayerStyle }): LayerField | null {
  const { style } = layer;
  if (style.kind === "auto") return null;
  const columns = [style.kind === "simple" ? undefined : style.column, style.label?.column];
  return layer.fields.find((field) => field.isHidden && columns.includes(field.column)) ?? null;
}

/** What was made from a layer's table by its fields and style, and is to be made anew after a change of them. */
export function staleAfter(before: DrawnLayer, after: DrawnLayer): { search: boolean; generalised: boolean } {
  return {
    search: JSON.stringify(searchColumnsOf(before)) !== JSON.stringify(searchColumnsOf(after)),
    generalised: styleColumns(before).colour !== styleColumns(after).colour,
  };
}

/** Names that a column has when it names the feature, the likeliest first; any text will do where none has. */
const NAMING = ["nom", "name", "libelle", "libelong", "label", "titre", "title", "intitule", "nom_complet", "txt", "code"];

/** Names of columns that go on from one of these: `nom_ets`, `libelle_zone`. */
const NAMING_STEM = /^(nom|name|libelle|titre|title)_/;
/** Columns that number a feature rather than name it. */
const IDENTIFIER = /^(id|gid|fid|uuid|code|insee|siren|siret|cle|key)([_\d]|$)|^id[a-z]+$|_(id|code|insee)$/;

/** The visible column that names a feature in a list; null when the layer has no visible text. */
export function namingColumn(layer: { geometryType: string; fields: readonly LayerField[]; style: LayerStyle }): string | null {
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

/** A layer's fields with the labels, visibility and rules that were asked for. An empty label is no label: the name is shown again. */
export function relabelled(
  fields: readonly LayerField[],
  changes: NonNullable<z.infer<typeof updateLayerInput>["fields"]>,
): { fields: LayerField[]; unknown: string | null } {
  const unknown = changes.find((change) => !fields.some((field) => field.column === change.column))?.column ?? null;
  const next = fields.map((field) => {
    const change = changes.find((one) => one.column === field.column);
    if (!change) return { ...field };
    const { label: _label, isHidden: _isHidden, rule: _rule, ...rest } = field;
    const label = change.label ?? field.label;
    const isHidden = change.isHidden ?? field.isHidden;
    const rule = change.rule === undefined ? field.rule : change.rule;
    return { ...rest, ...(label && { label }), ...(isHidden && { isHidden }), ...(rule && { rule }) };
  });
  return { fields: next, unknown };
}
