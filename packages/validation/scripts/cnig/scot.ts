import type { Model } from "../../src/model/model.ts";
import { code, date, field, filename, shape, text, url } from "../fields.ts";

const DOCUMENT = "[0-9]{9}_SCOT_[0-9]{8}(_[a-zA-Z])?";
const END = "_[0-9]{8}(_[a-zA-Z])?";

/** Schéma de cohérence territoriale, 2018. Source: CNIG SCoT v2018. */
export function scotModel(): Model {
  const idurba = text("IDURBA!", 30, { pattern: DOCUMENT });
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: "cnig-scot-2018",
    aliases: ["cnig_SCoT_2018", "cnig_SCOT_2018"],
    title: { fr: "CNIG SCoT 2018 – Schéma de cohérence territoriale", en: "CNIG SCoT 2018 – Territorial coherence scheme" },
    standard: { name: "CNIG SCoT", version: "v2018", url: "https://www.geoportail-urbanisme.gouv.fr/standard/" },
    folder: { pattern: DOCUMENT, example: "200078244_SCOT_20180218" },
    files: [
      { name: "Donnees_geographiques", kind: "directory", path: "Donnees_geographiques", presence: "required" },
      {
        name: "PERIMETRE_SCOT",
        kind: "table",
        path: `Donnees_geographiques/[0-9]{9}_PERIMETRE_SCOT${END}`,
        presence: "required",
        table: "PERIMETRE_SCOT",
      },
      { name: "METADONNEES", kind: "metadata", path: "[^/]*", presence: "required" },
      { name: "DOC_URBA", kind: "table", path: `[0-9]{9}_DOC_URBA${END}`, presence: "required", table: "DOC_URBA" },
      { name: "DOC_URBA_COM", kind: "table", path: `[0-9]{9}_DOC_URBA_COM${END}`, presence: "required", table: "DOC_URBA_COM" },
      { name: "Pieces_ecrites", kind: "directory", path: "Pieces_ecrites", presence: "required" },
      { name: "0_Procedure", kind: "directory", path: "Pieces_ecrites/0_Procedure", presence: "required" },
      { name: "PROCEDURE", kind: "document", path: `Pieces_ecrites/0_Procedure/[0-9]{9}_procedure${END}`, presence: "required" },
      { name: "1_SCOT", kind: "directory", path: "Pieces_ecrites/1_SCOT", presence: "required" },
      { name: "DOO", kind: "document", path: `Pieces_ecrites/1_SCOT/[0-9]{9}_doo(_[0-9]+)?${END}`, presence: "required" },
      { name: "PADD", kind: "document", path: `Pieces_ecrites/1_SCOT/[0-9]{9}_padd${END}`, presence: "required" },
      { name: "RAPPORT", kind: "document", path: `Pieces_ecrites/1_SCOT/[0-9]{9}_rapport(_[0-9]+)?${END}`, presence: "recommended" },
      { name: "2_Autres_documents", kind: "directory", path: "Pieces_ecrites/2_Autres_documents", presence: "required" },
      { name: "AUTRE_DOCUMENT", kind: "document", path: "Pieces_ecrites/2_Autres_documents/[^/]*", presence: "optional" },
    ],
    tables: {
      PERIMETRE_SCOT: { fields: [idurba], geometry: shape("multipolygon") },
      DOC_URBA: {
        fields: [
          { ...idurba, identifies: true },
          text("NOM!", 254),
          code("TYPEDOC!", "SCOT"),
          code("ETAT!", "03 04 05 06 07 09"),
          code("TYPEPROC!", "01 02 03 04 05 06"),
          date("DATAPPRO!"),
          date("DATEFIN"),
          text("SIREN!", 9, { pattern: "[0-9]{9}" }),
          filename("RAPPORT!", 40),
          filename("PADD!", 40),
          filename("DOO!", 40),
          url("URLRAPPORT"),
          url("URLPADD"),
          url("URLDOO"),
          url("URLPE"),
          url("SITEWEB"),
        ],
      },
      DOC_URBA_COM: { fields: [idurba, field("INSEE!", "string", { maxLength: 5 })] },
    },
    metadata: { rules: "iso19139" },
    extras: [
      { rule: "cnig-idurba", params: { format: "v2" } },
      { rule: "cnig-insee" },
      { rule: "cnig-written-documents", params: { folder: "Pieces_ecrites", except: [] } },
      { rule: "cnig-metadata", params: { type: "SCOT", year: 2018 } },
      { rule: "table-size", params: { table: "PERIMETRE_SCOT", least: 1, most: 1, code: "CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE" } },
    ],
  };
}
