import type { Condition, Test } from "../model/condition.ts";

const filled = (field: string): Test => ({ field, is: "filled" });
const empty = (field: string): Test => ({ field, is: "empty" });
const among = (field: string, ...values: string[]): Test => ({ field, in: values });
const all = (...tests: Test[]): Test => ({ all: tests });
const any = (...tests: Test[]): Test => ({ any: tests });

function condition(name: string, field: string, when: Test | null, must: Test, fr: string, en: string): Condition {
  return { name, ...(when ? { when } : {}), must, field, message: { fr, en } };
}

const DIGITISED = among("MODEPROD", "numérisation", "Numérisation");
const SECTOR = all(among("TYPEPSC", "97"), among("STYPEPSC", "01"));
const ANGLED = all(among("TYPEPSC", "40"), among("STYPEPSC", "50"));

const conditions: readonly Condition[] = [
  condition(
    "approved-on",
    "DATAPPRO",
    among("ETAT", "03"),
    filled("DATAPPRO"),
    "Un document approuvé (ETAT 03) a une date d’approbation (DATAPPRO).",
    "An approved document (ETAT 03) has a date of approval (DATAPPRO).",
  ),
  condition(
    "ended-on",
    "DATEFIN",
    among("ETAT", "04", "05"),
    filled("DATEFIN"),
    "Un document annulé ou remplacé (ETAT 04 ou 05) a une date de fin (DATEFIN).",
    "A document that was annulled or replaced (ETAT 04 or 05) has a date of end (DATEFIN).",
  ),
  condition(
    "rules-named",
    "NOMREG",
    null,
    any(filled("NOMREG"), filled("URLREG")),
    "Le règlement est nommé (NOMREG) ou a une adresse (URLREG).",
    "The rules have a file name (NOMREG) or an address (URLREG).",
  ),
  condition(
    "report-named",
    "NOMRAPP",
    null,
    any(filled("NOMRAPP"), filled("URLRAPP")),
    "Le rapport de présentation est nommé (NOMRAPP) ou a une adresse (URLRAPP).",
    "The report has a file name (NOMRAPP) or an address (URLRAPP).",
  ),
  condition(
    "one-municipality",
    "INTERCO",
    filled("INTERCO"),
    among("INTERCO", "F", "f"),
    "Le document d’une seule commune n’est pas intercommunal : INTERCO vaut F.",
    "A document of one municipality is not intermunicipal: INTERCO is F.",
  ),
  condition(
    "several-municipalities",
    "INTERCO",
    filled("INTERCO"),
    among("INTERCO", "T", "t"),
    "Un document intercommunal le dit : INTERCO vaut T.",
    "An intermunicipal document says so: INTERCO is T.",
  ),
  condition(
    "siren-given",
    "SIREN",
    null,
    filled("SIREN"),
    "Un document intercommunal a le numéro SIREN de son groupement (SIREN).",
    "An intermunicipal document has the SIREN number of its group (SIREN).",
  ),
  condition(
    "prescription-97-file",
    "NOMFIC",
    all(among("TYPEPSC", "97"), among("STYPEPSC", "00")),
    filled("NOMFIC"),
    "Un objet du type 97 (TYPEPSC) nomme le fichier qui le décrit (NOMFIC).",
    "A feature of type 97 (TYPEPSC) names the file that describes it (NOMFIC).",
  ),
  condition(
    "information-97-file",
    "NOMFIC",
    among("TYPEINF", "97"),
    filled("NOMFIC"),
    "Un objet du type 97 (TYPEINF) nomme le fichier qui le décrit (NOMFIC).",
    "A feature of type 97 (TYPEINF) names the file that describes it (NOMFIC).",
  ),
  condition(
    "information-typed",
    "TYPEINF",
    null,
    filled("TYPEINF"),
    "Une information a un type (TYPEINF) ; 00 pour une prescription, dont le type est dans TYPEP.",
    "An information has a type (TYPEINF); 00 for a prescription, whose type is in TYPEP.",
  ),
  condition(
    "either-type",
    "TYPEP",
    filled("TYPEINF"),
    any(all(among("TYPEINF", "00"), filled("TYPEP")), all({ not: among("TYPEINF", "00") }, empty("TYPEP"))),
    "TYPEP est rempli si TYPEINF vaut 00, et vide sinon.",
    "TYPEP has a value if TYPEINF is 00, and is empty otherwise.",
  ),
  condition(
    "prescription-subtype",
    "STYPEP",
    among("TYPEINF", "00"),
    filled("STYPEP"),
    "Une prescription (TYPEINF 00) a un sous-type (STYPEP).",
    "A prescription (TYPEINF 00) has a subtype (STYPEP).",
  ),
  condition(
    "one-type-only",
    "TYPEP",
    null,
    any(empty("TYPEINF"), empty("TYPEP")),
    "Un objet est une information (TYPEINF) ou une prescription (TYPEP), pas les deux.",
    "A feature is an information (TYPEINF) or a prescription (TYPEP), not both.",
  ),
  condition(
    "one-type-at-least",
    "TYPEINF",
    null,
    any(filled("TYPEINF"), filled("TYPEP")),
    "Un objet a le type d’une information (TYPEINF) ou d’une prescription (TYPEP).",
    "A feature has the type of an information (TYPEINF) or of a prescription (TYPEP).",
  ),
  condition(
    "height-text",
    "TXT",
    among("TYPEPSC", "39"),
    filled("TXT"),
    "Une règle de hauteur (TYPEPSC 39) dit la hauteur dans TXT.",
    "A rule of height (TYPEPSC 39) gives the height in TXT.",
  ),
  condition(
    "heritage-letter",
    "TXT",
    all(among("TYPEPSC", "07"), among("STYPEPSC", "51"), filled("TXT")),
    { field: "TXT", matches: "[ABCDEFMOPRSTV]|-?[0-9]+" },
    "TXT d’une prescription 07-51 est une des lettres A B C D E F M O P R S T V, ou un nombre entier.",
    "TXT of a prescription 07-51 is one of the letters A B C D E F M O P R S T V, or a whole number.",
  ),
  condition(
    "angle-given",
    "ANGLE",
    ANGLED,
    filled("ANGLE"),
    "Une prescription 40-50 a un angle (ANGLE).",
    "A prescription 40-50 has an angle (ANGLE).",
  ),
  condition(
    "angle-in-circle",
    "ANGLE",
    ANGLED,
    { field: "ANGLE", notAbove: 359 },
    "L’angle d’une prescription 40-50 (ANGLE) est d’au plus 359 degrés.",
    "The angle of a prescription 40-50 (ANGLE) is at most 359 degrees.",
  ),
  condition(
    "sector-plan-text",
    "TXT",
    SECTOR,
    filled("TXT"),
    "Un plan de secteur (97-01) nomme son secteur dans TXT.",
    "A sector plan (97-01) names its sector in TXT.",
  ),
  condition(
    "sector-plan-number",
    "TXT",
    all(SECTOR, filled("TXT")),
    { field: "TXT", matches: "[Ss][Ee][Cc][Tt].." },
    "Le secteur d’un plan de secteur (97-01) est nommé SECT et deux signes dans TXT, par exemple SECT01.",
    "The sector of a sector plan (97-01) is named SECT and two characters in TXT, for example SECT01.",
  ),
  condition(
    "digitised-by",
    "QUIPROD",
    DIGITISED,
    filled("QUIPROD"),
    "Une servitude numérisée dit qui l’a numérisée (QUIPROD).",
    "A digitised easement says who digitised it (QUIPROD).",
  ),
  condition(
    "digitised-from",
    "DOCSOURCE",
    DIGITISED,
    filled("DOCSOURCE"),
    "Une servitude numérisée dit d’après quel document (DOCSOURCE).",
    "A digitised easement says from which document (DOCSOURCE).",
  ),
  condition(
    "generator-source",
    "SRCGEOGEN",
    among("MODEGENERE", "Digitalisation", "Liste de coordonnées"),
    filled("SRCGEOGEN"),
    "Un générateur digitalisé ou tiré d’une liste de coordonnées dit sa source (SRCGEOGEN).",
    "A generator that was digitised or comes from a list of coordinates gives its source (SRCGEOGEN).",
  ),
  condition(
    "generator-digitised-source",
    "SRCGEOGEN",
    among("MODEGENERE", "Digitalisation", "digitalisation"),
    filled("SRCGEOGEN"),
    "Un générateur digitalisé dit sa source (SRCGEOGEN).",
    "A digitised generator gives its source (SRCGEOGEN).",
  ),
  condition(
    "generator-source-dated",
    "DATESRCGEN",
    filled("SRCGEOGEN"),
    filled("DATESRCGEN"),
    "La source d’un générateur (SRCGEOGEN) a une date (DATESRCGEN).",
    "The source of a generator (SRCGEOGEN) has a date (DATESRCGEN).",
  ),
  condition(
    "duplicated-from",
    "REFBDEXT",
    among("MODEGENERE", "Duplication", "duplication"),
    filled("REFBDEXT"),
    "Un générateur dupliqué dit de quelle base de données (REFBDEXT).",
    "A duplicated generator says from which database (REFBDEXT).",
  ),
  condition(
    "external-id",
    "IDBDEXT",
    filled("REFBDEXT"),
    filled("IDBDEXT"),
    "Un générateur d’une base externe (REFBDEXT) a son identifiant dans cette base (IDBDEXT).",
    "A generator of an external database (REFBDEXT) has its identifier there (IDBDEXT).",
  ),
  condition(
    "buffer-width",
    "PARAMCALC",
    among("MODEGEOASS", "Zone tampon", "Zone Tampon", "zone tampon"),
    filled("PARAMCALC"),
    "Une zone tampon dit sa largeur (PARAMCALC).",
    "A buffer gives its width (PARAMCALC).",
  ),
  condition(
    "footprint-source",
    "SRCGEOASS",
    among("MODEGEOASS", "Digitalisation", "Liste de coordonnées"),
    filled("SRCGEOASS"),
    "Une assiette digitalisée ou tirée d’une liste de coordonnées dit sa source (SRCGEOASS).",
    "A footprint that was digitised or comes from a list of coordinates gives its source (SRCGEOASS).",
  ),
  condition(
    "footprint-digitised-source",
    "SRCGEOASS",
    among("MODEGEOASS", "Digitalisation", "digitalisation"),
    filled("SRCGEOASS"),
    "Une assiette digitalisée dit sa source (SRCGEOASS).",
    "A digitised footprint gives its source (SRCGEOASS).",
  ),
  condition(
    "footprint-source-dated",
    "DATESRCASS",
    filled("SRCGEOASS"),
    filled("DATESRCASS"),
    "La source d’une assiette (SRCGEOASS) a une date (DATESRCASS).",
    "The source of a footprint (SRCGEOASS) has a date (DATESRCASS).",
  ),
  condition(
    "parcels-dated",
    "DATESRCASS",
    among("MODEGEOASS", "Liste de parcelles", "liste de parcelles"),
    filled("DATESRCASS"),
    "Une assiette tirée d’une liste de parcelles a une date (DATESRCASS).",
    "A footprint from a list of parcels has a date (DATESRCASS).",
  ),
];

const byName = new Map(conditions.map((one) => [one.name, one]));

/** The condition of this name. @throws Error when the name is unknown */
export function conditionOf(name: string): Condition {
  const found = byName.get(name);
  if (!found) throw new Error(`no condition ${name}`);
  return found;
}
