import type { FileModel, Presence } from "../../src/model/file.ts";
import type { Model } from "../../src/model/model.ts";
import { type PlanningType, planningLists, planningTables } from "./planning-tables.ts";
import type { Year } from "./years.ts";

const GEO = "Donnees_geographiques";
const WRITTEN = "Pieces_ecrites";
const PART = "(_[a-zA-Z])?";

/** The table files of a document. Since 2017 a file name is `<code>_<table>_<date>`; before, it is the table's name with optional suffixes. */
function tableFiles(type: PlanningType, year: Year): FileModel[] {
  const code = type === "PLUi" ? "[0-9]{9}" : "[AB0-9]{5}";
  const path = (name: string, isDrawn: boolean) => {
    if (year >= 2017) return `${code}_${name}_[0-9]{8}`;
    return isDrawn ? `${name}(_[AB0-9]{5})?(_[AB0-9]{3})?` : `${year === 2013 ? name.replace("DOC", "DOC(UMENT)?") : name}(_[AB0-9]{3})?`;
  };
  return Object.keys(planningTables(type, year)).map((name): FileModel => {
    const isRoot = name.startsWith("DOC_URBA");
    const isTitles = name === "TITRES_PIECES_ECRITES";
    const folder = isRoot ? "" : isTitles ? `${WRITTEN}/4_Annexes/` : `${GEO}/`;
    const presence = presenceOf(name, type, year);
    return { name, kind: "table", path: `${folder}${path(isTitles ? name.toLowerCase() : name, !isRoot)}`, presence, table: name };
  });
}

function presenceOf(name: string, type: PlanningType, year: Year): Presence {
  if (name === "ZONE_URBA" || name === "SECTEUR_CC") return "required";
  if (!name.startsWith("DOC_URBA")) return "optional";
  return year === 2013 && type === "PLU" ? "recommended" : "required";
}

const directory = (name: string, presence: Presence = "required", within = `${WRITTEN}/`): FileModel => ({
  name,
  kind: "directory",
  path: `${within}${name}`,
  presence,
});
const pdf = (name: string, folder: string, pattern: string, presence: Presence = "required"): FileModel => ({
  name,
  kind: "document",
  path: `${WRITTEN}/${folder}/${pattern}`,
  presence,
});

