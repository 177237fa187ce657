import type { FileModel } from "../../src/model/file.ts";
import type { Model } from "../../src/model/model.ts";
import { riskPlanTables } from "./ppr-tables.ts";

const HAZARD = "[0-9]{2,3}";
const PREFIX = "ppr[nmt]_[a-z0-9_]+";

/** Tables that are delivered once per hazard: the layer's name contains the hazard's code. */
const BY_HAZARD = [
  "zonealeareference",
  "zonealeaecheance100ans",
  "zonealeaexceptionnel",
  "zonealeatechnorapide",
  "zonealeatechnolent",
  "zonealeatechnoprojection",
  "zoneprotegee",
  "zonedangerspecifique",
];

function layers(): Extract<FileModel, { kind: "tables" }>["tables"] {
  const named = Object.keys(riskPlanTables()).flatMap((table) => {
    if (table === "enumeration") return [];
    const [, work, letter] = /^(ouvrageprotecteur)_([slp])$/.exec(table) ?? [];
    const end = BY_HAZARD.includes(table) ? `${table}_${HAZARD}_s` : work ? `${work}_${HAZARD}_${letter}` : table;
    return [
      { name: `${PREFIX}_${end}`, table, presence: table === "procedure" || table === "perimetre_s" ? "required" : "optional" } as const,
    ];
  });
  // The GeoPackage of the standard also contains its code lists, as tables.
  return [...named, { name: "type[a-z]+", table: "enumeration", presence: "optional" }];
}

const lists = {
  procedures: "procedures",
  etats: "states",
  references: "references",
  aleas: "hazards",
  niveaux: "levels",
  suraleas: "added-hazards",
  ouvrages: "works",
  "referentiels-ouvrages": "work-references",
  "reglements-urbanisme": "planning-rules",
  "reglements-fonciers": "land-rules",
  intensites: "intensities",
  probabilites: "probabilities",
  enjeux: "assets",
};

/** Plans de prévention des risques, natural and technological. Source: CNIG PPR v1.0.1 (16 July 2025), its template for GeoPackage. */
export function riskPlanModel(): Model {
  const hazardLayers = `.*_(?:${[...BY_HAZARD, "ouvrageprotecteur"].join("|")})_(${HAZARD})_[slp]`;
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: "cnig-ppr-1.0",
    aliases: ["cnig_PPR_v1.0", "cnig_PPR_v1.0 GeoPackage", "cnig-ppr-1.0.1"],
    title: { fr: "CNIG PPR 1.0 – Plan de prévention des risques", en: "CNIG PPR 1.0 – Risk prevention plan" },
    standard: { name: "CNIG PPR", version: "v1.0.1", date: "2025-07-16", url: "https://github.com/cnigfr/Geostandards-risques-ppr" },
    crs: [2154, 5490, 2972, 2975, 4471, 4467],
    files: [
      { name: "GEOPACKAGE", kind: "tables", path: `(.*/)?${PREFIX}`, presence: "required", tables: layers() },
      { name: "METADONNEES", kind: "metadata", path: ".*", presence: "optional" },
      { name: "DOCUMENTS", kind: "document", path: ".*", presence: "optional" },
    ],
    tables: riskPlanTables(),
    codeLists: Object.fromEntries(
      Object.entries(lists).map(([name, file]) => [name, { file: `code-lists/ppr-${file}.csv`, source: "CNIG PPR v1.0.1" }]),
    ),
    metadata: { rules: "iso19139" },
    extras: [
      { rule: "same-name-part", params: { layers: `(${PREFIX}?)_(?:${layerEnds()})`, file: "(.*)", isLowerCase: true } },
      { rule: "name-part-in-field", params: { layers: hazardLayers, field: "typealea" } },
    ],
  };
}

/** Pattern of what may follow the prefix in a layer's name. */
function layerEnds(): string {
  return Object.keys(riskPlanTables())
    .filter((table) => table !== "enumeration")
    .map((table) => {
      const [, work, letter] = /^(ouvrageprotecteur)_([slp])$/.exec(table) ?? [];
      return BY_HAZARD.includes(table) ? `${table}_${HAZARD}_s` : work ? `${work}_${HAZARD}_${letter}` : table;
    })
    .join("|");
}
