import { geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { processing } from "../kit/processing.ts";
import { rowsOf, transformed } from "../kit/recipe.ts";
import { crsParameter } from "../kit/value-parameters.ts";

export default processing({
  id: "reproject",
  version: 1,
  title: { fr: "Changer de système de coordonnées", en: "Change the coordinate system" },
  help: {
    fr: "La même couche, dans un autre système de coordonnées. Les altitudes et les attributs restent.",
    en: "The same layer in another coordinate system. Heights and attributes stay.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    crs: crsParameter({
      label: { fr: "Nouveau système de coordonnées", en: "New coordinate system" },
      help: {
        fr: "En France métropolitaine, Lambert 93 (EPSG:2154) est le système légal.",
        en: "In mainland France, Lambert 93 (EPSG:2154) is the legal system.",
      },
    }),
  },
  recipe: ({ layer, crs }) => ({
    geometry: geometryColumnOf(layer.geometryType, crs.srid),
    fields: layer.fields,
    parts: [rowsOf(layer, { geometry: transformed("s.geom", crs.srid) })],
  }),
});
