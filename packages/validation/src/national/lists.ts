import type { CodeList } from "../model/model.ts";
import { nameOf } from "./model-facts.ts";

/** A code list of a model: its name there, and its values or the file that contains them. */
export interface NamedList {
  name: string;
  list: CodeList | { file: string; source: string };
}

const fromFile = (name: string, file: string): NamedList => ({
  name,
  list: { file: `code-lists/cnig-${file}.csv`, source: "CNIG" },
});

/** Two-digit codes, separated by spaces: `01 02 03`. */
const range = (from: number, to: number, without: readonly number[] = []) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .filter((number) => !without.includes(number))
    .map((number) => String(number).padStart(2, "0"))
    .join(" ");

const GENERATED = ["Digitalisation", "Duplication", "Liste de coordonnées", "Géométrie fictive"];
const drawn = (equal: string, fictive: string) => [
  equal,
  "Zone tampon",
  "Digitalisation",
  "Duplication",
  "Liste de coordonnées",
  "Secteur angulaire",
  "Calculée",
  "Liste de parcelles",
  fictive,
];
const ACTS = [
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
];
const CATEGORIES =
  "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 AC1 AC2 AC3 AC4 AC4bis AR1 AR2 AR3 AR4 AR5 AR6 AS1 AS2 AS3 EL1 EL2 EL2bis EL3 EL4 EL5 EL6 EL7 EL8 EL9 EL10 EL11 EL12 I1 I1bis I2 I3 I4 I5 I6 I7 I8 I9 I10 INT1 JS1 PM1 PM1bis PM2 PM3 PM4 PM5 PM6 PM7 PM8 PM9 PT1 PT2 PT3 PT4 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11";

type Values = string | readonly string[];
type OfModel = (model: { type: string; year: number }) => Values | null;

/** Values of the lists with one column; a text is a list separated by spaces. */
const values: Readonly<Record<string, Values | OfModel>> = {
  ListeInterco: "T F",
  ListeDestdomi: ({ type }) => (type === "CC" ? "01 02 07 08 99" : `00 ${range(1, 10, [6])} 99`),
  ListeEtatPLU: range(1, 9),
  ListeEtatPLUi: range(1, 9),
  ListeEtatCC: range(1, 9, [2]),
  ListeEtatSCoT: "03 04 05 06 07 09",
  ListeTypedocPLU: ({ type }) => (type === "PLUi" ? "PLU PLUI PLUi POS CC" : "PLU POS CC"),
  ListeTypedocPLUi: "PLU PLUI PLUi POS CC",
  ListeTypedocPSMV: "PSMV",
  ListeTypedocCC: "CC",
  ListeTypedocSCoT: "SCOT",
  ListeTypeprocSCoT: range(1, 6),
  ListeTyperefPLU: ({ year }) => range(1, year >= 2022 ? 5 : 4),
  ListeTyperefPLUi: range(1, 4),
  ListeTyperefCC: ({ year }) => range(1, year >= 2022 ? 5 : 4),
  ListeTypezonePLU: "U AUc AUs A N",
  ListeTypezonePLUi: "U AUc AUs A N",
  ListeStypeinf: range(0, 2),
  ListeFermrecoCC: ({ year }) => (year >= 2017 ? "oui" : "Oui"),
  // Until 2014 the values of this list are not known to us.
  ListeLibelleCC: ({ year }) => (year >= 2017 ? "ZC ZCa ZnC RNU" : null),
  ListeTypesectCC: "01 02 03 99",
  ListeTypepCC: `${range(1, 51, [6, 9, 10, 11, 12, 21])} 97 99`,
  ListeStypepCC: `${range(0, 10)} 97 98`,
  ListeAplanSUP: "T F",
  ListeValidegestSUP: "T F",
  ListeCategorieSUP: CATEGORIES,
  ListeCodeAleaSUP: "20 21 22 23 24 25",
  ListeDecisionSUP: "Création Modification Substitution Annulation Abrogation",
  ListeTypeacteSUP: ACTS,
  ListeModeprodSUP: "import numérisation reconstitution",
  ListeModegenereSUP: GENERATED,
  ListeModegeoassSUP: ({ year }) =>
    year === 2013 ? ["Egal au générateur", ...drawn("Égal au générateur", "Fictive")] : drawn("Égale au générateur", "Géométrie fictive"),
  ListeHrefSUP: "SOL NGF",
  ListeTypeSUPMonument: ["Inscrit", "Classé", "Mixte", "sans objet"],
  ListeTypeSUPAssainissement: ["eau potable", "assainissement"],
};

/** Lists that the portal checks and whose values are not known to us. */
export const unknownLists: readonly string[] = [
  "InformationPSMVType",
  "InformationSPSMVType",
  "InformationLPSMVType",
  "InformationPPSMVType",
  "PrescriptionPSMVType",
  "ListeEtatPSMV",
  "ListeTyperefPSMV",
  "ListeTypezonePSMV",
  "ListeTypeGestSUP",
  "ListeTypeVoieSUP",
  "ListeTypeSUPEau",
  "ListeTypeSUPGaz",
  "ListeTypeSUPNiveau",
  "ListeTypeSUPReserve",
  "ListeTypeSUPVoie",
];

/** The code list that a model uses under the portal's name of the list; null when its values are unknown. @throws Error for an unknown name */
export function listOf(national: string, model: string): NamedList | null {
  const { type, year } = nameOf(model);
  const typed = /^(Prescription|Information)([SLP]?)UrbaType$/.exec(national);
  if (typed) {
    const name = `${typed[1]?.toLowerCase()}s`;
    const letter = typed[2]?.toLowerCase() ?? "";
    if (letter !== "") return fromFile(`${name}-${letter}`, `2025-${name}-${letter}`);
    const edition = year < 2022 ? 2017 : year < 2024 && name === "prescriptions" ? 2022 : 2024;
    return fromFile(name, `${edition}-${name}`);
  }
  if (national === "ListeFormDomi") return fromFile("formdomi", "2025-formdomi");
  const found = values[national];
  if (found === undefined) {
    if (unknownLists.includes(national)) return null;
    throw new Error(`no list ${national}`);
  }
  const allowed = typeof found === "function" ? found({ type, year }) : found;
  if (allowed === null) return null;
  const rows = (typeof allowed === "string" ? allowed.split(" ") : allowed).map((value) => [value]);
  return { name: national, list: { source: "CNIG", columns: ["VALUE"], rows } };
}
