import { seededRandom } from "@archipel/geo/seeded-random.ts";

/** A commune of France. */
export interface Commune {
  code: string;
  name: string;
  postcode: string;
  population: number;
}

/** Communes whose names are typed in many ways: accents, ligatures, articles, saints. Source: official geographic code (INSEE), 2026. */
export const someCommunes: readonly Commune[] = `35238;Rennes;35000;230890
29019;Brest;29200;142346
35288;Saint-Malo;35400;47439
22278;Saint-Brieuc;22000;44364
72181;Le Mans;72000;146249
85191;La Roche-sur-Yon;85000;54849
85194;Les Sables-d'Olonne;85100;49603
94038;L'Haÿ-les-Roses;94240;31188
91228;Évry-Courcouronnes;91000;66919
51410;Œuilly;51480;564
51108;Châlons-en-Champagne;51000;42971
51507;Sainte-Menehould;51800;4146
76575;Saint-Étienne-du-Rouvray;76800;29518
30189;Nîmes;30000;151839
13001;Aix-en-Provence;13080;149695
13100;Saint-Rémy-de-Provence;13210;9599
59009;Villeneuve-d'Ascq;59491;62868
01053;Bourg-en-Bresse;01000;42372
71270;Mâcon;71000;35177
25056;Besançon;25000;118489
54431;Pont-à-Mousson;54700;14190
88413;Saint-Dié-des-Vosges;88100;19251
54547;Vandœuvre-lès-Nancy;54500;29942
45284;Saint-Jean-de-Braye;45800;23147
36044;Châteauroux;36000;42963
24520;Sarlat-la-Canéda;24200;8763
09261;Saint-Girons;09200;6008
65059;Bagnères-de-Bigorre;65200;7114
64445;Pau;64000;80441
64483;Saint-Jean-de-Luz;64500;14857
2A004;Ajaccio;20000;76320
97411;Saint-Denis;97400;155634
97422;Le Tampon;97418;82579
97209;Fort-de-France;97200;75506`
  .split("\n")
  .map((line) => {
    const [code = "", name = "", postcode = "", population] = line.split(";");
    return { code, name, postcode, population: Number(population) };
  });

/** A street of the fixture: real types and names of streets, put together by chance in real communes. */
export interface Street {
  name: string;
  commune: Commune;
}

export interface TypedCase {
  /** What a person types. */
  typed: string;
  /** How it differs from the name. */
  how: string;
  /** What must be found: this label, in this commune. */
  label: string;
  commune: string;
}

const TYPES: readonly (readonly [type: string, share: number])[] = [
  ["Rue", 50],
  ["Chemin", 12],
  ["Impasse", 9],
  ["Allée", 7],
  ["Avenue", 6],
  ["Place", 5],
  ["Route", 5],
  ["Boulevard", 2],
  ["Square", 2],
  ["Résidence", 1],
  ["Lotissement", 1],
];

