import { geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { conditionParameter, conditionSql } from "../kit/condition-parameter.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { processing } from "../kit/processing.ts";
import { Bindings, rowsOf } from "../kit/recipe.ts";

export default processing({
  id: "filter",
  version: 1,
  title: { fr: "Filtrer par une condition", en: "Filter by a condition" },
  help: {
    fr: "Ne garde que les objets dont les attributs remplissent la condition.",
    en: "Keeps only the features whose attributes meet the condition.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    condition: conditionParameter({ label: { fr: "Condition", en: "Condition" }, of: "layer" }),
  },
  recipe({ layer, condition }) {
    const bindings = new Bindings();
    return {
      geometry: geometryColumnOf(layer.geometryType, layer.srid),
      fields: layer.fields,
      parts: [rowsOf(layer, { where: conditionSql(condition, bindings), bindings })],
    };
  },
});
