import type { Field } from "../../src/model/field.ts";
import { field, text, url } from "../fields.ts";

/** What a category of public easement adds to the common tables. */
export interface Category {
  /** Null for the model that accepts every category. */
  id: string | null;
  /** In the 2013 edition identifiers are numbers, and file names may end in a département code. */
  edition: 2013 | 2016;
  title: { fr: string; en: string };
  generators: ("S" | "L" | "P")[];
  footprints: ("S" | "L" | "P")[];
  generatorTypes: string[] | null;
  footprintTypes: string[] | null;
  /** Pattern of the end of a footprint's name. */
  footprintSuffix: string;
  extraFields: Field[];
}

const MONUMENT: Field[] = [
  text("ADRESSE!", 254),
  field("TYPE!", "string", { values: ["Inscrit", "Classé", "Mixte", "sans objet"], maxLength: 10 }),
];

const PREVENTION: Pick<Category, "id" | "title" | "generators" | "footprints"> = {
  id: "PM3",
  title: { fr: "Plans de prévention des risques technologiques", en: "Prevention plans of technological risks" },
  generators: ["S"],
  footprints: ["S"],
};
const HAZARDS = ["20", "21", "22", "23", "24", "25"];
/** Pattern of the end of a footprint's name in the 2013 edition, for all categories. */
const OLD_SUFFIX = "(mh|abor|ass|zpr1|zpr2|ziso|pepi|pepr|pepe|zhlg|zmcp|zpro|zgar|zpri|zsec|zspe|sect|zatt|zsur)";
const MAINS: Pick<Category, "id" | "title" | "generators"> = {
  id: "A5",
  title: { fr: "Canalisations d’eau et d’assainissement", en: "Water mains and sewers" },
  generators: ["L"],
};

export const categories: readonly Category[] = [
  {
    id: null,
    edition: 2016,
    title: { fr: "Servitudes d’utilité publique (toutes catégories)", en: "Public easements (all categories)" },
    generators: ["S", "L", "P"],
    footprints: ["S", "L", "P"],
    generatorTypes: null,
    footprintTypes: null,
    footprintSuffix: "[a-z0-9]+",
    extraFields: [],
  },
  {
    id: "AC1",
    edition: 2016,
    title: { fr: "Monuments historiques", en: "Historic monuments" },
    generators: ["S", "L", "P"],
    footprints: ["S"],
    generatorTypes: ["Monument"],
    footprintTypes: ["Périmètre des abords", "Monument historique"],
    footprintSuffix: "(abor|mh)",
    extraFields: MONUMENT,
  },
  {
    ...PREVENTION,
    edition: 2013,
    generatorTypes: null,
    footprintTypes: null,
    footprintSuffix: OLD_SUFFIX,
    extraFields: [text("ID_GASPAR", 24), field("CODE_ALEA", "string", { values: HAZARDS, maxLength: 2 })],
  },
  {
    ...PREVENTION,
    edition: 2016,
    generatorTypes: ["Périmètre réglementé du PPR"],
    footprintTypes: ["Enveloppe des zonages réglementaires"],
    footprintSuffix: "ass",
    extraFields: [text("ID_GASPAR!", 24), field("CODE_ALEA!", "string", { values: HAZARDS, maxLength: 2 }), url("URL_GRISQ")],
  },
  {
    id: "INT1",
    edition: 2016,
    title: { fr: "Voisinage des cimetières", en: "Neighbourhood of cemeteries" },
    generators: ["S"],
    footprints: ["S"],
    generatorTypes: ["Cimetière"],
    footprintTypes: ["Zone de protection"],
    footprintSuffix: "ass",
    extraFields: [],
  },
  {
    ...MAINS,
    edition: 2013,
    footprints: ["L"],
    generatorTypes: null,
    footprintTypes: null,
    footprintSuffix: OLD_SUFFIX,
    extraFields: [],
  },
  {
    ...MAINS,
    edition: 2016,
    footprints: ["L", "S"],
    generatorTypes: null,
    footprintTypes: null,
    footprintSuffix: "[a-z0-9]+",
    extraFields: [],
  },
];
