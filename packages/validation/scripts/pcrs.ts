import type { Field } from "../src/model/field.ts";
import type { GeometryKind } from "../src/model/geometry.ts";
import type { Model } from "../src/model/model.ts";
import type { TableModel } from "../src/model/table.ts";
import { code, date, field, shape } from "./fields.ts";

const free = (name: string) => field(name, "string");
const THEMES = "00 01 02 03 04 05 06 07 08 09 10 11 99";
const PRECISIONS = "002 005 010 040 150 999";
/** A list of values that producers may extend with `other: word`. */
const extensible = (name: string, values: string) => field(name, "string", { pattern: `(${values.split(" ").join("|")}|other: \\w{2,})` });

const drawn = (type: GeometryKind) => shape(type, { field: "geometrie" });
const gmlId: Field = field("gml_id", "string", { isColumnOptional: true });

/** A table of surveyed objects. */
function surveyed(type: GeometryKind | null, own: Field[] = []): TableModel {
  return {
    fields: [
      gmlId,
      date("dateLeve"),
      field("idObjet!", "string", { unique: true, identifies: true }),
      code("thematique!", THEMES),
      extensible("qualiteCategorisation!", "01 02 03"),
      code("precisionPlanimetrique!", PRECISIONS),
      code("precisionAltimetrique", PRECISIONS),
      free("producteur!"),
      ...own,
    ],
    ...(type ? { geometry: drawn(type) } : {}),
    otherFields: "allow",
  };
}

/** A table of annotations, which are drawn to make the plan readable and are not surveyed. */
function dressing(type: GeometryKind, own: Field[] = []): TableModel {
  return {
    fields: [gmlId, field("idHabillage!", "string", { unique: true, identifies: true }), code("thematique!", THEMES), ...own],
    geometry: drawn(type),
    otherFields: "allow",
  };
}

const part = (type: GeometryKind, own: Field[] = []): TableModel => ({
  fields: [gmlId, ...own],
  geometry: drawn(type),
  otherFields: "allow",
});
const sized = (...names: string[]) => names.map((name) => field(`${name}!`, "double"));
const symbol = [free("reference!"), ...sized("angleRotation", "longueur_mm", "largeur_mm")];
const label = [free("libelle!"), field("angleRotation!", "double"), code("justification!", "G C D"), field("taille!", "double")];
const placed = (name: string) => [
  ...label,
  field(name, "string", { required: true, unique: true }),
  code("positionnement", "01 02 03 04 05"),
];
const precision = (name: string) => field(name, "integer", { minimum: 0 });

/** Plan de corps de rue simplifié, vectors. Source: CNIG PCRS v2.0, its GML schema. Columns for relations between objects are optional. */
export function streetPlanModel(): Model {
  const tables: Record<string, TableModel> = {
    EmpriseEchangePCRS: {
      ...part("multipolygon", [
        free("fournisseur!"),
        field("datePublication!", "date"),
        free("complement"),
        free("type"),
        field("idEmprise!", "string", { unique: true, identifies: true }),
      ]),
    },
    AffleurantPCRS: surveyed(null, [
      free("gestionnaire"),
      extensible("nature", "01 02 03 04 05 06 07"),
      extensible("reseau", "00 AEP ASSA ASSAEP ASSAEU ASSARU CHAU CHIM COM DECH ELEC ELECBT ELECECL ELECHT ELECSLT GAZ INCE MULT"),
      free("source"),
      free("idSource"),
    ]),
    AffleurantGeometriquePCRS: { fields: [gmlId], otherFields: "allow" },
    AffleurantEnveloppePCRS: part("polygon"),
    AffleurantLignesPCRS: part("multilinestring"),
    AffleurantPointPCRS: part("point"),
    AffleurantSymbolePCRS: part("point", symbol),
    ArbrePCRS: surveyed("point", [field("reference", "string", { isColumnOptional: true })]),
    FacadePCRS: surveyed("linestring"),
    LimiteVoiriePCRS: surveyed("linestring"),
    MarcheEscalierPCRS: surveyed("linestring"),
    MurPCRS: surveyed("linestring", [code("typeMur", "01 02 03 04 05 06")]),
    ObjetGeneriquePCRS: surveyed("geometry", [free("identification")]),
    PilePontPCRS: surveyed("polygon"),
    PilierParticulierPCRS: surveyed("linestring"),
    PilierRegulierPCRS: surveyed("point", [code("section!", "00 01 02 03"), ...sized("angleRotation", "longueur", "largeur")]),
    PointCanevasPCRS: surveyed("point", [
      free("canevas"),
      precision("precisionXY"),
      precision("precisionZ"),
      free("immatriculation"),
      date("dateCreation"),
      free("fiche"),
    ]),
    PointLevePCRS: part("point", [
      field("numeroPoint!", "string", { identifies: true }),
      precision("precisionXY!"),
      precision("precisionZ"),
      date("horodatage"),
      free("producteur!"),
    ]),
    ProeminenceBatiPCRS: surveyed("linestring"),
    QuaiFluvioMaritimePCRS: surveyed("linestring"),
    QuaiRailPCRS: surveyed("linestring"),
    RailPCRS: surveyed("linestring"),
    SeuilPCRS: surveyed("linestring"),
    HabillageEnveloppePCRS: dressing("polygon"),
    HabillageLignesPCRS: dressing("multilinestring"),
    HabillagePointsPCRS: dressing("multipoint"),
    HabillageSymbolePCRS: dressing("point", symbol),
    HabillageTextePCRS: dressing("point", label),
    NomVoiriePCRS: dressing("point", placed("idNomVoirie")),
    NumeroVoiriePCRS: dressing("point", placed("idNumeroVoirie")),
    MasqueOpacitePCRS: dressing("polygon", [field("transparence!", "integer", { minimum: 0, maximum: 100 })]),
    RasterPCRS: { fields: [gmlId], otherFields: "allow" },
    Commune: part("multipolygon", [field("codeINSEE!", "string", { pattern: "[0-9][0-9AB][0-9]{3}" }), free("nom"), free("reference!")]),
    TronconVoirie: { fields: [gmlId], otherFields: "allow" },
  };
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id: "cnig-pcrs-2.0",
    aliases: ["CNIG_PCRS_v2.0", "pcrs-2.0"],
    title: { fr: "CNIG PCRS 2.0 – Plan de corps de rue simplifié", en: "CNIG PCRS 2.0 – Simplified street plan" },
    standard: { name: "CNIG PCRS", version: "v2.0", url: "https://github.com/cnigfr/PCRS" },
    crs: [3942, 3943, 3944, 3945, 3946, 3947, 3948, 3949, 3950, 5490, 2972, 2975, 4471, 4467],
    files: [
      {
        name: "PCRS",
        kind: "tables",
        path: ".*",
        presence: "required",
        tables: Object.keys(tables).map((name) => ({
          name,
          table: name,
          presence: name === "EmpriseEchangePCRS" ? ("required" as const) : ("optional" as const),
        })),
      },
      { name: "METADONNEES", kind: "metadata", path: ".*", presence: "optional" },
    ],
    tables,
    metadata: { rules: "iso19139" },
  };
}
