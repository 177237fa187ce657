import { columnTypes } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { layerParameter } from "../kit/layer-parameters.ts";
import { copiedFields, copiesOf, near, orAll, partsOf, RANK, shapeIn } from "../kit/overlay.ts";
import type { SourceLayer } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { columnsOf, rowsOf } from "../kit/recipe.ts";
import { REMAINDER } from "./subtract.ts";

export default processing({
  id: "union-layers",
  version: 1,
  title: { fr: "Superposer deux couches de surfaces", en: "Overlay two layers of areas" },
  help: {
    fr: "Tous les morceaux des deux couches : ce qui est commun porte les attributs des deux, ce qui n’est que d’un côté porte les siens.",
    en: "All pieces of both layers: what is common has the attributes of both, what is on one side alone has its own.",
  },
  parameters: {
    layer: layerParameter({
      label: { fr: "Première couche", en: "First layer" },
      help: { fr: "Son système de coordonnées est gardé.", en: "The result has its coordinate system." },
      geometries: ["polygon"],
    }),
    other: layerParameter({ label: { fr: "Seconde couche", en: "Second layer" }, geometries: ["polygon"] }),
    columns: copiedFields("other"),
  },
  recipe({ layer, other, columns }) {
    const { srid } = layer;
    const copied = orAll(columns, other);
    const nothing = (fields: SourceLayer["fields"]) => fields.map(({ type }) => `NULL::${columnTypes[type]}`);
    const areas = "ST_Dimension(v.geom) = 2 AND ST_Dimension(x.geom) = 2 AND ST_Intersects(v.geom, x.geom)";
    const without = (source: SourceLayer, taken: SourceLayer) =>
      `${shapeIn(source, srid)} CROSS JOIN LATERAL (SELECT ST_Union(x.geom) AS geom FROM (${near(taken, srid, { relation: areas })}) x) u`;
    const common = `SELECT ${RANK}, x.*, ${partsOf("ST_Intersection(v.geom, x.geom)", "2")} AS cut
      FROM (${near(other, srid, { fields: copied, relation: areas })}) x`;
    // The numbers of the three parts never meet.
    const pair = `(s.fid * ${Math.max(1, other.featureCount)}::bigint + n.rank) * 3`;
    return {
      geometry: { type: "MultiPolygon", srid, hasZ: false },
      fields: addFields(layer.fields, copied),
      needsShape: true,
      parts: [
        rowsOf(layer, {
          from: `${shapeIn(layer, srid)} CROSS JOIN LATERAL (${common}) n`,
          values: [...columnsOf(layer.fields), ...copiesOf(copied)],
          geometry: "n.cut",
          where: "NOT ST_IsEmpty(n.cut)",
          number: pair,
        }),
        rowsOf(layer, {
          from: without(layer, other),
          values: [...columnsOf(layer.fields), ...nothing([...copied])],
          geometry: REMAINDER,
          where: "ST_Dimension(v.geom) = 2",
          number: "s.fid * 3 + 1",
        }),
        rowsOf(other, {
          from: without(other, layer),
          values: [...nothing(layer.fields), ...columnsOf(copied)],
          geometry: REMAINDER,
          where: "ST_Dimension(v.geom) = 2",
          number: "s.fid * 3 + 2",
        }),
      ],
    };
  },
});
