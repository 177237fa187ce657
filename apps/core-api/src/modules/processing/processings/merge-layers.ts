import type { LayerField } from "@archipel/contracts/layers.ts";
import { commonType, type GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { columnTypes, geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { layersParameter } from "../kit/layer-parameters.ts";
import type { SourceLayer } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { Bindings, columnsOf, rowsOf, transformed } from "../kit/recipe.ts";
import { booleanParameter } from "../kit/value-parameters.ts";

export default processing({
  id: "merge-layers",
  version: 1,
  title: { fr: "Réunir des couches", en: "Merge layers" },
  help: {
    fr: "Une seule couche avec les objets de toutes. Les attributs de même nom vont ensemble ; ce qu’une couche n’a pas reste vide.",
    en: "One layer with the features of all. Attributes of the same name are combined; what a layer lacks stays empty.",
  },
  parameters: {
    layers: layersParameter({
      label: { fr: "Couches", en: "Layers" },
      help: { fr: "Le système de coordonnées de la première est gardé.", en: "The result has the coordinate system of the first one." },
      min: 2,
      max: 20,
    }),
    tellsSource: booleanParameter({
      label: { fr: "Ajouter un attribut qui nomme la couche d’origine", en: "Add an attribute with the name of the source layer" },
      initial: true,
    }),
  },
  recipe({ layers, tellsSource }) {
    const aligned = alignedFields(layers);
    const fields = tellsSource ? addFields(aligned, [{ name: "origine", column: "origine", type: "text" }]) : aligned;
    const geometry = commonColumn(layers);
    const parts = layers.map((layer, index) => {
      const bindings = new Bindings();
      const values = aligned.map((field) => columnFor(layer, field));
      if (tellsSource) values.push(bindings.bind(layer.title, "text"));
      const shape = layer.srid === geometry.srid ? "s.geom" : transformed("s.geom", geometry.srid);
      // Distinct numbers for the features of all layers, whatever gaps there are.
      return rowsOf(layer, { values, geometry: shape, bindings, number: `(s.fid * ${layers.length} + ${index})` });
    });
    return { geometry, fields, parts };
  },
});

const sameName = (a: LayerField, b: LayerField) => a.name.toLowerCase() === b.name.toLowerCase();

/** Fields by name, in a type that holds the values of all layers. */
function alignedFields(layers: readonly SourceLayer[]): LayerField[] {
  let all: LayerField[] = [];
  for (const field of layers.flatMap((layer) => layer.fields)) {
    const known = all.find((other) => sameName(other, field));
    if (known) all = all.map((other) => (other === known ? { ...other, type: commonFieldType(known.type, field.type) } : other));
    else all = addFields(all, [field]);
  }
  return all;
}

function commonFieldType(a: LayerField["type"], b: LayerField["type"]): LayerField["type"] {
  if (a === b) return a;
  const both = new Set([a, b]);
  if (both.has("integer") && both.has("double")) return "double";
  if (!both.has("date")) return "text";
  return both.has("datetime") ? "datetime" : both.has("localdatetime") ? "localdatetime" : "text";
}

function columnFor(layer: SourceLayer, field: LayerField): string {
  const own = layer.fields.find((candidate) => sameName(candidate, field));
  return `${own ? columnsOf([own])[0] : "NULL"}::${columnTypes[field.type]}`;
}

function commonColumn(layers: readonly SourceLayer[]): GeometryColumn {
  const columns = layers.map(({ geometryType, srid }) => geometryColumnOf(geometryType, srid));
  return columns.reduce((common, column) => ({
    type: commonType(common.type, column.type),
    srid: common.srid,
    hasZ: common.hasZ || column.hasZ,
  }));
}
