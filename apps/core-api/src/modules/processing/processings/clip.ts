import { layerParameter } from "../kit/layer-parameters.ts";
import { processing } from "../kit/processing.ts";
import { Bindings, columnOfParts, ofSameDimension, rowsOf, VALID_SHAPE } from "../kit/recipe.ts";
import { areaParameter } from "../kit/value-parameters.ts";

export default processing({
  id: "clip",
  version: 1,
  title: { fr: "Découper par une zone", en: "Clip to an area" },
  help: {
    fr: "Ne garde que ce qui tombe dans la zone ; ce qui dépasse est coupé à sa limite.",
    en: "Keeps only what lies in the area; features that cross its edge are cut.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    area: areaParameter({ label: { fr: "Zone à garder", en: "Area to keep" } }),
  },
  recipe({ layer, area }) {
    const bindings = new Bindings();
    const drawn = `ST_SetSRID(ST_GeomFromGeoJSON(${bindings.bind(JSON.stringify(area), "text")}), 4326)`;
    return {
      geometry: columnOfParts(layer),
      fields: layer.fields,
      needsShape: true,
      parts: [
        rowsOf(layer, {
          bindings,
          from: `CROSS JOIN (SELECT ST_MakeValid(ST_Transform(${drawn}, ${Number(layer.srid)})) AS geom OFFSET 0) a`,
          where: "s.geom && a.geom AND ST_Intersects(s.geom, a.geom)",
          geometry: `CASE WHEN ST_CoveredBy(s.geom, a.geom) THEN s.geom
            ELSE ${ofSameDimension(`ST_Intersection(${VALID_SHAPE}, a.geom)`, layer)} END`,
        }),
      ],
    };
  },
});
