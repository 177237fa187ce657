import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { processing } from "../kit/processing.ts";
import { columnOfParts, ofSameDimension, rowsOf } from "../kit/recipe.ts";

export default processing({
  id: "repair",
  version: 1,
  title: { fr: "Réparer les géométries", en: "Repair shapes" },
  help: {
    fr: "Corrige les contours qui se croisent, les anneaux mal placés, les trous hors de leur surface. Une surface reste une surface, une ligne reste une ligne ; ce qui est juste n’est pas touché.",
    en: "Fixes outlines that cross, misplaced rings, holes outside their area. Areas stay areas, lines stay lines; valid shapes do not change.",
  },
  parameters: { layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }) },
  counts: { repaired: { fr: "géométries réparées", en: "shapes repaired" } },
  recipe: ({ layer }) => ({
    geometry: columnOfParts(layer),
    fields: layer.fields,
    parts: [
      rowsOf(layer, {
        geometry: `CASE WHEN ST_IsValid(s.geom) THEN s.geom ELSE ${ofSameDimension("ST_MakeValid(s.geom, 'method=structure')", layer)} END`,
      }),
    ],
    counts: {
      repaired: {
        text: `SELECT count(*)::integer AS count FROM ${tableRef(layer.tableName)} WHERE NOT ST_IsValid(geom)`,
        values: [],
      },
    },
  }),
});
