import { crsOf } from "@archipel/geo/crs.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { fault, type SourceLayer } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { rowsOf } from "../kit/recipe.ts";
import { numberParameter } from "../kit/value-parameters.ts";

const WEB_MERCATOR = 3857;
/** Sixteen segments per quarter circle: a radius of 100 m is accurate to 12 cm. */
const ROUND = "'quad_segs=16'";

export default processing({
  id: "buffer",
  version: 1,
  title: { fr: "Élargir d’une distance", en: "Buffer by a distance" },
  help: {
    fr: "Entoure chaque objet d’une bande de la largeur donnée : périmètre autour d’un monument, recul le long d’une route.",
    en: "Surrounds each feature with a band of the given width: the perimeter of a monument, a setback along a road.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche", en: "Layer" } }),
    distance: numberParameter({
      label: { fr: "Distance", en: "Distance" },
      help: { fr: "Une distance négative rétrécit des surfaces.", en: "A negative distance shrinks areas." },
      unit: { fr: "mètres", en: "metres" },
      min: -100_000,
      max: 100_000,
      initial: 100,
    }),
  },
  recipe({ layer, distance }) {
    if (distance === 0) throw fault("distance", "processing-distance-zero");
    if (distance < 0 && geometryKindOf(layer.geometryType) !== "polygon") throw fault("distance", "processing-distance-negative");
    return {
      geometry: { type: "MultiPolygon", srid: layer.srid, hasZ: false },
      fields: layer.fields,
      parts: [rowsOf(layer, { geometry: widened(layer, Number(distance)) })],
    };
  },
});

/** A buffer in metres on the ground: in the layer's own CRS if its metres are true, else in a CRS that PostGIS picks for each feature. */
function widened({ srid }: SourceLayer, distance: number): string {
  if (crsOf(srid)?.unit === "metre" && srid !== WEB_MERCATOR) return `ST_Buffer(s.geom, ${distance}, ${ROUND})`;
  const onGlobe = `ST_Transform(ST_Force2D(s.geom), 4326)::geography`;
  return `ST_Transform(ST_Buffer(${onGlobe}, ${distance}, ${ROUND})::geometry, ${Number(srid)})`;
}
