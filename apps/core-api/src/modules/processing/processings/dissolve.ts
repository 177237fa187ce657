import type { LayerField } from "@archipel/contracts/layers.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { columnTypes, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { fieldsParameter, layerParameter } from "../kit/layer-parameters.ts";
import { processing } from "../kit/processing.ts";
import { bucketsOf, columnOfParts, columnsOf, isOfBucket, VALID_SHAPE } from "../kit/recipe.ts";

const COUNT: LayerField = { name: "nombre", column: "nombre", type: "integer" };

export default processing({
  id: "dissolve",
  version: 1,
  title: { fr: "Regrouper par attributs", en: "Group by attributes" },
  help: {
    fr: "Fusionne les objets qui ont les mêmes valeurs : les parcelles d’un propriétaire, les zones d’un même type. Sans attribut choisi, tout est fusionné.",
    en: "Merges the features that have the same values: the parcels of an owner, the zones of one type. With no attribute chosen, everything is merged.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    by: fieldsParameter({ label: { fr: "Attributs qui font un groupe", en: "Attributes to group by" }, of: "layer", max: 10 }),
    sums: fieldsParameter({ label: { fr: "Nombres à additionner", en: "Numbers to add up" }, of: "layer", types: ["integer", "double"] }),
    firsts: fieldsParameter({
      label: { fr: "Attributs à garder du premier objet", en: "Attributes to keep from the first feature" },
      of: "layer",
    }),
  },
  recipe({ layer, by, sums, firsts }) {
    const keys = columnsOf(by);
    const counted = addFields(by, [COUNT]);
    const values = [
      ...keys,
      "count(*)::bigint",
      ...sums.map((field, index) => `sum(${columnsOf(sums)[index]})::${columnTypes[field.type]}`),
      ...columnsOf(firsts).map((column) => `(array_agg(${column} ORDER BY s.fid))[1]`),
    ];
    const union = `ST_Union(${VALID_SHAPE})`;
    // The pieces of a road become one line again.
    const geometry = geometryKindOf(layer.geometryType) === "line" ? `ST_LineMerge(${union})` : union;
    const text = `SELECT min(s.fid), ${[...values, geometry].join(", ")} FROM ${tableRef(layer.tableName)} s WHERE ${isOfBucket(keys)}
      ${keys.length > 0 ? `GROUP BY ${keys.join(", ")}` : "HAVING count(*) > 0"}`;
    return {
      geometry: columnOfParts(layer),
      fields: addFields(addFields(counted, sums), firsts),
      parts: [bucketsOf(layer, { text, values: [] })],
    };
  },
});
