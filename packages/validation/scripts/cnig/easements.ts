import type { Field } from "../../src/model/field.ts";
import type { FileModel } from "../../src/model/file.ts";
import type { Model } from "../../src/model/model.ts";
import type { TableModel } from "../../src/model/table.ts";
import { code, date, day, field, filename, shape, text } from "../fields.ts";
import type { Category } from "./easement-categories.ts";

const GEOMETRY = { S: "multipolygon", L: "multilinestring", P: "multipoint" } as const;
const CATEGORIES =
  "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 AC1 AC2 AC3 AC4 AR1 AR2 AR3 AR4 AR5 AR6 AS1 AS2 AS3 EL1 EL2 EL2bis EL3 EL4 EL5 EL6 EL7 EL8 EL9 EL10 EL11 EL12 I1 I1bis I2 I3 I4 I5 I6 I7 I8 I9 I10 INT1 JS1 PM1 PM1bis PM2 PM3 PM4 PM5 PM6 PM7 PM8 PM9 PT1 PT2 PT3 PT4 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11";
const NUMBER = "[a-zA-Z0-9]+-[0-9]{9}-[0-9a-zA-Z]+";
const NAME = "[a-zA-Z0-9]+_[A-Za-z0-9_-]+";

/** An identifier: a number in the 2013 edition, a text with a pattern in later ones. */
const identifier = (name: string, { edition }: Category, pattern: string | undefined, rest: Partial<Field> = {}): Field =>
  edition === 2013 ? field(name, "integer", rest) : text(name, 40, { ...(pattern ? { pattern } : {}), ...rest });

function easement(category: Category): TableModel {
  const digitised = { field: "MODEPROD", in: ["numérisation"] };
  return {
    fields: [
      identifier("IDSUP!", category, NUMBER, { unique: true, identifies: true }),
      text("IDGEST!", 9, { pattern: "[0-9]{9}" }),
      text("NOMSUP!", 100, { pattern: `${NAME}_sup` }),
      text("NOMSUPLITT", 100),
      code("CATEGORIE!", CATEGORIES),
      text("IDINTGEST", 25),
      text("DESCRIPTIO", 150),
      date("DATEMAJ!"),
      field("ECHNUM!", "integer"),
      code("VALIDEGEST!", "T F"),
      text("OBSVALIDAT", 254),
      code("ESTABROGE!", "T F"),
      code("MODEPROD!", "import numérisation reconstitution"),
      text("QUIPROD", 80),
      text("DOCSOURCE", 80),
    ],
    conditions: [
      {
        name: "digitised-by",
        when: digitised,
        must: {
          all: [
            { field: "QUIPROD", is: "filled" },
            { field: "DOCSOURCE", is: "filled" },
          ],
        },
        field: "QUIPROD",
        message: {
          fr: "Une servitude numérisée dit qui l’a numérisée (QUIPROD) et d’après quel document (DOCSOURCE).",
          en: "A digitised easement says who digitised it (QUIPROD) and from which document (DOCSOURCE).",
        },
      },
    ],
  };
}

const act = (category: Category): TableModel => ({
  fields: [
    identifier("IDACTE!", category, undefined, { unique: true, identifies: true }),
    text("NOMACTE!", 100, { pattern: `${NAME}(_[0-9]+)?_act` }),
    text("REFERENCE!", 50),
    field("TYPEACTE!", "string", {
      maxLength: 50,
      values: [
        "Texte de loi",
        "Décret en Conseil d'Etat",
        "Arrêté ministériel",
        "Arrêté interministériel",
        "Arrêté préfectoral",
        "Arrêté préfet de Région",
        "Décret Premier Ministre",
        "Décret",
        "Arrêté de SUP",
        "Convention amiable",
        "Arrêté municipal",
        "Autre",
        "Non renseigné",
      ],
    }),
    filename("FICHIER", 254),
    code("DECISION!", "Création Modification Substitution Annulation Abrogation"),
    date("DATEDECIS!"),
    date("DATEPUB"),
    code("APLAN", "T F"),
  ],
});

function generator(category: Category): TableModel {
  const { generatorTypes, extraFields } = category;
  return {
    fields: [
      // Not `unique`: it must be unique over the tables of points, lines and areas together, which the rule cnig-easements checks.
      identifier("IDGEN!", category, `${NUMBER}-[0-9]+`, { identifies: true }),
      identifier("IDSUP!", category, NUMBER, { reference: { table: "SERVITUDE", field: "IDSUP" } }),
      text("NOMGEN!", 100, { pattern: `${NAME}_gen([0-9]+)?` }),
      text("TYPEGEN!", 40, generatorTypes ? { values: generatorTypes } : {}),
      field("MODEGENERE", "string", {
        maxLength: 50,
        values: ["Digitalisation", "Duplication", "Liste de coordonnées", "Géométrie fictive"],
      }),
      text("SRCGEOGEN", 30),
      day("DATESRCGEN"),
      text("REFBDEXT", 50),
      text("IDBDEXT", 50),
      ...extraFields,
    ],
  };
}

