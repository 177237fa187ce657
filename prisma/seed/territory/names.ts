import type { Random } from "./random.ts";

export interface CommuneName {
  code: string;
  postcode: string;
  /** Large towns have several, and neighbours share one. */
  otherPostcodes?: readonly string[];
  name: string;
}

/** Invented communes with invented codes: no real commune of France starts with 999. One postcode is also the code of another commune, as in France. */
export const COMMUNES: readonly CommuneName[] = [
  { code: "99901", postcode: "99910", otherPostcodes: ["99905"], name: "Port-Brélan" },
  { code: "99902", postcode: "99920", name: "Saint-Aubrin-des-Landes" },
  { code: "99903", postcode: "99930", name: "Lanvoren" },
  { code: "99904", postcode: "99940", name: "Les Essarvelles" },
  { code: "99905", postcode: "99950", name: "Mornevent" },
  { code: "99906", postcode: "99960", name: "La Grève-Noire" },
  { code: "99907", postcode: "99970", name: "Ormelune" },
  { code: "99908", postcode: "99980", otherPostcodes: ["99970"], name: "Sainte-Maëvre" },
  { code: "99909", postcode: "99990", name: "Le Pertuis-d’Orfe" },
];

export const ISLANDS: readonly string[] = [
  "Grande Brélande",
  "Petite Brélande",
  "Île d’Orfe",
  "Île Maëvre",
  "Île aux Vanneaux",
  "La Sentinelle",
  "Les Trois Sœurs",
  "Île du Guet",
  "Roc Amarin",
  "L’Échaudée",
  "Île Ronde",
  "Le Mouton Noir",
];

const KINDS = ["rue", "rue", "rue", "rue", "chemin", "allée", "impasse", "venelle", "route"] as const;

const OF_THE = [
  "du Phare",
  "de la Cale",
  "des Tamaris",
  "du Moulin à vent",
  "des Paludiers",
  "de la Grève",
  "des Goélands",
  "du Four à pain",
  "de la Corderie",
  "des Voiliers",
  "du Lavoir",
  "des Ajoncs",
  "de la Fontaine claire",
  "du Vieux Marché",
  "des Cormorans",
  "de l’Abreuvoir",
  "des Figuiers",
  "du Sémaphore",
  "de la Dune",
  "des Genêts",
  "du Puits salé",
  "de la Vigie",
  "des Sauniers",
  "du Couchant",
  "du Levant",
  "des Hirondelles",
  "de l’Estran",
  "des Charpentiers",
  "de la Forge",
  "des Pins tordus",
  "du Grand Large",
  "des Marées",
  "de la Bruyère",
  "des Murets",
  "du Colombier",
  "de la Saulaie",
  "des Roseaux",
  "du Calvaire",
  "de l’Ancre",
  "des Filets bleus",
  "de la Conserverie",
  "des Embruns",
  "du Bois d’Orfe",
  "des Mouettes",
  "de la Mairie",
  "de l’École",
  "des Pêcheurs",
  "du Pré aux moutons",
  "de la Lande",
  "des Chênes verts",
  "du Lin",
  "de la Noria",
  "des Mimosas",
  "du Passage",
  "des Lavandières",
  "de la Citerne",
  "des Galets",
  "du Vent d’ouest",
  "des Oyats",
  "de la Tour ronde",
] as const;

const HAMLET_HEADS = ["Ker", "La Ville", "Le Clos", "Les", "La Haye", "Le Haut", "Le Bas", "La Croix", "Le Champ", "La Noë"] as const;
const HAMLET_TAILS = [
  "Aubin",
  "Morvec",
  "Tirel",
  "Landois",
  "Guéraud",
  "Sorelle",
  "Vauvert",
  "Briant",
  "Orsel",
  "Maréchin",
  "Talvas",
  "Corbelin",
  "Danvic",
  "Hérel",
  "Pervien",
  "Rouvelle",
] as const;
const FARM_HEADS = ["La Métairie", "La Borde", "La Grange", "Le Mas", "Le Courtil", "La Closerie"] as const;
const FARM_TAILS = ["d’en haut", "d’en bas", "du levant", "du couchant", "la vieille", "la neuve"] as const;
const PEAK_HEADS = ["Mont", "Butte de", "Tertre", "Roche", "Motte de", "Signal de"] as const;

/** Names for one commune's streets, each used once. */
export function streetNamer(random: Random): (kind?: string) => string {
  const used = new Set<string>();
  return (kind) => {
    for (let attempt = 0; attempt < 40; attempt++) {
      const name = `${kind ?? random.pick(KINDS)} ${random.pick(OF_THE)}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
    const name = `chemin rural n° ${used.size + 1}`;
    used.add(name);
    return name;
  };
}

/** Names for hamlets and hills of the whole territory, each used once. */
export function placeNamer(random: Random): { hamlet(): string; farm(): string; peak(): string } {
  const used = new Set<string>();
  const fresh = (make: () => string) => {
    let name = make();
    for (let attempt = 0; attempt < 60 && used.has(name); attempt++) name = make();
    used.add(name);
    return name;
  };
  const join = (head: string, tail: string) => (head === "Ker" ? `${head}${tail.toLowerCase()}` : `${head} ${tail}`);
  return {
    hamlet: () => fresh(() => join(random.pick(HAMLET_HEADS), random.pick(HAMLET_TAILS))),
    farm: () =>
      fresh(() => `${random.pick(FARM_HEADS)} ${random.pick(HAMLET_TAILS)}${random.chance(0.5) ? ` ${random.pick(FARM_TAILS)}` : ""}`),
    peak: () => fresh(() => `${random.pick(PEAK_HEADS)} ${random.pick(HAMLET_TAILS)}`),
  };
}
