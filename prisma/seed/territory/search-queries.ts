import { createRandom } from "./random.ts";
import type { Territory } from "./territory.ts";

/** A house of the demo. */
export interface House {
  number: string;
  street: string;
  town: Town;
}

export interface Town {
  name: string;
  code: string;
  postcodes: readonly string[];
}

/** What a search must do: open this place, ask the person, or say what is not here. */
export type Expected = { kind: "open"; town?: string; number?: string } | { kind: "ask" } | { kind: "no" };

export interface Query {
  q: string;
  how: string;
  expected: Expected;
}

export interface DemoNames {
  towns: readonly Town[];
  houses: readonly House[];
  /** Names of small places, each with its town. */
  hamlets: readonly { name: string; town: Town }[];
  parcels: readonly { id: string; town: Town }[];
}

/** Real towns and postcodes that the demo does not have. */
const FOREIGN_TOWNS = ["Brest", "Quimper", "Saint-Malo", "Port-Louis", "L’Haÿ-les-Roses", "Rennes", "Paris 12", "Sainte-Anne", "Le Havre"];
/** Names that are one letter from that of a town, with that town; or that only begin as one. */
const NEAR_TOWNS: readonly (readonly [near: string, town: string | null])[] = [
  ["Saint-Aubin-des-Landes", "Saint-Aubrin-des-Landes"],
  ["Ormelunes", "Ormelune"],
  ["Mornevant", "Mornevent"],
  ["Port-Brélon", "Port-Brélan"],
  ["Lanvoren-sur-Mer", null],
  ["Saint-Aubrin-sur-Mer", null],
];
const FOREIGN_POSTCODES = ["29200", "35400", "75012", "99999"];

/** Of the many parcels of the demo, some are enough. */
const EVERY_PARCEL = 97;

/** The names of the demo's territory, as its search knows them. */
export function demoNames({ base }: Territory): DemoNames {
  const rowsOf = (name: string) => [...(base.find((layer) => layer.name === name)?.features() ?? [])].map(({ properties }) => properties);
  const towns = rowsOf("commune").map(({ code_insee, nom, code_postal }) => ({
    name: String(nom),
    code: String(code_insee),
    postcodes: String(code_postal).split(";"),
  }));
  const byCode = new Map(towns.map((town) => [town.code, town]));
  const townOf = (code: unknown) => {
    const town = byCode.get(String(code));
    if (!town) throw new RangeError(`no town ${code}`);
    return town;
  };
  return {
    towns,
    houses: rowsOf("adresse").map(({ numero, nom_voie, code_insee }) => ({
      number: String(numero),
      street: String(nom_voie),
      town: townOf(code_insee),
    })),
    hamlets: rowsOf("lieu")
      .filter(({ nature }) => nature === "hamlet")
      .map(({ nom, code_insee }) => ({ name: String(nom), town: townOf(code_insee) })),
    parcels: rowsOf("parcelle")
      .filter((_, index) => index % EVERY_PARCEL === 0)
      .map(({ id, code_insee }) => ({ id: String(id), town: townOf(code_insee) })),
  };
}

const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'-]/g, " ").toLowerCase();
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\brue\b/, "r."],
  [/\bchemin\b/, "che."],
  [/\ballée\b/, "all."],
  [/\bimpasse\b/, "imp."],
  [/\broute\b/, "rte"],
];
const shortened = (text: string) => SHORT.reduce((all, [long, short]) => all.replace(long, short), text.toLowerCase());

/** One letter too few in the longest word. */
function mistyped(text: string): string {
  const longest = text.split(/[^\p{L}]+/u).reduce((a, b) => (b.length > a.length ? b : a));
  return text.replace(longest, longest.slice(0, 2) + longest.slice(3));
}

type Rule = readonly [how: string, write: (house: House, others: Others) => string, expected: Expected["kind"]];

