import type { Condition } from "../../src/model/condition.ts";
import type { Field } from "../../src/model/field.ts";
import type { GeometryKind, GeometryRules } from "../../src/model/geometry.ts";
import type { TableModel } from "../../src/model/table.ts";
import { date, field, text } from "../fields.ts";

/** Text of any length. */
const free = (name: string) => field(name, "string");
const list = (name: string, code: string, length: number, extra: Omit<Field, "name" | "type"> = {}) =>
  text(name, length, { codeList: { list: code }, ...extra });
const procedure: Field = text("codeprocedure!", 18, { reference: { table: "procedure", field: "codeprocedure" } });
const identifier = (name: string) => text(`${name}!`, 15, { unique: true, identifies: true });
/** An optional reference to another table. */
const to = (name: string, table: string, target: string): Field => text(name, 50, { reference: { table, field: target } });

/** The limits that the standard sets for the geometries of all its tables. */
function drawn(type: GeometryKind, extra: Omit<GeometryRules, "type"> = {}): GeometryRules {
  const isPoint = type === "point" || type === "multipoint";
  const isArea = type === "polygon" || type === "multipolygon";
  return {
    type,
    field: "geom",
    required: true,
    ...(isPoint
      ? {}
      : {
          complexity: {
            vertices: { warning: 50_000, error: 200_000 },
            rings: { warning: 500, error: 1_000 },
            parts: { warning: 500, error: 1_000 },
            density: { warning: 0.1, error: 1 },
            densityAbove: 1_000,
          },
          smallest: isArea ? { length: 1, area: 25 } : { length: 1 },
        }),
    ...extra,
  };
}

const perimeter = (): TableModel => ({
  fields: [identifier("idperimetre"), procedure, list("etatprocedure!", "etats", 10), date("dateetat!")],
  geometry: drawn("multipolygon"),
});

/** Zones of one hazard. Zones of different levels must not overlap. */
function hazard(levelIsRequired: boolean, own: Field[]): TableModel {
  return {
    fields: [
      identifier("idzonealea"),
      procedure,
      list("typealea!", "aleas", 3),
      list(levelIsRequired ? "niveaualea!" : "niveaualea", "niveaux", 2),
      ...own,
      free("description"),
    ],
    geometry: drawn("polygon", { noOverlap: [{ same: ["typealea"], differ: ["niveaualea"] }] }),
    mayBeEmpty: true,
  };
}
const natural = [field("occurrence", "integer")];
const technological = (intensityIsRequired: boolean): Field[] => [
  list("occurrence", "probabilites", 1),
  list(intensityIsRequired ? "intensite!" : "intensite", "intensites", 2),
];
const severalHazards = (synthesis: string, own: Field[]): TableModel => ({
  fields: [
    list("typealea!", "aleas", 3),
    text("idzonealea!", 15, { reference: { table: synthesis, field: "idzonealea" } }),
    list("niveaualea", "niveaux", 2),
    ...own,
  ],
  mayBeEmpty: true,
});

const protections = ["s", "l", "p"].map((letter) =>
  to(`idouvrageprotecteur_${letter}`, `ouvrageprotecteur_${letter}`, "idouvrageprotecteur"),
);

const KINDS = { s: ["multipolygon", "polygon"], l: ["multilinestring", "linestring"], p: ["multipoint", "point"] } as const;
type Letter = keyof typeof KINDS;
const LETTERS: readonly Letter[] = ["s", "l", "p"];
const byLetter = (name: string, make: (letter: Letter) => TableModel): Record<string, TableModel> =>
  Object.fromEntries(LETTERS.map((letter) => [`${name}_${letter}`, make(letter)]));

function regulation(letter: Letter, rules: string, own: Field[]): TableModel {
  return {
    fields: [
      identifier("idzonereglementaire"),
      procedure,
      free("codezonereglement!"),
      free("libellezonereglement!"),
      list("typereglement!", rules, 2),
      ...own,
    ],
    geometry: drawn(KINDS[letter][1], letter === "s" ? { noOverlap: [{}] } : {}),
    mayBeEmpty: true,
  };
}

/** Exactly one of these fields is filled. */
function onlyOne(name: string, fields: readonly string[], words: Condition["message"]): Condition {
  const alone = fields.map((one) => ({
    all: fields.map((other) => ({ field: other, is: other === one ? ("filled" as const) : ("empty" as const) })),
  }));
  return { name, must: { any: alone }, message: words, ...(fields[0] ? { field: fields[0] } : {}) };
}

const REGULATED = ["u_s", "u_l", "u_p", "f_s", "f_l", "f_p"].map((end) => `idzonereglementaire_${end}`);