/** Names that streets have in very many communes. */
const NAMES =
  `de l’Église;de la Mairie;des Écoles;du Moulin;de la Gare;du Château;de la Fontaine;des Lilas;du Stade;des Acacias;des Tilleuls;du Lavoir;
des Jardins;du Cimetière;des Vignes;de la Paix;de la République;de la Liberté;Victor Hugo;Jean Jaurès;Pasteur;Émile Zola;Jules Ferry;Jean Moulin;
du Général de Gaulle;du Maréchal Foch;du Général Leclerc;du Maréchal Leclerc;du Docteur Roux;du 8 Mai 1945;du 11 Novembre 1918;du 14 Juillet;Gambetta;Voltaire;
Anatole France;Aristide Briand;Albert Camus;Antoine de Saint-Exupéry;Arthur Rimbaud;Charles Baudelaire;Claude Debussy;Georges Brassens;Jacques Brel;Jacques Prévert;
Jean-Jacques Rousseau;Jean de La Fontaine;Léon Blum;Louis Pasteur;Marcel Pagnol;Marie Curie;Pierre et Marie Curie;Molière;Paul Verlaine;Pierre Curie;Saint-Exupéry;
Simone Veil;Gustave Eiffel;Hector Berlioz;Maurice Ravel;Alphonse Daudet;Alfred de Musset;Honoré de Balzac;George Sand;Frédéric Mistral;Henri Barbusse;
Saint-Martin;Saint-Jean;Saint-Pierre;Saint-Michel;Sainte-Anne;Sainte-Barbe;Saint-Nicolas;Saint-Roch;Saint-Vincent;Notre-Dame;du Presbytère;du Calvaire;de la Chapelle;
des Chênes;des Bouleaux;des Cerisiers;des Châtaigniers;des Érables;des Hêtres;des Marronniers;des Noyers;des Peupliers;des Pins;des Platanes;des Pommiers;des Saules;
des Roses;des Violettes;des Genêts;des Bleuets;des Coquelicots;des Glycines;des Hortensias;des Jonquilles;des Mimosas;des Primevères;des Bruyères;des Fougères;
des Alouettes;des Hirondelles;des Mésanges;des Rossignols;des Fauvettes;des Pinsons;des Merles;des Tourterelles;du Coq;du Renard;du Cerf;du Loup;des Biches;
de Bellevue;Bel Air;du Beau Site;de la Côte;de la Vallée;de la Montagne;du Mont;du Plateau;de la Plaine;du Coteau;des Crêtes;de la Combe;du Ruisseau;de la Rivière;
de l’Étang;du Lac;du Pont;du Vieux Pont;du Gué;de l’Écluse;du Canal;du Port;des Quais;de la Plage;des Dunes;de la Mer;des Embruns;du Phare;des Pêcheurs;
de la Forge;du Four;des Tanneurs;des Tisserands;des Potiers;des Vignerons;des Bergers;des Bûcherons;des Charbonniers;du Pressoir;de la Distillerie;de la Tuilerie;
de la Briqueterie;des Carrières;des Mines;de l’Ardoisière;des Sablons;des Grèves;de l’Industrie;de l’Artisanat;du Commerce;des Entrepreneurs;de l’Europe;de Verdun;
d’Alsace;de Lorraine;de Bretagne;de Normandie;de Provence;de Paris;de Lyon;de Bordeaux;de Strasbourg;de Toulouse;de Dijon;de Nantes;de Versailles;
Haute;Basse;Neuve;Grande;Petite Ruelle;de l’Ancienne Poste;des Anciens Combattants;de la Résistance;des Fusillés;des Martyrs;du Souvenir Français;de la Victoire;
de la Libération;de l’Armistice;du Champ de Foire;du Marché;de la Halle;de l’Hôtel de Ville;du Tribunal;de la Poste;du Collège;du Lycée;de la Bibliothèque;
des Sources;de la Source;du Puits;du Vieux Puits;de la Croix;de la Croix Blanche;de la Croix Rouge;des Trois Fontaines;des Quatre Vents;du Bout du Monde;
du Clos;du Clos Fleuri;du Grand Clos;des Petits Champs;du Champ Long;des Longues Raies;de la Garenne;du Bois;du Petit Bois;du Bois Joli;de la Forêt;des Clairières;
du Pré;du Grand Pré;des Prés;de la Prairie;des Marais;du Verger;de la Pépinière;des Serres;du Parc;du Belvédère;de la Terrasse;des Remparts;de la Citadelle;du Donjon;
de la Tour;de la Poterne;des Cordeliers;des Capucins;des Ursulines;des Carmes;des Bénédictins;de l’Abbaye;du Prieuré;du Couvent;de l’Évêché;de la Cathédrale;
du Capitaine Dreyfus;du Colonel Fabien;du Commandant Charcot;du Lieutenant Colomb;du Sergent Bobillot;de l’Abbé Pierre;du Professeur Calmette;du Président Wilson;
du Président Kennedy;Monseigneur Duparc;Olympe de Gouges;Louise Michel;Lucie Aubrac;Germaine Tillion;Rosa Parks;Nelson Mandela;Salvador Allende;Pablo Picasso;
Paul Cézanne;Claude Monet;Auguste Renoir;Eugène Delacroix;Édouard Manet;Camille Claudel;Auguste Rodin;Vincent Van Gogh;Toulouse-Lautrec;Berthe Morisot;Le Corbusier`
    .split(";")
    .map((name) => name.trim());

/** A generator of streets, the same for the same seed. No street repeats in a commune. */
export function* streetsOf(communes: readonly Commune[], each: number, seed = 7): Generator<Street> {
  const random = seededRandom(seed);
  const whole = TYPES.reduce((sum, [, share]) => sum + share, 0);
  for (const commune of communes) {
    const used = new Set<string>();
    while (used.size < each) {
      let left = random() * whole;
      const type = TYPES.find(([, share]) => {
        left -= share;
        return left < 0;
      })?.[0];
      const name = `${type ?? "Rue"} ${NAMES[Math.floor(random() * NAMES.length)]}`;
      if (used.has(name)) continue;
      used.add(name);
      yield { name, commune };
    }
  }
}

