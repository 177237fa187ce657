import { layerParameter } from "../kit/layer-parameters.ts";
import { near, partsOf, shapeIn } from "../kit/overlay.ts";
import { processing } from "../kit/processing.ts";
import { columnOfParts, rowsOf } from "../kit/recipe.ts";

/** What remains of `v.geom` without the areas `u.geom`, in the dimension of the shape. */
export const REMAINDER = `CASE WHEN u.geom IS NULL THEN v.geom ELSE ${partsOf("ST_Difference(v.geom, u.geom)", "ST_Dimension(v.geom)")} END`;

export default processing({
  id: "subtract",
  version: 1,
  title: { fr: "Retirer les surfaces d’une autre couche", en: "Subtract the areas of another layer" },
  help: {
    fr: "Garde ce que la première couche a hors des surfaces de la seconde : les terrains sans les bâtiments, les zones hors du plan de prévention.",
    en: "Keeps what the first layer has outside the areas of the second: plots without buildings, zones outside the risk plan.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    other: layerParameter({ label: { fr: "Surfaces à retirer", en: "Areas to subtract" }, geometries: ["polygon"] }),
  },
  recipe({ layer, other }) {
    const found = near(other, layer.srid, { relation: "ST_Dimension(x.geom) = 2 AND ST_Intersects(v.geom, x.geom)" });
    return {
      geometry: { ...columnOfParts(layer), hasZ: false },
      fields: layer.fields,
      needsShape: true,
      parts: [
        rowsOf(layer, {
          from: `${shapeIn(layer, layer.srid)} CROSS JOIN LATERAL (SELECT ST_Union(x.geom) AS geom FROM (${found}) x) u`,
          geometry: REMAINDER,
        }),
      ],
    };
  },
});