/** The tables of a risk prevention plan. Source: CNIG PPR v1.0.1, its template for GeoPackage. */
export function riskPlanTables(): Record<string, TableModel> {
  return {
    procedure: {
      fields: [
        text("codeprocedure!", 18, { unique: true, identifies: true }),
        free("libelleprocedure!"),
        list("typeprocedure!", "procedures", 10),
      ],
    },
    revise: {
      fields: ["codeprocrevisante!", "codeprocrevisee!"].map((name) =>
        text(name, 18, { reference: { table: "procedure", field: "codeprocedure" } }),
      ),
      mayBeEmpty: true,
    },
    perimetre_s: perimeter(),
    perimetreetude_s: { ...perimeter(), mayBeEmpty: true },
    referenceinternet: {
      fields: [
        field("adresse!", "url", { unique: true }),
        procedure,
        free("nomressource"),
        list("typereference!", "references", 2),
        free("description"),
      ],
      mayBeEmpty: true,
    },
    zonealeareference: hazard(true, natural),
    zonealeaecheance100ans: hazard(true, natural),
    zonealeaexceptionnel: hazard(false, natural),
    zonealeanaturelsynthese_s: hazard(false, natural),
    zonemultialeanaturel: severalHazards("zonealeanaturelsynthese_s", natural),
    zonealeatechnorapide: hazard(true, technological(false)),
    zonealeatechnolent: hazard(false, technological(true)),
    zonealeatechnoprojection: hazard(false, technological(true)),
    zonealeatechnosynthese_s: hazard(false, technological(false)),
    zonemultialeatechno: severalHazards("zonealeatechnosynthese_s", technological(false)),
    zoneprotegee: {
      fields: [
        identifier("idzoneprotegee"),
        procedure,
        list("typealea!", "aleas", 3),
        free("niveauprotection"),
        free("occurrence"),
        free("description"),
        ...protections,
      ],
      geometry: drawn("polygon"),
      mayBeEmpty: true,
    },
    zonedangerspecifique: {
      fields: [
        identifier("idzonedanger"),
        procedure,
        list("typealea!", "aleas", 3),
        list("niveaualea!", "niveaux", 2),
        list("typesuralea!", "suraleas", 2),
        free("description"),
        ...protections,
      ],
      geometry: drawn("polygon"),
      mayBeEmpty: true,
    },
    ...byLetter("ouvrageprotecteur", (letter) => ({
      fields: [
        identifier("idouvrageprotecteur"),
        text("idrefexterne", 50),
        list("refexterne!", "referentiels-ouvrages", 2),
        free("refexterneautre"),
        list("typeouvrageprotecteur", "ouvrages", 3),
        field("roleprotection", "boolean"),
        free("occurrence"),
      ],
      geometry: drawn(KINDS[letter][0]),
      mayBeEmpty: true,
    })),
    ...byLetter("originerisque", (letter) => ({
      fields: [identifier("idoriginerisque"), procedure, text("idrefexterne", 50), free("refexterne"), free("nom!")],
      geometry: drawn(KINDS[letter][0]),
      mayBeEmpty: true,
    })),
    ...byLetter("enjeu", (letter) => ({
      fields: [
        identifier("idenjeu"),
        text("idrefexterne", 50),
        free("refexterne"),
        procedure,
        free("nomenjeu!"),
        field("codeenjeu!", "string", { codeList: { list: "enjeux" }, levels: { ATTRIBUTE_UNEXPECTED_VALUE: "WARNING" } }),
        free("nomenclatureenjeu!"),
        date("dateenjeu!"),
      ],
      geometry: drawn(KINDS[letter][0]),
      mayBeEmpty: true,
    })),
    typevulnerabilite: {
      fields: [
        ...LETTERS.map((letter) => text(`idenjeu_${letter}`, 15, { reference: { table: `enjeu_${letter}`, field: "idenjeu" } })),
        free("nom!"),
        free("description"),
        free("valeur!"),
      ],
      conditions: [
        onlyOne(
          "one-asset",
          LETTERS.map((letter) => `idenjeu_${letter}`),
          { fr: "Une vulnérabilité se rapporte à un enjeu, et à un seul.", en: "A vulnerability belongs to one asset, and to one only." },
        ),
      ],
      mayBeEmpty: true,
    },
    ...byLetter("zonereglementaireurba", (letter) =>
      regulation(letter, "reglements-urbanisme", [field("existemesuresobligatoires", "boolean")]),
    ),
    ...byLetter("zonereglementairefoncier", (letter) => regulation(letter, "reglements-fonciers", [])),
    zoneregmultialea: {
      fields: [
        field("idzoneregmultialea!", "integer"),
        list("typealea!", "aleas", 3),
        ...REGULATED.map((name) => {
          const [, kind = "", letter = ""] = /_([uf])_([slp])$/.exec(name) ?? [];
          const table = `${kind === "u" ? "zonereglementaireurba" : "zonereglementairefoncier"}_${letter}`;
          return text(name, 15, { reference: { table, field: "idzonereglementaire" } });
        }),
      ],
      conditions: [
        onlyOne("one-zone", REGULATED, {
          fr: "Une ligne se rapporte à une zone réglementaire, et à une seule.",
          en: "A row belongs to one regulated zone, and to one only.",
        }),
      ],
      mayBeEmpty: true,
    },
    enumeration: { fields: [], otherFields: "allow", mayBeEmpty: true },
  };
}
