import { crsOf } from "@archipel/geo/crs.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { fault } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { columnOfParts, columnsOf, rowsOf, VALID_SHAPE, wholeOf } from "../kit/recipe.ts";
import { booleanParameter, numberParameter } from "../kit/value-parameters.ts";

/** Metres in a degree of latitude. A degree of longitude is shorter, so a shape moves less than allowed there, never more. */
const METRES_A_DEGREE = 111_320;
/** Neighbours are simplified together, in memory. */
const MAX_NEIGHBOURS = 200_000;

export default processing({
  id: "simplify",
  version: 1,
  title: { fr: "Simplifier les formes", en: "Simplify shapes" },
  help: {
    fr: "Retire les sommets qui ne changent presque rien au tracé : la couche devient plus légère.",
    en: "Removes the vertices that hardly change a line: the layer gets smaller.",
  },
  parameters: {
    layer: layerParameter({
      label: { fr: "Couche de lignes ou de surfaces", en: "Layer of lines or areas" },
      geometries: ["line", "polygon"],
    }),
    tolerance: numberParameter({
      label: { fr: "Écart accepté", en: "Accepted deviation" },
      help: {
        fr: "Le nouveau tracé ne s’éloigne pas davantage de l’ancien.",
        en: "The new line is never further than this from the old one.",
      },
      unit: { fr: "mètres", en: "metres" },
      min: 0.01,
      max: 10_000,
      initial: 5,
    }),
    keepsNeighbours: booleanParameter({
      label: { fr: "Garder les limites communes", en: "Keep shared borders" },
      help: {
        fr: "Des surfaces voisines (parcelles, communes, zones) gardent exactement la même limite : ni trou ni recouvrement.",
        en: "Areas that touch (parcels, towns, zones) keep exactly the same border: no gap, no overlap.",
      },
      initial: true,
    }),
  },
  recipe({ layer, tolerance, keepsNeighbours }) {
    const distance = crsOf(layer.srid)?.unit === "degree" ? tolerance / METRES_A_DEGREE : tolerance;
    const result = { geometry: columnOfParts(layer), fields: layer.fields };
    if (!keepsNeighbours || geometryKindOf(layer.geometryType) !== "polygon") {
      return { ...result, parts: [rowsOf(layer, { geometry: `ST_SimplifyPreserveTopology(s.geom, ${Number(distance)})` })] };
    }
    if (layer.featureCount > MAX_NEIGHBOURS) throw fault("keepsNeighbours", "processing-neighbours-heavy", { max: MAX_NEIGHBOURS });
    const columns = ["s.fid", ...columnsOf(layer.fields), `ST_CoverageSimplify(${VALID_SHAPE}, ${Number(distance)}) OVER ()`];
    const text = `SELECT ${columns.join(", ")} FROM ${tableRef(layer.tableName)} s WHERE $1::integer < $2::integer`;
    return { ...result, parts: [wholeOf(layer, { text, values: [] })] };
  },
});
