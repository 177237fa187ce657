import { addFields } from "../kit/fields.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { copiedFields, copiesOf, near, orAll, pairNumber, partsOf, RANK, shapeIn } from "../kit/overlay.ts";
import { processing } from "../kit/processing.ts";
import { columnOfParts, columnsOf, rowsOf } from "../kit/recipe.ts";

export default processing({
  id: "intersect",
  version: 1,
  title: { fr: "Croiser deux couches", en: "Intersect two layers" },
  help: {
    fr: "Garde ce que la première couche a en commun avec les surfaces de la seconde, avec les attributs des deux : les parcelles en zone inondable, les routes d’une commune.",
    en: "Keeps what the first layer has in common with the areas of the second, with the attributes of both: parcels in a flood zone, roads of a town.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    other: layerParameter({
      label: { fr: "Couche de surfaces", en: "Layer of areas" },
      help: {
        fr: "Un objet sur plusieurs surfaces donne un morceau pour chacune.",
        en: "A feature on several areas gives one piece for each.",
      },
      geometries: ["polygon"],
    }),
    columns: copiedFields("other"),
  },
  recipe({ layer, other, columns }) {
    const copied = orAll(columns, other);
    const cut = partsOf("ST_Intersection(v.geom, x.geom)", "ST_Dimension(v.geom)");
    const shape = `CASE WHEN ST_CoveredBy(v.geom, x.geom) THEN v.geom ELSE ${cut} END`;
    const found = near(other, layer.srid, { fields: copied, relation: "ST_Dimension(x.geom) = 2 AND ST_Intersects(v.geom, x.geom)" });
    return {
      geometry: { ...columnOfParts(layer), hasZ: false },
      fields: addFields(layer.fields, copied),
      needsShape: true,
      parts: [
        rowsOf(layer, {
          from: `${shapeIn(layer, layer.srid)} CROSS JOIN LATERAL (
            SELECT ${RANK}, x.*, ${shape} AS cut FROM (${found}) x) n`,
          values: [...columnsOf(layer.fields), ...copiesOf(copied)],
          geometry: "n.cut",
          where: "NOT ST_IsEmpty(n.cut)",
          number: pairNumber(other),
        }),
      ],
    };
  },
});
