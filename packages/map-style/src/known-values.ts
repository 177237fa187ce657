import type { Pattern } from "./patterns.ts";

/** A value to which a standard gives a meaning, and often a colour. */
export interface KnownValue {
  value: string;
  colour: string;
  pattern?: Pattern;
  fr: string;
  en: string;
  /** Geometries it occurs on, when not on all. */
  on?: readonly ("point" | "line" | "polygon")[];
}

export interface KnownColumn {
  /** Names the standard's symbols. */
  id: string;
  /** Source names of the column, lower case. */
  names: readonly string[];
  values: readonly KnownValue[];
  opacity: number;
  outline?: string;
  /** Column to write on the areas. */
  label?: string;
}

/** Colours of plan zones by the CNIG's symbols for small scales (60 %, line #343434). */
const ZONE_TYPES: readonly KnownValue[] = [
  { value: "U", colour: "#e60000", fr: "Urbaine", en: "Urban" },
  { value: "AUc", colour: "#ff6565", fr: "À urbaniser, ouverte", en: "To be urbanised, open" },
  { value: "AUs", colour: "#feccbe", pattern: "hatch", fr: "À urbaniser, plus tard", en: "To be urbanised, later" },
  { value: "A", colour: "#ffff00", fr: "Agricole", en: "Agricultural" },
  { value: "N", colour: "#56aa02", fr: "Naturelle", en: "Natural" },
  { value: "Nh", colour: "#7fbf3f", fr: "Naturelle, habitat isolé", en: "Natural, isolated housing" },
  { value: "Nd", colour: "#3f8a02", fr: "Naturelle, stricte", en: "Natural, strict" },
  { value: "Ah", colour: "#f2dc3c", fr: "Agricole, habitat isolé", en: "Agricultural, isolated housing" },
];

/** Severity changes lightness as well as hue, and each step has its own pattern. */
const LEVEL_CODES: readonly KnownValue[] = [
  { value: "00", colour: "#e4ebe0", fr: "Nul", en: "None" },
  { value: "01", colour: "#f7d154", fr: "Faible", en: "Low" },
  { value: "02", colour: "#f39c3d", pattern: "hatch", fr: "Moyen", en: "Medium" },
  { value: "03", colour: "#e86f2c", pattern: "hatch", fr: "Moyen +", en: "Medium +" },
  { value: "04", colour: "#d33c2c", pattern: "hatch-dense", fr: "Fort", en: "High" },
  { value: "05", colour: "#b52425", pattern: "hatch-dense", fr: "Fort +", en: "High +" },
  { value: "06", colour: "#8c1520", pattern: "cross", fr: "Très fort", en: "Very high" },
  { value: "07", colour: "#6b0f1a", pattern: "cross", fr: "Très fort +", en: "Very high +" },
  { value: "99", colour: "#9aa5ad", pattern: "dots", fr: "Non qualifié", en: "Not rated" },
];

const LEVEL_WORDS: readonly KnownValue[] = [
  { value: "Faible", colour: "#f7d154", fr: "Faible", en: "Low" },
  { value: "Moyen", colour: "#f39c3d", pattern: "hatch", fr: "Moyen", en: "Medium" },
  { value: "Fort", colour: "#d33c2c", pattern: "hatch-dense", fr: "Fort", en: "High" },
  { value: "Très fort", colour: "#8c1520", pattern: "cross", fr: "Très fort", en: "Very high" },
];

const RULE_TYPES: readonly KnownValue[] = [
  { value: "01", colour: "#7fb2dd", fr: "Prescriptions hors du danger", en: "Conditions outside the danger" },
  { value: "02", colour: "#3c7fc0", fr: "Prescriptions", en: "Conditions" },
  { value: "03", colour: "#d9534a", pattern: "hatch", fr: "Interdiction", en: "Prohibition" },
  { value: "04", colour: "#a11f2b", pattern: "cross", fr: "Interdiction stricte", en: "Strict prohibition" },
  { value: "05", colour: "#5f9e6e", fr: "Recommandations", en: "Recommendations" },
  { value: "06", colour: "#8b8f96", fr: "Terrain de l’établissement", en: "Land of the site" },
  { value: "07", colour: "#8a5fb0", pattern: "dots", fr: "Événement exceptionnel", en: "Exceptional event" },
];

const SEVESO: readonly KnownValue[] = [
  { value: "Non Seveso", colour: "#5b7f95", fr: "Non Seveso", en: "Not Seveso" },
  { value: "Seveso seuil bas", colour: "#e08a1e", fr: "Seveso seuil bas", en: "Seveso lower tier" },
  { value: "Seveso seuil haut", colour: "#b3202a", fr: "Seveso seuil haut", en: "Seveso upper tier" },
];

