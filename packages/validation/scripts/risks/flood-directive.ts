import type { Condition } from "../../src/model/condition.ts";
import type { Field } from "../../src/model/field.ts";
import type { FileModel, Presence } from "../../src/model/file.ts";
import type { GeometryKind, GeometryRules } from "../../src/model/geometry.ts";
import type { Model } from "../../src/model/model.ts";
import type { TableModel } from "../../src/model/table.ts";
import { code, date, field, shape, text, url } from "../fields.ts";

const DEPARTMENT = "([0-9]{3}|02[aA]|02[bB])";
const SCENARIOS = "01For 01Forcc_ct 01Forcc_100 02Moy 03Mcc 03Mcc_ct 04Fai 04Faicc_ct 04Fai_100";
/** Slivers thinner than this (metres) along common borders are tolerated: several producers draw the maps. */
const TOLERANCE = 1;

const identifier = (name: string, prefix: string) => text(`${name}!`, 30, { unique: true, identifies: true, pattern: `${prefix}_[0-9]+` });
const risk: Field = text("ID_TRI!", 50, { reference: { table: "TRI_S", field: "ID_TRI" } });
const flooded: Field = text("ID_S_INOND!", 30, { reference: { table: "INONDABLE_S", field: "ID_S_INOND" } });
const scenario = code("SCENARIO!", SCENARIOS);
const kind = (name: string) => code(name, "01 02 03 04");
const isReference = field("EST_REF", "boolean");
const stay = [date("DATENTREE"), date("DATSORTIE")];
const external = [text("ID_SI_EXT!", 50, { identifies: true }), text("NOM_SI_EXT!", 50), text("VER_SI_EXT", 10)];
const imported = [date("DATIMPORT"), isReference];
const count = (name: string) => field(name, "integer", { minimum: 0 });
const measure = (name: string, extra: Omit<Field, "name" | "type"> = {}) => field(name, "double", { minimum: 0, ...extra });
const azimuth = measure("AZIMUTH", { maximum: 360 });

const area = (extra: Partial<GeometryRules> = {}) => shape("multipolygon", extra);
const of = (type: GeometryKind) => shape(type);

/** The lower bound of an interval is not above its upper bound. */
function band(low: string, high: string): Condition {
  return {
    name: "band-in-order",
    must: { field: low, notAbove: { field: high } },
    field: high,
    message: { fr: `${low} ne dépasse pas ${high}.`, en: `${low} is not above ${high}.` },
  };
}

/** An object has the same scenario as the flooded area that it belongs to. */
const sameScenario = [{ fields: ["ID_S_INOND", "SCENARIO"], to: { table: "INONDABLE_S", fields: ["ID_S_INOND", "SCENARIO"] } }];
const cutsUpFlood = (extra: { level?: "WARNING" } = {}) =>
  area({
    partitionOf: [{ table: "INONDABLE_S", match: { field: "ID_S_INOND", equals: "ID_S_INOND" }, tolerance: TOLERANCE, ...extra }],
  });

/** The area of a frequent flood lies inside that of a rarer one of the same type. The rule is skipped when the rarer scenario is not delivered. */
function within(weaker: string, stronger: string): NonNullable<GeometryRules["inside"]>[number] {
  return {
    table: "INONDABLE_S",
    where: { field: "SCENARIO", in: [weaker] },
    within: { field: "SCENARIO", in: [stronger] },
    match: { field: "TYP_INOND", equals: "TYP_INOND" },
    tolerance: TOLERANCE,
  };
}