/** What a rule may need besides the house. */
interface Others {
  town: Town;
  foreign: string;
  postcode: string;
  /** A number that no house of the territory has. */
  absent: number;
}

const first = (town: Town) => town.postcodes[0] ?? "";

/** Rules for a street that only one town has. */
const OF_ONE_TOWN: readonly Rule[] = [
  ["as written", ({ number, street, town }) => `${number} ${street}, ${first(town)} ${town.name}`, "open"],
  ["without accents and signs", ({ number, street, town }) => bare(`${number} ${street} ${town.name}`), "open"],
  ["in capitals", ({ number, street, town }) => `${number} ${street} ${town.name}`.toUpperCase(), "open"],
  ["abbreviated", ({ number, street, town }) => `${number} ${shortened(street)} ${town.name}`, "open"],
  ["with curved apostrophes", ({ number, street, town }) => `${number} ${street}, ${town.name}`.replaceAll("'", "’"), "open"],
  ["postcode alone", ({ number, street, town }) => `${number} ${street} ${first(town)}`, "open"],
  ["town first", ({ number, street, town }) => `${town.name} ${number} ${street}`, "open"],
  ["number last", ({ number, street, town }) => `${street} ${number} ${town.name}`, "open"],
  ["with a preposition", ({ number, street, town }) => `${number} ${street} à ${town.name}`, "open"],
  ["with the sign of a number", ({ number, street, town }) => `n° ${number} ${street}, ${town.name}`, "open"],
  ["with a flat", ({ number, street, town }) => `${number} ${street}, apt 3, ${first(town)} ${town.name}`, "open"],
  ["with the centre", ({ number, street, town }) => `${number} ${street}, ${town.name} centre`, "open"],
  ["in English", ({ number, street, town }) => `${number} ${street} in ${town.name}, France`, "open"],
  ["no town", ({ number, street }) => `${number} ${street}`, "open"],
  ["no number", ({ street, town }) => `${street}, ${town.name}`, "open"],
  ["INSEE code and town", ({ number, street, town }) => `${number} ${street} ${town.code} ${town.name}`, "open"],
  ["a town that is elsewhere", ({ number, street }, { foreign }) => `${number} ${street} ${foreign}`, "no"],
  [
    "a town and postcode that are elsewhere",
    ({ number, street }, { foreign, postcode }) => `${number} ${street}, ${postcode} ${foreign}`,
    "no",
  ],
  ["the town first, elsewhere", ({ number, street }, { foreign }) => `${bare(foreign)} ${number} ${bare(street)}`, "no"],
  ["a postcode that is elsewhere", ({ number, street }, { postcode }) => `${number} ${street} ${postcode}`, "no"],
  ["a wrong postcode beside the town", ({ number, street, town }, { postcode }) => `${number} ${street} ${postcode} ${town.name}`, "no"],
  ["another town of the portal", ({ number, street }, { town }) => `${number} ${street}, ${town.name}`, "no"],
  ["the postcode of another town", ({ number, street }, { town }) => `${number} ${street}, ${first(town)}`, "no"],
  ["an absent number", ({ street, town }, { absent }) => `${absent} ${street}, ${town.name}`, "no"],
  ["an absent repetition", ({ number, street, town }) => `${number}bis ${street}, ${town.name}`, "no"],
  ["an absent repetition apart", ({ number, street, town }) => `${number} ter ${street} ${town.name}`, "no"],
  ["a range to an absent number", ({ number, street, town }, { absent }) => `${number}-${absent} ${street}, ${town.name}`, "no"],
  ["a word too much", ({ number, street, town }) => `${number} ${street} zanzibar ${town.name}`, "no"],
  ["noise around a foreign town", ({ number, street }, { foreign }) => `${number} ${street}, à ${foreign} centre`, "no"],
  ["an error in the street", ({ number, street, town }) => `${number} ${mistyped(street)}, ${town.name}`, "ask"],
  ["an error in the town", ({ number, street, town }) => `${number} ${street}, ${mistyped(town.name)}`, "ask"],
  ["two errors", ({ number, street, town }) => `${number} ${mistyped(street)}, ${mistyped(town.name)}`, "ask"],
  ["an unfinished town", ({ number, street, town }) => `${number} ${street} ${town.name.slice(0, -2)}`, "ask"],
];