/** The folders and files of the written documents. */
function documents(type: PlanningType, year: Year): FileModel[] {
  const code = type === "PLUi" ? "[0-9]{9}" : "[AB0-9]{5}";
  // Since 2025 a file name may contain a date and the procedure that produced the document.
  const named = (word: string) =>
    year >= 2025 ? `${code}(_[0-9]{8})?_${word}(_[a-zA-Z]+[0-9]*)?(_[0-9]+)*_[0-9]{8}${PART}` : `${code}_${word}_[0-9]{8}${PART}`;
  const procedures: FileModel[] = [
    pdf("PROCEDURE", "0_Procedure", named("procedure")),
    pdf("JUGEMENT", "0_Procedure", named("jugement"), "optional"),
    ...(year >= 2022 ? [pdf("AUTRES_PIECES", "0_Procedure", `${code}(_[0-9]{8})?_[a-zA-Z_]+[0-9]*_[0-9]{8}${PART}`, "optional")] : []),
  ];
  const annexes = [directory("4_Annexes"), pdf("ANNEXE", "4_Annexes", "[^/]*")];
  if (type === "CC") {
    return [
      ...(year >= 2014 ? [directory("0_Procedure"), pdf("PROCEDURE", "0_Procedure", year >= 2017 ? named("procedure") : "[^/]*")] : []),
      directory("1_Rapport_de_presentation"),
      pdf("RAPPORT", "1_Rapport_de_presentation", `[AB0-9]{5}_rapport(_[0-9]+)?_[0-9]{8}${PART}`),
      ...annexes,
    ];
  }
  if (year < 2017) {
    return [
      ...(year >= 2014 ? [directory("0_Procedure"), pdf("PROCEDURE", "0_Procedure", "[^/]*")] : []),
      directory("1_Rapport_de_presentation"),
      pdf("RAPPORT", "1_Rapport_de_presentation", `${code}_rapport(_[0-9]+)?_[0-9]{8}`),
      directory("2_PADD"),
      pdf("PADD", "2_PADD", `${code}_padd_[0-9]{8}`),
      directory("3_Reglement"),
      pdf("REGLEMENT", "3_Reglement", `${code}_reglement_[0-9]{8}`),
      ...annexes,
      pdf("INFORMATION", "4_Annexes", `${code}_info_(pct|lin|surf)(_[0-9]+)?(_[0-9]+)?_[0-9]{8}`, "optional"),
      pdf("PRESCRIPTION", "4_Annexes", `${code}_prescription_(pct|lin|surf)(_[0-9]+)?(_[0-9]+)?_[0-9]{8}`, "optional"),
      directory("5_Orientations_amenagement", "optional"),
      pdf("ORIENTATIONS_AMENAGEMENT", "5_Orientations_amenagement", `${code}_orientations_amenagement(_[0-9]+)?_[0-9]{8}`, "optional"),
    ];
  }
  return [
    directory("0_Procedure"),
    ...procedures,
    directory("1_Rapport_de_presentation"),
    pdf("RAPPORT", "1_Rapport_de_presentation", year >= 2025 ? named("rapport") : `${code}_rapport(_97_00)?(_[0-9]+)?_[0-9]{8}${PART}`),
    pdf("EVALUATION_ENVIRONNEMENTALE", "1_Rapport_de_presentation", named("eval_environnement"), "optional"),
    directory("2_PADD"),
    pdf("PADD", "2_PADD", year >= 2025 ? named("padd") : `${code}_padd(_97_00)?_[0-9]{8}${PART}`),
    directory("3_Reglement"),
    pdf("REGLEMENT", "3_Reglement", year >= 2025 ? named("reglement") : `${code}_reglement(_97_00)?_[0-9]{8}${PART}`),
    pdf(
      "REGLEMENT_GRAPHIQUE",
      "3_Reglement",
      year >= 2025 ? named("reglement_graphique") : `${code}_reglement_graphique(_97_00)?(_[0-9]+)?_[0-9]{8}${PART}`,
      "optional",
    ),
    pdf("PRESCRIPTION", "3_Reglement", `${code}_prescription_(lin|pct|surf)(_[0-9]+)?(_[0-9]+)?(_[0-9]+)?_[0-9]{8}${PART}`, "optional"),
    ...annexes,
    directory("5_Orientations_amenagement", "optional"),
    pdf(
      "ORIENTATIONS_AMENAGEMENT",
      "5_Orientations_amenagement",
      `${code}_orientations(_amenagement)?(_[0-9]+)?(_[0-9]+)?(_[0-9]+)?_[0-9]{8}${PART}`,
      "optional",
    ),
  ];
}

const TITLES: Record<PlanningType, { fr: string; en: string }> = {
  PLU: { fr: "Plan local d’urbanisme", en: "Local planning scheme" },
  PLUi: { fr: "Plan local d’urbanisme intercommunal", en: "Local planning scheme of several municipalities" },
  CC: { fr: "Carte communale", en: "Municipal map" },
};

/** The model of a planning document, by type and year. Source: CNIG standards; paths and presence rules of the national validator. */
export function planningModel(type: PlanningType, year: Year): Model {
  const lists = planningLists(type, year);
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: `cnig-${type.toLowerCase()}-${year}`,
    aliases: [`cnig_${type}_${year}`],
    title: { fr: `CNIG ${type} ${year} – ${TITLES[type].fr}`, en: `CNIG ${type} ${year} – ${TITLES[type].en}` },
    standard: { name: `CNIG ${type}`, version: `v${year}`, url: "https://www.geoportail-urbanisme.gouv.fr/standard/" },
    folder: {
      pattern: `[a-zA-Z0-9]+_${type === "PLUi" ? "PLU[iI]" : type}_[0-9]{8}(_[a-zA-Z])?`,
      example: type === "PLUi" ? "200011781_PLUi_20180101" : `30014_${type}_20171013`,
    },
    files: [
      directory(GEO, "required", ""),
      { name: "METADONNEES", kind: "metadata", path: "[^/]*", presence: "required" },
      ...tableFiles(type, year),
      directory(WRITTEN, "required", ""),
      ...documents(type, year),
    ],
    tables: planningTables(type, year),
    ...(lists ? { codeLists: lists } : {}),
    metadata: { rules: "iso19139" },
    extras: [
      { rule: "cnig-idurba", params: { format: year >= 2017 ? "v2" : "v1" } },
      { rule: "cnig-insee" },
      { rule: "cnig-written-documents", params: { folder: WRITTEN, except: ["TITRES_PIECES_ECRITES"] } },
      { rule: "cnig-metadata", params: { type, year } },
      ...(type === "PLUi"
        ? [{ rule: "table-size", params: { table: "DOC_URBA_COM", least: 2, code: "CNIG_DOC_URBA_COM_UNEXPECTED_SIZE" } }]
        : []),
    ],
  };
}
