import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { geometryColumnOf, tableRef } from "../../../layer-store/tables/layer-table.ts";
import { addFields } from "../kit/fields.ts";
import { fieldParameter, fieldsParameter, layerParameter } from "../kit/layer-parameters.ts";
import { fault } from "../kit/parameter.ts";
import { processing } from "../kit/processing.ts";
import { columnsOf, rowsOf } from "../kit/recipe.ts";
import { booleanParameter } from "../kit/value-parameters.ts";

export default processing({
  id: "join-table",
  version: 1,
  title: { fr: "Ajouter les attributs d’une autre couche", en: "Add attributes of another layer" },
  help: {
    fr: "Rapproche deux couches par un code commun (numéro INSEE, identifiant…) et recopie les attributs choisis.",
    en: "Joins two layers by a common code (town number, identifier…) and copies the chosen attributes.",
  },
  parameters: {
    layer: layerParameter({ label: { fr: "Couche à compléter", en: "Layer to complete" } }),
    key: fieldParameter({ label: { fr: "Son code", en: "Its code" }, of: "layer" }),
    other: layerParameter({ label: { fr: "Couche qui apporte les attributs", en: "Layer with the attributes" } }),
    otherKey: fieldParameter({
      label: { fr: "Le même code, dans cette couche", en: "The same code, in that layer" },
      help: {
        fr: "Si un code y figure plusieurs fois, le premier objet compte.",
        en: "If a code occurs several times, the first feature is used.",
      },
      of: "other",
    }),
    columns: fieldsParameter({ label: { fr: "Attributs à recopier", en: "Attributes to copy" }, of: "other" }),
    keepsUnmatched: booleanParameter({
      label: { fr: "Garder les objets sans correspondance", en: "Keep features without a match" },
      initial: true,
    }),
  },
  counts: {
    unmatched: { fr: "objets sans correspondance", en: "features without a match" },
    repeated: { fr: "codes présents plusieurs fois dans l’autre couche", en: "codes that occur several times in the other layer" },
  },
  recipe({ layer, key, other, otherKey, columns, keepsUnmatched }) {
    if (columns.length === 0) throw fault("columns", "processing-parameter-missing");
    const table = tableRef(other.tableName);
    const theirs = `o.${quoteIdentifier(otherKey.column)}`;
    // The types of two files may differ: codes are compared as text.
    const mine = `s.${quoteIdentifier(key.column)}::text`;
    const aliases = columns.map((_, index) => `c${index}`);
    const chosen = columnsOf(columns, "o").map((column, index) => `${column} AS ${aliases[index]}`);
    const matches = `SELECT DISTINCT ON (${theirs}) ${theirs}::text AS key, ${chosen.join(", ")} FROM ${table} o
      WHERE ${theirs} IS NOT NULL ORDER BY ${theirs}, o.fid`;
    return {
      geometry: geometryColumnOf(layer.geometryType, layer.srid),
      fields: addFields(layer.fields, columns),
      parts: [
        rowsOf(layer, {
          from: `LEFT JOIN (${matches}) j ON j.key = ${mine}`,
          values: [...columnsOf(layer.fields), ...aliases.map((alias) => `j.${alias}`)],
          where: keepsUnmatched ? "true" : "j.key IS NOT NULL",
        }),
      ],
      counts: {
        unmatched: {
          text: `SELECT count(*)::integer AS count FROM ${tableRef(layer.tableName)} s
            WHERE NOT EXISTS (SELECT FROM ${table} o WHERE ${theirs}::text = ${mine})`,
          values: [],
        },
        repeated: {
          text: `SELECT count(*)::integer AS count FROM (SELECT FROM ${table} o WHERE ${theirs} IS NOT NULL GROUP BY ${theirs} HAVING count(*) > 1) r`,
          values: [],
        },
      },
    };
  },
});
