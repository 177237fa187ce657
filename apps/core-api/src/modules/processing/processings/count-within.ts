import type { LayerField } from "@archipel/contracts/layers.ts";
import { columnTypes, geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { fieldsParameter, layerParameter } from "../kit/layer-parameters.ts";
import { copiesOf, near, shapeIn } from "../kit/overlay.ts";
import { processing } from "../kit/processing.ts";
import { columnsOf, rowsOf } from "../kit/recipe.ts";

const COUNT: LayerField = { name: "nombre", column: "nombre", type: "integer" };

export default processing({
  id: "count-within",
  version: 1,
  title: { fr: "Compter les objets par surface", en: "Count features in areas" },
  help: {
    fr: "Ajoute à chaque surface le nombre d’objets d’une autre couche qui s’y trouvent, et la somme de leurs nombres : logements par commune, arbres par quartier.",
    en: "Adds to each area the number of features of another layer that lie in it, and the sums of their numbers: homes per town, trees per district.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Surfaces", en: "Areas" }, geometries: ["polygon"] }),
    other: layerParameter({
      label: { fr: "Objets à compter", en: "Features to count" },
      help: {
        fr: "Une ligne ou une surface compte là où se trouve son milieu.",
        en: "A line or an area counts where its middle lies.",
      },
    }),
    sums: fieldsParameter({ label: { fr: "Nombres à additionner", en: "Numbers to add up" }, of: "other", types: ["integer", "double"] }),
  },
  recipe({ layer, other, sums }) {
    const totals = copiesOf(sums, "x").map((column, index) => {
      const { type } = sums[index] ?? COUNT;
      return `sum(${column})::${columnTypes[type]} AS f${index}`;
    });
    const middle = "CASE WHEN ST_Dimension(o.geom) = 0 THEN o.geom ELSE ST_PointOnSurface(o.geom) END";
    const found = near(other, layer.srid, { fields: sums, shape: middle });
    return {
      geometry: geometryColumnOf(layer.geometryType, layer.srid),
      fields: addFields(addFields(layer.fields, [COUNT]), sums),
      parts: [
        rowsOf(layer, {
          from: `${shapeIn(layer, layer.srid)} CROSS JOIN LATERAL (
            SELECT ${["count(*)::bigint AS total", ...totals].join(", ")} FROM (${found}) x) n`,
          values: [...columnsOf(layer.fields), "n.total", ...copiesOf(sums)],
        }),
      ],
    };
  },
});