/** Rules for streets that several towns have. */
const OF_SEVERAL: readonly Rule[] = [
  ["the town of several", ({ number, street, town }) => `${number} ${street}, ${town.name}`, "open"],
  ["no town of several", ({ number, street }) => `${number} ${street}`, "ask"],
  ["no town, no number", ({ street }) => street, "ask"],
  ["foreign town of several", ({ number, street }, { foreign }) => `${number} ${street}, ${foreign}`, "no"],
  ["capitals without a town", ({ number, street }) => bare(`${number} ${street}`).toUpperCase(), "ask"],
  ["absent number of several", ({ street }, { absent }) => `${absent} ${street}`, "no"],
];

/** Queries by rules from the names of the demo: each rule `each` times, with other houses and towns. The same for the same seed. */
export function demoQueries(names: DemoNames, each: number, seed = 5): Query[] {
  const random = createRandom(seed);
  const { towns, houses } = names;
  const townsOf = Map.groupBy(houses, ({ street }) => street);
  const count = (street: string) => new Set(townsOf.get(street)?.map(({ town }) => town.code)).size;
  // A route that is called as a town names that town too: people then mean either.
  const usual = houses.filter(
    ({ street, number }) => /^\d+$/.test(number) && !towns.some(({ name }) => street.includes(name)) && !/\d/.test(street),
  );
  const streets = [...new Set(usual.map(({ street }) => bare(street)))];
  const isDistinct = (street: string) => !streets.some((other) => other !== bare(street) && other.startsWith(bare(street)));
  const distinct = new Set([...townsOf.keys()].filter(isDistinct));
  const one = usual.filter(({ street }) => count(street) === 1 && distinct.has(street));
  const several = usual.filter(({ street }) => count(street) > 1);
  const ofRules = (rules: readonly Rule[], among: readonly House[]) =>
    rules.flatMap(([how, write, kind]) =>
      Array.from({ length: each }, (): Query => {
        const house = random.pick(among);
        const others: Others = {
          town: random.pick(
            towns.filter(
              ({ name, postcodes }) => name !== house.town.name && !postcodes.some((code) => house.town.postcodes.includes(code)),
            ),
          ),
          foreign: random.pick(FOREIGN_TOWNS),
          postcode: random.pick(FOREIGN_POSTCODES),
          absent: random.integer(7_000, 7_900),
        };
        const isNumbered = how !== "no number";
        const expected: Expected =
          kind === "open" ? { kind, town: house.town.name, ...(isNumbered && { number: house.number }) } : { kind };
        return { q: write(house, others), how, expected };
      }),
    );
  return [...ofRules(OF_ONE_TOWN, one), ...ofRules(OF_SEVERAL, several), ...ofTowns(names), ...ofOthers(names, each, random)];
}