const tables: Record<string, TableModel> = {
  TRI_S: {
    fields: [
      text("ID_TRI!", 50, { unique: true, identifies: true }),
      text("NOM", 254),
      count("HAB_PERM"),
      count("HAB_SAISON"),
      count("TX_HAB_SAI"),
      ...stay,
    ],
    geometry: area(),
  },
  COMMUNE_S: {
    fields: [
      ...external,
      text("CODE_INSEE!", 5, { pattern: "[0-9][0-9AB][0-9]{3}" }),
      text("NOM_COM", 80),
      text("ANNEE_COG", 10),
      count("HAB_PERM"),
      count("HAB_SAISON"),
      count("TX_HAB_SAI"),
      ...stay,
    ],
    geometry: area(),
  },
  CARTE_INOND_S: {
    fields: [
      identifier("ID_CARTE", "CSI"),
      risk,
      code("SCENARIO", SCENARIOS),
      kind("TYP_INOND1"),
      kind("TYP_INOND2"),
      date("DATAPPRO"),
      date("DATFINVAL"),
      field("EST_SYNTH!", "boolean"),
      url("URLRAPPORT!"),
    ],
    geometry: area(),
  },
  CARTE_RISQ_S: {
    fields: [identifier("ID_CARTE", "CRI"), risk, date("DATAPPRO"), date("DATFINVAL"), url("URLRAPPORT!")],
    geometry: area(),
  },
  INONDABLE_S: {
    fields: [
      identifier("ID_S_INOND", "SIN"),
      kind("TYP_INOND!"),
      kind("TYP_INOND2"),
      scenario,
      text("COURS_DEAU", 127),
      ...stay,
      isReference,
      risk,
    ],
    geometry: area({ inside: [within("01For", "02Moy"), within("02Moy", "04Fai"), within("01For", "04Fai")] }),
  },
  ISO_HT_S: {
    fields: [
      identifier("ID_ZONE", "ZCH"),
      flooded,
      kind("TYP_INOND!"),
      kind("TYP_INOND2"),
      scenario,
      text("COURS_DEAU", 127),
      field("HT_MIN!", "double", { values: ["0", "0.5", "1", "1.5", "2", "3", "4"] }),
      field("HT_MAX", "double", { values: ["0.5", "1", "1.5", "2", "3", "4"] }),
      ...stay,
      isReference,
      risk,
    ],
    geometry: cutsUpFlood(),
    conditions: [band("HT_MIN", "HT_MAX")],
    foreignKeys: sameScenario,
  },
  ISO_COTE_L: {
    fields: [
      identifier("ID_LIGNE", "LIC"),
      flooded,
      kind("TYP_INOND!"),
      kind("TYP_INOND2"),
      scenario,
      text("COURS_DEAU", 127),
      field("COTE!", "double"),
      ...stay,
      isReference,
      risk,
    ],
    geometry: of("multilinestring"),
    foreignKeys: sameScenario,
  },
  ISO_DEB_S: {
    fields: [identifier("ID_ZONE", "ZCD"), flooded, measure("DEBLIN_MIN!"), measure("DEBLIN_MAX"), ...stay, isReference, risk],
    geometry: cutsUpFlood({ level: "WARNING" }),
    conditions: [band("DEBLIN_MIN", "DEBLIN_MAX")],
  },
  CHAMP_VIT_P: {
    fields: [identifier("ID_POINT", "PCV"), flooded, measure("VITESS_MIN!"), measure("VITESS_MAX"), azimuth, ...stay, isReference, risk],
    geometry: of("multipoint"),
    conditions: [band("VITESS_MIN", "VITESS_MAX")],
  },
  COTE_VIT_DEB_P: {
    fields: [
      identifier("ID_POINT", "PRE"),
      flooded,
      field("COTE", "double"),
      measure("VITESSE"),
      measure("DEBLIN"),
      azimuth,
      date("DATOBSERV"),
      ...stay,
      isReference,
      risk,
    ],
    geometry: of("multipoint"),
  },
  ECOUL_S: {
    fields: [identifier("ID_ZONE", "ZE"), flooded, code("VITESSE!", "Fai Mod For"), ...stay, isReference, risk],
    geometry: area(),
  },
  OUV_PROTEC_L: {
    fields: [
      identifier("ID_OUVRAGE", "OUV"),
      text("ID_SIOUH", 30),
      text("ID_ROE", 30),
      text("NOM", 254),
      kind("TYP_INOND!"),
      kind("TYP_INOND2"),
      code("SCENA_RUPT!", "01 02 03 04 05 99"),
      ...stay,
      isReference,
      risk,
    ],
    geometry: of("multilinestring"),
  },
  SURALEA_S: { fields: [identifier("ID_ZONE", "ZSA"), scenario, ...stay, isReference, risk], geometry: area() },
  ZONE_PROTEG_S: {
    fields: [identifier("ID_ZONE", "ZPP?"), scenario, field("ZP", "boolean"), field("ZPP", "boolean"), ...stay, isReference, risk],
    geometry: area(),
  },
  SOUST_INOND_S: {
    fields: [identifier("ID_ZONE", "ZSI"), text("ID_ROE", 30), scenario, ...stay, isReference, risk],
    geometry: area(),
  },
  QUARTIER_S: {
    fields: [...external, text("CODE_INSEE", 5), count("HAB_PERM"), ...stay],
    geometry: area(),
  },
  ENJEU_CRISE_P: crisis("multipoint"),
  ENJEU_CRISE_L: crisis("multilinestring"),
  ENJEU_CRISE_S: crisis("multipolygon"),
  ENJEU_ECO_S: {
    fields: [...external, code("TYPE_ACTIV", "01 02 03 04 05 06 07 99"), text("CODCOVADIS", 5, { pattern: "[0-9]{4}[a-z]*" }), ...imported],
    geometry: area(),
  },
  ENJEU_DCE_S: { fields: [text("EU_CD_PA", 30), code("PA_TYPE", "BA A7 HA BI"), ...imported], geometry: area() },
  ENJEU_IPPC_P: { fields: [text("CODE_IPPC", 30), text("NOM", 100), text("CODE_ACTIV", 6), ...imported], geometry: of("multipoint") },
  ENJEU_IED_P: { fields: [text("CODE_IED", 30), text("NOM", 100), text("CODE_ACTIV", 6), ...imported], geometry: of("multipoint") },
  ENJEU_PATRIM_P: { fields: [...external, text("TYPE_ENJEU", 80), ...imported], geometry: of("multipoint") },
  ENJEU_PATRIM_S: { fields: [...external, text("TYPE_ENJEU", 80), ...imported], geometry: area() },
  ENJEU_STEU_P: { fields: [text("CODE_STEU", 30), count("CAPACITE_N"), ...imported], geometry: of("multipoint") },
  ENJEU_RAPPORT: {
    fields: [
      text("ID!", 50, { identifies: true }),
      kind("TYP_INOND"),
      scenario,
      count("HAB_PERM"),
      count("EMPLOI_MIN"),
      count("EMPLOI_MAX"),
      ...stay,
      isReference,
    ],
    conditions: [band("EMPLOI_MIN", "EMPLOI_MAX")],
  },
  REL_HYDRO_INOND: { fields: [flooded, text("CODE_EH!", 10), text("VER_SI_EXT", 10), risk] },
};

