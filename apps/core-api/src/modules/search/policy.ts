import type { LayerField } from "@archipel/contracts/layers.ts";

/** The columns of a layer that make its search entries, by their names in its table. */
export interface SearchColumns {
  kind: "address" | "place";
  /** Joined by spaces. */
  label: string[];
  /** Joined by spaces in an address, else by commas: distinguishes two entries with the same label. */
  detail: string[];
  /** Entries of greater weight come first. Usually the number of inhabitants. */
  weight: string | null;
}

const NUMBERS = ["numero", "num", "housenumber", "num_voie"];
const STREETS = ["nom_voie", "voie", "nom_voie_ban", "street", "libelle_voie"];
const REPETITIONS = ["rep", "indice_repetition", "suffixe"];
const TOWNS = ["nom_commune", "commune", "nom_com", "city", "ville"];
const POSTCODES = ["code_postal", "postcode", "cp"];
const NAMES = ["nom", "name", "nom_commune", "nom_com", "nom_m", "nom_officiel", "toponyme", "libelle", "label"];
const NATURES = ["nature", "type", "categorie"];
const DEPARTMENTS = ["nom_departement", "departement", "nom_dep", "dep", "code_departement"];
const CODES = ["code_insee", "insee_com", "insee", "code"];
const WEIGHTS = ["population", "pop", "habitants", "altitude"];

/** Layers of places are recognised by their name, with or without further words: `communes-france-2018`, `lieux_dits`. */
const PLACE_LAYER =
  /(^|[^a-z])(communes?|lieux?(.dits?)?|toponymes?|localites?|places?|quartiers?|iles?|villes?|points?.cotes?|sommets?|departements?|regions?|epci)([^a-z]|$)/;

/**
 * Whether a layer holds addresses (number and street) or places (by the layer's name), from the names of its fields. Null: its features are
 * not searched by name.
 */
export function searchColumnsOf(layer: { name: string; fields: readonly LayerField[] }): SearchColumns | null {
  const byName = new Map(layer.fields.filter((field) => !field.isHidden).map((field) => [field.name.toLowerCase(), field.column]));
  const first = (names: string[]) => names.map((name) => byName.get(name)).find((column) => column !== undefined) ?? null;
  const some = (...columns: (string | null)[]) => columns.filter((column) => column !== null);

  const street = first(STREETS);
  const number = first(NUMBERS);
  if (street && number) {
    return { kind: "address", label: some(number, first(REPETITIONS), street), detail: some(first(POSTCODES), first(TOWNS)), weight: null };
  }
  const name = first(NAMES);
  const folded = layer.name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  if (!name || !PLACE_LAYER.test(folded)) return null;
  const detail = some(first(NATURES), first(POSTCODES) ?? first(DEPARTMENTS) ?? first(CODES)).slice(0, 2);
  return { kind: "place", label: [name], detail: detail.filter((column) => column !== name), weight: first(WEIGHTS) };
}