/** Towns by themselves, in all their forms. */
function ofTowns({ towns, houses }: DemoNames): Query[] {
  const holders = (code: string) => towns.filter(({ postcodes, code: insee }) => postcodes.includes(code) || insee === code);
  const known = towns.flatMap((town): Query[] => [
    { q: town.name, how: "a town", expected: { kind: "open", town: town.name } },
    { q: bare(town.name).toUpperCase(), how: "a town in capitals", expected: { kind: "open", town: town.name } },
    { q: `${first(town)} ${town.name}`, how: "a postcode and its town", expected: { kind: "open", town: town.name } },
    { q: `${town.name} ${town.code}`, how: "a town and its INSEE code", expected: { kind: "open", town: town.name } },
    // The code of one town is the postcode of another, as in France.
    ...(holders(town.code).length > 1 ? [] : [{ q: town.code, how: "an INSEE code alone", expected: { kind: "ask" } } as const]),
    { q: mistyped(town.name), how: "a town with an error", expected: { kind: "ask" } },
    { q: `29200 ${town.name}`, how: "a town with a foreign postcode", expected: { kind: "no" } },
    { q: `${town.name} zanzibar`, how: "a town with a strange word", expected: { kind: "no" } },
    ...town.postcodes.map((code): Query => {
      const inTown = holders(code).filter(({ postcodes }) => postcodes.includes(code));
      return { q: code, how: "a postcode alone", expected: inTown.length > 1 ? { kind: "ask" } : { kind: "open", town: town.name } };
    }),
  ]);
  const foreign = [
    ...FOREIGN_TOWNS,
    "Brest centre",
    "à Brest",
    "mairie de Brest",
    "BREST",
    "29200 Brest",
    "Brest 29200",
    "brest cedex 9",
    ...FOREIGN_POSTCODES,
  ];
  return [
    ...known,
    ...foreign.map((q): Query => ({ q, how: "a town that is elsewhere, alone", expected: { kind: "no" } })),
    ...NEAR_TOWNS.flatMap(([near, town]): Query[] => {
      const house = houses.find((one) => (town === null || one.town.name === town) && /^rue d(u|es) \p{Lu}\p{Ll}+$/u.test(one.street));
      const expected: Expected = { kind: town === null ? "no" : "ask" };
      return [
        { q: near, how: "nearly a town", expected },
        { q: `${house?.number} ${house?.street}, ${near}`, how: "an address nearly in a town", expected },
      ];
    }),
  ];
}

/** Places without streets: hamlets, parcels, positions. */
function ofOthers({ hamlets, parcels, towns }: DemoNames, each: number, random: ReturnType<typeof createRandom>): Query[] {
  const places = Array.from({ length: each }, () => random.pick(hamlets)).flatMap(({ name, town }): Query[] => [
    { q: `${name}, ${town.name}`, how: "a hamlet and its town", expected: { kind: "open", town: town.name } },
    { q: `${name}, Brest`, how: "a hamlet elsewhere", expected: { kind: "no" } },
    { q: `${name} 29200`, how: "a hamlet with a foreign postcode", expected: { kind: "no" } },
  ]);
  // "AU 12" may be "au 12": no section.
  const plots = Array.from({ length: each }, () =>
    random.pick(parcels.filter(({ id }) => !/^.{8}(AU|DU|LA|LE|DE|ET|EN|AV|BD|ST|PL)/.test(id))),
  ).flatMap(({ id, town }): Query[] => {
    const [section, number] = [id.slice(8, 10), String(Number(id.slice(10)))];
    return [
      { q: id, how: "the id of a parcel", expected: { kind: "open", town: town.name } },
      { q: `${section} ${number}, ${town.name}`, how: "a parcel of a town", expected: { kind: "open", town: town.name } },
      { q: `${section} ${number} Brest`, how: "a parcel elsewhere", expected: { kind: "no" } },
      { q: `${section} ${number} 29200`, how: "a parcel of a foreign postcode", expected: { kind: "no" } },
      { q: `section ${section} n° ${number} à ${town.name}`, how: "a parcel in words", expected: { kind: "open", town: town.name } },
      { q: `${id.slice(0, 5)}000ZZ${id.slice(10)}`, how: "a parcel that does not exist", expected: { kind: "no" } },
    ];
  });
  return [
    ...places,
    ...plots,
    { q: "48.1173, -1.6778", how: "a position", expected: { kind: "open" } },
    { q: "48°07′02″N 1°40′40″O", how: "a position in degrees", expected: { kind: "open" } },
    ...towns.slice(0, 3).map(({ name }): Query => ({ q: `${name}, Finistère`, how: "a town of another county", expected: { kind: "no" } })),
  ];
}