function crisis(type: GeometryKind): TableModel {
  return {
    fields: [
      ...external,
      code("CATEGORIE!", "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 98 99"),
      text("CODCOVADIS", 5, { pattern: "[0-9]{0,4}[a-z]*" }),
      ...imported,
    ],
    geometry: shape(type),
  };
}

const REQUIRED = ["TRI_S", "COMMUNE_S", "CARTE_INOND_S", "CARTE_RISQ_S", "INONDABLE_S", "ENJEU_RAPPORT"];
/** Tables that are delivered once per scenario, with the scenario as a suffix. */
const BY_SCENARIO = ["INONDABLE_S", "ISO_HT_S"];
const ended = (name: string) => (BY_SCENARIO.includes(name) ? `${name.slice(0, -2)}(?:_[A-Za-z0-9_]{1,20})?_S` : name);

/** Maps of the Flood directive by territory at risk (TRI). Source: COVADIS Directive inondation v2, with the checks that its users run on deliveries. */
export function floodDirectiveModel(): Model {
  const presence = (name: string): Presence => (REQUIRED.includes(name) ? "required" : name === "ISO_HT_S" ? "recommended" : "optional");
  const ends = Object.keys(tables).map(ended);
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: "covadis-di-2018",
    aliases: ["covadis_di_2018"],
    title: {
      fr: "COVADIS DI 2018 – Directive inondation, territoires à risque important (TRI)",
      en: "COVADIS DI 2018 – Flood directive, territories at significant risk (TRI)",
    },
    standard: { name: "COVADIS Directive inondation", version: "2018" },
    folder: { pattern: ".*_SIG_DI", example: "TRI_ORLEANS_SIG_DI" },
    crs: [2154, 5490, 2972, 2975, 4471],
    files: [
      ...Object.keys(tables).map(
        (name): FileModel => ({ name, kind: "table", path: `N_.*_${ended(name)}_${DEPARTMENT}`, presence: presence(name), table: name }),
      ),
      { name: "METADONNEES", kind: "metadata", path: ".*", presence: "optional" },
      { name: "DOCUMENTS", kind: "document", path: ".*", presence: "optional" },
    ],
    tables,
    metadata: { rules: "iso19139" },
    extras: [{ rule: "same-name-part", params: { layers: `N_(.+)_(?:${ends.join("|")})_(?:[0-9]{3}|02[AB])`, folder: "(.+)_SIG_DI" } }],
  };
}
