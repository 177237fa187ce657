import type { LayerField } from "@archipel/contracts/layers.ts";
import { fold } from "@archipel/search/fold.ts";
import { COMMUNE_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";

/** Kinds of entries of a layer. Houses are parts of their street. */
export type EntryKind = "commune" | "place" | "street" | "zone" | "parcel" | "tile";

/** How a layer's features become names to search: columns of its table. */
export interface Gazetteer {
  kind: EntryKind;
  /** Joined by spaces. */
  label: string[];
  /** Joined by commas: distinguishes entries of the same label. */
  detail: string[];
  /** Usually the number of inhabitants. */
  weight: string | null;
  /** Features of the same label in the same commune are one entry: houses of a street, polygons of a zone. */
  isGrouped: boolean;
  number: string | null;
  suffix: string | null;
  commune: string | null;
  communeCode: string | null;
  /** One postcode, or several in one text. */
  postcode: string | null;
  /** The parts of a parcel's name; its whole id, or section and number. */
  parcel: { id: string | null; prefix: string | null; section: string | null; number: string | null } | null;
}

const COLUMNS = {
  number: ["numero", "num", "housenumber", "num_voie"],
  street: ["nom_voie", "voie", "nom_voie_ban", "street", "libelle_voie", "nom_1_g", "nom_collaboratif_gauche"],
  suffix: ["rep", "indice_repetition", "suffixe"],
  town: ["nom_commune", "commune", "nom_com", "nom_comm", "libelle_commune", "nom_de_la_commune", "city", "ville"],
  postcode: [
    "code_postal",
    "codes_postaux",
    "codepostal",
    "codespostaux",
    "postcode",
    "postcodes",
    "postal_code",
    "postalcode",
    "zip",
    "zipcode",
    "zip_code",
    "cp",
  ],
  code: COMMUNE_CODE_FIELDS,
  name: ["nom", "name", "nom_commune", "nom_com", "nom_de_la_commune", "nom_m", "nom_officiel", "toponyme", "libelle", "label"],
  nature: ["nature", "type", "categorie"],
  department: ["nom_departement", "departement", "nom_dep", "dep", "code_departement"],
  weight: ["population", "pop", "habitants", "altitude"],
  parcel: ["idu", "id_parcelle", "parcelle", "id"],
  section: ["section"],
  prefix: ["prefixe", "com_abs"],
  tile: ["nom_dalle", "nom_pkk", "dalle", "name", "nom", "id"],
  zone: ["libelle", "lib_zone", "zone"],
  zoneWords: ["libelong", "lib_long"],
} as const;

/** Layers are recognised by their names, with or without further words: `communes-france-2018`, `lieux_dits`. */
const named = (words: string) => new RegExp(`(^|[^a-z])(${words})([^a-z]|$)`);
const COMMUNE_WORDS = "communes?|codes?.postaux|hexasmal";
const COMMUNES = named(COMMUNE_WORDS);
const PLACES = named(
  `${COMMUNE_WORDS}|lieux?(.dits?)?|toponymes?|localites?|places?|quartiers?|iles?|villes?|towns?|points?.cotes?|sommets?|departements?|regions?|epci`,
);
const STREETS = named("rues?|voies?");
const PARCELS = named("parcelles?|parcels?|cadastre");
const TILES = named("dalles?|tuiles?|tiles?|lidar");
const ZONES = named("zone.urba|zones?.plui?|zonages?(.plui?)?");

type First = (names: readonly string[]) => string | null;
const some = (...columns: (string | null)[]) => columns.filter((column) => column !== null);

/**
 * What a layer's features are called, from the names of the layer and of its fields: addresses and streets, communes, other places, zones of
 * plans, parcels, tiles of surveys. Null: its features are not searched by name.
 */
export function gazetteerOf(layer: { name: string; fields: readonly LayerField[] }): Gazetteer | null {
  const byName = new Map(layer.fields.filter((field) => !field.isHidden).map((field) => [field.name.toLowerCase(), field.column]));
  const first: First = (names) => names.map((name) => byName.get(name)).find((column) => column !== undefined) ?? null;
  const name = fold(layer.name);
  return streets(name, first) ?? parcels(name, first) ?? zones(name, first) ?? tiles(name, first) ?? places(name, first);
}

function entryOf(kind: EntryKind, label: string[], first: First, also: Partial<Gazetteer> = {}): Gazetteer {
  const among = (names: readonly string[]) => first(names.filter((one) => !label.includes(one)));
  return {
    kind,
    label,
    detail: [],
    weight: null,
    isGrouped: false,
    number: null,
    suffix: null,
    commune: among(COLUMNS.town),
    communeCode: among(COLUMNS.code),
    postcode: first(COLUMNS.postcode),
    parcel: null,
    ...also,
  };
}

function streets(layer: string, first: First): Gazetteer | null {
  const [number, street] = [first(COLUMNS.number), first(COLUMNS.street)];
  if (street && number) return entryOf("street", [street], first, { isGrouped: true, number, suffix: first(COLUMNS.suffix) });
  const name = street ?? first(COLUMNS.name);
  return STREETS.test(layer) && name ? entryOf("street", [name], first, { isGrouped: true }) : null;
}

function parcels(layer: string, first: First): Gazetteer | null {
  const [section, number] = [first(COLUMNS.section), first(COLUMNS.number)];
  const id = first(COLUMNS.parcel);
  if (!PARCELS.test(layer) || !(id || (section && number))) return null;
  return entryOf("parcel", some(id ?? section), first, { parcel: { id, prefix: first(COLUMNS.prefix), section, number } });
}

function zones(layer: string, first: First): Gazetteer | null {
  const label = first(COLUMNS.zone);
  return ZONES.test(layer) && label ? entryOf("zone", [label], first, { isGrouped: true, detail: some(first(COLUMNS.zoneWords)) }) : null;
}

function tiles(layer: string, first: First): Gazetteer | null {
  const label = first(COLUMNS.tile);
  return TILES.test(layer) && label && !first(["dalles"]) ? entryOf("tile", [label], first) : null;
}

function places(layer: string, first: First): Gazetteer | null {
  const name = first(COLUMNS.name);
  if (!PLACES.test(layer) || !name) return null;
  const weight = first(COLUMNS.weight);
  const code = first([...COLUMNS.code, "code"]);
  if (COMMUNES.test(layer)) return entryOf("commune", [name], first, { weight, commune: name, communeCode: code });
  const detail = some(first(COLUMNS.nature), first(COLUMNS.department)).filter((column) => column !== name);
  return entryOf("place", [name], first, { weight, detail });
}