const SHORT: Readonly<Record<string, string>> = {
  rue: "r",
  chemin: "che",
  impasse: "imp",
  allée: "all",
  avenue: "av",
  place: "pl",
  route: "rte",
  boulevard: "bd",
  square: "sq",
  résidence: "res",
  lotissement: "lot",
  saint: "st",
  sainte: "ste",
  général: "gal",
  maréchal: "mal",
  docteur: "dr",
  capitaine: "cne",
  colonel: "col",
  commandant: "cdt",
  président: "pdt",
  professeur: "pr",
  monseigneur: "mgr",
  abbé: "abbe",
  grand: "gd",
  petit: "pt",
  vieux: "vx",
};
const SMALL = new Set(["de", "du", "des", "la", "le", "les", "l", "d", "et"]);

const words = (text: string) => text.toLowerCase().split(/[\s’'-]+/);
const bare = (text: string) => text.toLowerCase().replaceAll("œ", "oe").normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'-]/g, " ");

/** One change in a word of five letters or more: a letter left out, doubled, replaced, or swapped with the next. */
function mistyped(word: string, random: () => number): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  const at = Math.floor(random() * (word.length - 1));
  const letter = "abcdefghijklmnopqrstuvwxyz".charAt(Math.floor(random() * 26));
  const kind = Math.floor(random() * 4);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return word.slice(0, at) + letter + word.slice(at);
  if (kind === 2) return word.slice(0, at) + letter + word.slice(at + 1);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

type Typing = readonly [how: string, type: (street: Street, random: () => number) => string];

/** How people type a street and its commune. */
const TYPINGS: readonly Typing[] = [
  ["as it is", ({ name, commune }) => `${name}, ${commune.name}`],
  ["no accents", ({ name, commune }) => bare(`${name} ${commune.name}`)],
  ["capitals", ({ name, commune }) => bare(`${name} ${commune.name}`).toUpperCase()],
  [
    "abbreviated",
    ({ name, commune }) =>
      bare(
        words(`${name} ${commune.name}`)
          .map((word) => SHORT[word] ?? word)
          .join(" "),
      ),
  ],
  [
    "one error",
    ({ name, commune }, random) => {
      const all = bare(`${name} ${commune.name}`).split(/\s+/);
      const long = all.flatMap((word, index) => (word.length >= 5 ? [index] : []));
      const chosen = long[Math.floor(random() * long.length)] ?? -1;
      return all.map((word, index) => (index === chosen ? mistyped(word, random) : word)).join(" ");
    },
  ],
  [
    "an error in each word",
    ({ name, commune }, random) =>
      bare(`${name} ${commune.name}`)
        .split(/\s+/)
        .map((word) => mistyped(word, random))
        .join(" "),
  ],
  [
    "small words missing",
    ({ name, commune }) =>
      words(`${name} ${commune.name}`)
        .filter((word) => !SMALL.has(word))
        .join(" "),
  ],
  ["commune first", ({ name, commune }) => bare(`${commune.name} ${name}`)],
  ["postcode", ({ name, commune }) => bare(`${name} ${commune.postcode}`)],
  ["type missing", ({ name, commune }) => bare(`${name.split(" ").slice(1).join(" ")} ${commune.name}`)],
  [
    "unfinished",
    ({ name, commune }) =>
      bare(`${name} ${commune.name}`)
        .trim()
        .replace(/(\S{3})\S{1,3}$/, "$1"),
  ],
];

/** Communes alone, as they are typed. */
const OF_COMMUNES: readonly Typing[] = [
  ["commune", ({ commune }) => bare(commune.name)],
  [
    "commune, one error",
    ({ commune }, random) =>
      bare(commune.name)
        .split(/\s+/)
        .map((word, index, all) => (index === all.length - 1 ? mistyped(word, random) : word))
        .join(" "),
  ],
  [
    "commune, abbreviated",
    ({ commune }) =>
      words(commune.name)
        .map((word) => SHORT[word] ?? word)
        .join(" "),
  ],
  ["commune with its code", ({ commune }) => `${commune.postcode} ${bare(commune.name)}`],
];

/** A table of typed texts with what must be found, each way of typing as often as the others. */
export function typedCases(streets: readonly Street[], count: number, seed = 11): TypedCase[] {
  const random = seededRandom(seed);
  const all = [...TYPINGS, ...OF_COMMUNES];
  return Array.from({ length: count }, (_, index) => {
    const street = streets[Math.floor(random() * streets.length)];
    const [how, type] = all[index % all.length] ?? ["", () => ""];
    if (!street) throw new Error("no streets");
    const isCommune = how.startsWith("commune,") || how === "commune" || how === "commune with its code";
    return { typed: type(street, random), how, label: isCommune ? street.commune.name : street.name, commune: street.commune.name };
  });
}