function footprint(category: Category): TableModel {
  const { edition, footprintTypes, footprintSuffix } = category;
  return {
    fields: [
      identifier("IDASS!", category, `${NUMBER}-[0-9]+-[0-9]+`, { identifies: true }),
      identifier("IDGEN!", category, `${NUMBER}-[0-9]+`),
      text("NOMASS!", 100, { pattern: `${NAME}(_gen[0-9]+)?_${footprintSuffix}` }),
      text("TYPEASS!", 40, footprintTypes ? { values: footprintTypes } : {}),
      field("MODEGEOASS!", "string", {
        maxLength: 25,
        values: [
          edition === 2013 ? "Egal au générateur" : "Égale au générateur",
          "Zone tampon",
          "Digitalisation",
          "Duplication",
          "Liste de coordonnées",
          "Secteur angulaire",
          "Calculée",
          "Liste de parcelles",
          edition === 2013 ? "Fictive" : "Géométrie fictive",
        ],
      }),
      field("PARAMCALC", "integer"),
      text("SRCGEOASS", 30),
      day("DATESRCASS"),
    ],
  };
}

/** The model of public easements, of one category or of all. Source: CNIG SUP v2013 and v2016. */
export function easementModel(category: Category): Model {
  const isOld = category.edition === 2013;
  const ending = isOld ? "(_[AB0-9]{3})?" : "";
  const any = category.id ?? "[a-zA-Z0-9]+";
  const prefix = category.id ? `${category.id}_` : "";
  const tables: Record<string, TableModel> = {
    SERVITUDE: easement(category),
    ACTE_SUP: act(category),
    SERVITUDE_ACTE_SUP: {
      fields: [
        identifier("IDSUP!", category, undefined, { reference: { table: "SERVITUDE", field: "IDSUP" } }),
        identifier("IDACTE!", category, undefined, { reference: { table: "ACTE_SUP", field: "IDACTE" } }),
      ],
    },
    GESTIONNAIRE_SUP: {
      fields: [
        text("IDGEST!", 9, { unique: true }),
        text("NOMGEST!", 80),
        ...["NOMCORRES", "COURRIEL"].map((name) => text(name, 80)),
        text("NUMTEL", 10),
        text("ADRESSE", 254),
      ],
    },
  };
  const drawn: FileModel[] = [];
  const add = (kind: "GENERATEUR" | "ASSIETTE", letters: readonly ("S" | "L" | "P")[], table: TableModel) => {
    for (const letter of letters) {
      const name = `${prefix}${kind}_SUP_${letter}`;
      tables[name] = {
        ...table,
        geometry: shape(GEOMETRY[letter]),
        mayBeEmpty: true,
        ...(category.id ? {} : { otherFields: "allow" as const }),
      };
      drawn.push({
        name,
        kind: "table",
        path: `Donnees_geographiques/${any}_${kind}_SUP_${letter}${ending}`,
        presence: "optional",
        table: name,
      });
    }
  };
  add("GENERATEUR", category.generators, generator(category));
  add("ASSIETTE", category.footprints, footprint(category));
  const common = ["ACTE_SUP", "GESTIONNAIRE_SUP", "SERVITUDE", "SERVITUDE_ACTE_SUP"];
  const id = `${category.id ? `cnig-sup-${category.id.toLowerCase()}` : "cnig-sup"}${isOld ? "-2013" : ""}`;
  const label = `${category.id ? `SUP ${category.id}` : "SUP"}${isOld ? " 2013" : ""}`;
  return {
    $schema: "./model.schema.json",
    format: "archipel-model/1",
    id,
    aliases: category.id ? [`cnig_SUP_${category.id}_${category.edition}`] : [],
    title: { fr: `CNIG ${label} – ${category.title.fr}`, en: `CNIG ${label} – ${category.title.en}` },
    standard: { name: "CNIG SUP", version: `v${category.edition}`, url: "https://www.geoportail-urbanisme.gouv.fr/standard/" },
    folder: { pattern: `[0-9]{9}_${any}_[a-zA-Z0-9]+_[0-9]{8}`, example: `172014607_${category.id ?? "AC1"}_088_20180130` },
    files: [
      { name: "Actes", kind: "directory", path: "Actes", presence: "required" },
      { name: "ACTE", kind: "document", path: "Actes/[^/]*", presence: isOld ? "optional" : "required" },
      { name: "Donnees_geographiques", kind: "directory", path: "Donnees_geographiques", presence: "required" },
      ...common.map(
        (name): FileModel => ({
          name,
          kind: "table",
          path: `Donnees_geographiques/${isOld ? "" : "(.*_)?"}${name}${ending}`,
          presence: "required",
          table: name,
        }),
      ),
      { name: "METADONNEES", kind: "metadata", path: "[^/]*", presence: "required" },
      ...drawn,
    ],
    tables,
    metadata: { rules: "iso19139" },
    extras: [
      { rule: "cnig-easements" },
      { rule: "cnig-written-documents" },
      { rule: "cnig-metadata", params: { type: "SUP", year: category.edition } },
    ],
  };
}
