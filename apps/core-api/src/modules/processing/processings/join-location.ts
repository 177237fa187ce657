import { geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { copiedFields, copiesOf, near, orAll, shapeIn } from "../kit/overlay.ts";
import { processing } from "../kit/processing.ts";
import { columnsOf, rowsOf } from "../kit/recipe.ts";
import { booleanParameter, choiceParameter } from "../kit/value-parameters.ts";

const RELATIONS = {
  touches: "ST_Intersects(v.geom, x.geom)",
  within: "ST_CoveredBy(v.geom, x.geom)",
  contains: "ST_Covers(v.geom, x.geom)",
} as const;

/** How much two shapes have in common, in the dimension of the smaller one: an area, a length, or a number of points. */
const SHARE = `CASE least(ST_Dimension(v.geom), ST_Dimension(x.geom))
  WHEN 2 THEN ST_Area(ST_Intersection(v.geom, x.geom)) WHEN 1 THEN ST_Length(ST_Intersection(v.geom, x.geom)) ELSE 0 END`;

export default processing({
  id: "join-location",
  version: 1,
  title: { fr: "Ajouter les attributs de ce qui est au même endroit", en: "Join attributes by location" },
  help: {
    fr: "Recopie, pour chaque objet, les attributs de l’objet d’une autre couche qui est au même endroit : la zone d’une parcelle, la commune d’une adresse.",
    en: "Copies to each feature the attributes of the feature of another layer at the same place: the zone of a parcel, the town of an address.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche à compléter", en: "Layer to complete" } }),
    other: layerParameter({
      label: { fr: "Couche qui apporte les attributs", en: "Layer with the attributes" },
      help: {
        fr: "Si plusieurs objets conviennent, celui qui a le plus en commun compte.",
        en: "If several features match, the one with most in common is used.",
      },
    }),
    relation: choiceParameter({
      label: { fr: "Même endroit veut dire", en: "Same place means" },
      options: {
        touches: { fr: "les deux se touchent", en: "both touch" },
        within: { fr: "l’objet à compléter est dedans", en: "the feature to complete is inside" },
        contains: { fr: "l’objet à compléter contient l’autre", en: "the feature to complete contains the other" },
      },
      initial: "touches",
    }),
    columns: copiedFields("other"),
    keepsUnmatched: booleanParameter({
      label: { fr: "Garder les objets sans correspondance", en: "Keep features without a match" },
      initial: true,
    }),
  },
  recipe({ layer, other, relation, columns, keepsUnmatched }) {
    const copied = orAll(columns, other);
    const found = near(other, layer.srid, { fields: copied, relation: RELATIONS[relation] });
    return {
      geometry: geometryColumnOf(layer.geometryType, layer.srid),
      fields: addFields(layer.fields, copied),
      parts: [
        rowsOf(layer, {
          from: `${shapeIn(layer, layer.srid)} LEFT JOIN LATERAL (
            SELECT x.* FROM (${found}) x ORDER BY ${SHARE} DESC, x.fid LIMIT 1) n ON true`,
          values: [...columnsOf(layer.fields), ...copiesOf(copied)],
          where: keepsUnmatched ? "true" : "n.fid IS NOT NULL",
        }),
      ],
    };
  },
});
