import { geometryColumnOf } from "../../../layer-store/tables/layer-table.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { optional } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { rowsOf, transformed } from "../kit/recipe.ts";
import { crsParameter } from "../kit/value-parameters.ts";

export default processing({
  id: "convert",
  version: 1,
  title: { fr: "Convertir en fichier", en: "Convert to a file" },
  help: {
    fr: "La couche dans un fichier à télécharger : GeoPackage, GeoJSON, Shapefile, FlatGeobuf ou CSV.",
    en: "The layer as a file to download: GeoPackage, GeoJSON, Shapefile, FlatGeobuf or CSV.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    crs: optional(
      crsParameter({
        label: { fr: "Système de coordonnées du fichier", en: "Coordinate system of the file" },
        help: {
          fr: "Celui de la couche, si rien n’est choisi. GeoJSON est toujours en degrés (WGS 84).",
          en: "The layer’s own when none is chosen. GeoJSON is always in degrees (WGS 84).",
        },
      }),
    ),
  },
  results: ["file"],
  recipe: ({ layer, crs }) => ({
    geometry: geometryColumnOf(layer.geometryType, crs?.srid ?? layer.srid),
    fields: layer.fields,
    parts: [rowsOf(layer, crs && crs.srid !== layer.srid ? { geometry: transformed("s.geom", crs.srid) } : {})],
  }),
});