/** The most frequent kinds of prescriptions: wooded areas green, reservations magenta, heritage violet, networks and ways grey. */
const PRESCRIPTIONS: readonly KnownValue[] = [
  { value: "01", colour: "#2f7d32", pattern: "dots", fr: "Espace boisé classé", en: "Protected woodland", on: ["polygon"] },
  {
    value: "02",
    colour: "#c2501b",
    pattern: "hatch",
    fr: "Constructibilité limitée (risques, environnement)",
    en: "Limited building (risks, environment)",
  },
  { value: "03", colour: "#8c5a3c", fr: "Reconstruction ou démolition", en: "Rebuilding or demolition" },
  { value: "05", colour: "#c2185b", pattern: "cross", fr: "Emplacement réservé", en: "Reserved plot", on: ["polygon"] },
  { value: "07", colour: "#7b4bb3", pattern: "hatch-back", fr: "Patrimoine à protéger", en: "Protected heritage" },
  { value: "08", colour: "#8fae3b", fr: "Terrain cultivé ou non bâti à protéger", en: "Protected garden or open land", on: ["polygon"] },
  { value: "11", colour: "#6d7f8c", fr: "Implantation limitée", en: "Limited siting" },
  { value: "15", colour: "#4a5fa5", fr: "Règle d’implantation", en: "Siting rule" },
  { value: "16", colour: "#b07a2a", fr: "Changement de destination", en: "Change of use allowed", on: ["point"] },
  { value: "17", colour: "#d0607f", pattern: "hatch", fr: "Mixité sociale", en: "Social housing share", on: ["polygon"] },
  { value: "18", colour: "#00838f", pattern: "hatch", fr: "Orientation d’aménagement", en: "Planning brief", on: ["polygon"] },
  { value: "22", colour: "#e08a1e", fr: "Diversité commerciale", en: "Mix of shops" },
  { value: "23", colour: "#b8651b", fr: "Linéaire commercial", en: "Shop fronts", on: ["line"] },
  { value: "24", colour: "#5d6d7e", fr: "Voie ou chemin à conserver", en: "Way to be kept", on: ["line"] },
  { value: "25", colour: "#558b2f", pattern: "dots", fr: "Continuité écologique", en: "Ecological corridor", on: ["polygon"] },
  { value: "31", colour: "#1f7a8c", pattern: "dots", fr: "Espace remarquable du littoral", en: "Remarkable coast", on: ["polygon"] },
  { value: "38", colour: "#7d7d7d", fr: "Emprise au sol", en: "Ground coverage", on: ["polygon"] },
  { value: "39", colour: "#4d4d4d", pattern: "hatch", fr: "Hauteur", en: "Height" },
];

const INFORMATION: readonly KnownValue[] = [
  { value: "04", colour: "#4a6fa5", pattern: "hatch-back", fr: "Droit de préemption urbain", en: "Urban pre-emption right" },
  { value: "05", colour: "#9c5fa8", pattern: "cross", fr: "Zone d’aménagement différé", en: "Deferred development zone" },
];

const AVAILABILITY: readonly KnownValue[] = [
  { value: "disponible", colour: "#00a884", fr: "Disponible", en: "Available" },
  { value: "en cours de classification", colour: "#d8a21c", pattern: "hatch", fr: "En cours de classification", en: "Being classified" },
];

/** Columns that standards define, the most specific first. */
export const KNOWN_COLUMNS: readonly KnownColumn[] = [
  { id: "cnig-zones", names: ["typezone"], values: ZONE_TYPES, opacity: 0.6, outline: "#343434", label: "libelle" },
  { id: "ppr-rules", names: ["typereglement"], values: RULE_TYPES, opacity: 0.5, label: "codezonereglement" },
  { id: "hazard-codes", names: ["niveaualea", "niveau_alea", "niveau"], values: LEVEL_CODES, opacity: 0.55 },
  { id: "hazard-words", names: ["niveau_lib", "niveau"], values: LEVEL_WORDS, opacity: 0.55 },
  { id: "seveso", names: ["lib_seveso"], values: SEVESO, opacity: 0.95, outline: "#ffffff" },
  { id: "cnig-prescriptions", names: ["typepsc"], values: PRESCRIPTIONS, opacity: 0.4 },
  { id: "cnig-information", names: ["typeinf"], values: INFORMATION, opacity: 0.25 },
  { id: "availability", names: ["statut"], values: AVAILABILITY, opacity: 0.35 },
];
