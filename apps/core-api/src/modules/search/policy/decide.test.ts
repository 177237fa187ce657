import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type NamesOfTowns, searchInMemory } from "../../../testing/names-search.ts";

const town = (name: string, code: string, ...postcodes: string[]) => ({ name, code, postcodes });
const AUBRIN = town("Saint-Aubrin-des-Landes", "99902", "99920");
const ORMELUNE = town("Ormelune", "99907", "99970");
const MAEVRE = town("Sainte-Maëvre", "99908", "99980", "99970");
const VAUVERT = town("Vauvert", "99970", "99971");
const ANCHOR = "rue de l’Ancre";
const NAMES: NamesOfTowns = {
  towns: [AUBRIN, ORMELUNE, MAEVRE],
  houses: [
    ...["1", "2", "4 bis"].map((number) => ({ number, street: ANCHOR, town: AUBRIN })),
    ...["3", "5", "7"].map((number) => ({ number, street: ANCHOR, town: ORMELUNE })),
    ...["12", "14", "12 bis"].map((number) => ({ number, street: "rue du Lin", town: MAEVRE })),
    { number: "8", street: "rue du 8 Mai 1945", town: MAEVRE },
    { number: "8", street: "rue Saint-Jean", town: AUBRIN },
  ],
  hamlets: [
    { name: "Le Moulin Neuf", town: ORMELUNE },
    { name: "Les Kergus", town: ORMELUNE },
    { name: "La Ville Kergus", town: ORMELUNE },
  ],
  parcels: [
    { id: "99970000AB0012", town: VAUVERT },
    { id: "99902000AB0012", town: AUBRIN },
    { id: "99907000AB0012", town: ORMELUNE },
  ],
};

describe("a search", () => {
  const search = searchInMemory(NAMES);
  it.each([
    ["1 rue de l'Ancre, 29200 Brest", { kind: "no", misses: [{ kind: "word", text: "29200 Brest" }] }],
    ["1 rue de l'Ancre Brest", { kind: "no", misses: [{ kind: "word", text: "Brest" }] }],
    ["1 rue de l'Ancre, à Port-Louis centre", { kind: "no", misses: [{ kind: "word", text: "Port-Louis" }] }],
    ["1 rue de l'Ancre 29200", { kind: "no", misses: [{ kind: "postcode", text: "29200" }] }],
    ["12 rue du Lin, Ormelune", { kind: "no", misses: [{ kind: "together", text: "Ormelune", others: "12 rue du Lin" }] }],
    [
      "1bis rue de l'Ancre, Saint-Aubrin-des-Landes",
      { kind: "no", misses: [{ kind: "number", text: "1bis", street: ANCHOR, commune: AUBRIN.name, nearest: ["1", "2", "4 bis"] }] },
    ],
    ["99 rue de l'Ancre", { kind: "no", misses: [{ kind: "number", text: "99", street: ANCHOR, commune: null, nearest: [] }] }],
    ["13 rue du Lin", { kind: "no", misses: [{ kind: "number", text: "13", street: "rue du Lin", commune: MAEVRE.name }] }],
    ["zanzibar", { kind: "no", misses: [{ kind: "word", text: "zanzibar" }] }],
    ["1 rue de l'Ancre", { kind: "ask", why: "communes" }],
    ["rue de l'ancre", { kind: "ask", why: "communes" }],
    ["1 rue de la l'ancre", { kind: "ask", why: "communes" }],
    ["n° 4bis rue de l'ancre", { kind: "ask", why: "communes" }],
    ["12-14 rue du lin", { kind: "ask", why: "choice" }],
    ["ru du lain", { kind: "ask", why: "similar" }],
    ["1 rue de l'Ancre, Saint-Aubrin", { kind: "ask", why: "similar" }],
    ["1 rue de l'Ancre, 99920 Saint-Aubrin", { kind: "ask", why: "similar" }],
    ["1 rue de l'Ancre, Saint-Aubin-des-Landes", { kind: "ask", why: "similar" }],
    ["99970", { kind: "ask" }],
    // The INSEE code of one town, and the postcode of another.
    ["99970 AB 12", { kind: "ask" }],
    ["AB 12", { kind: "ask" }],
    ["99907 AB 12", { kind: "ask", why: "similar" }],
  ])("asks, or says what is not here: %s", (q, decision) => {
    expect(search(q)).toMatchObject(decision);
  });

  it.each([
    ["1 rue de l'Ancre, 99920", "1 rue de l’Ancre", AUBRIN],
    ["SAINT AUBRIN DES LANDES 1 R. DE L ANCRE", "1 rue de l’Ancre", AUBRIN],
    ["4 b rue de l'ancre, st aubrin des landes", "4 bis rue de l’Ancre", AUBRIN],
    ["12 rue du lin", "12 rue du Lin", MAEVRE],
    ["12 r du lin 99970", "12 rue du Lin", MAEVRE],
    ["rue du 8 mai 1945", "rue du 8 Mai 1945", MAEVRE],
    ["8 rue du 8 mai 1945", "8 rue du 8 Mai 1945", MAEVRE],
    ["8 rue saint jean, saint aubrin des landes", "8 rue Saint-Jean", AUBRIN],
    ["12 rue du Lin, bât. B, apt 3, Sainte-Maëvre", "12 rue du Lin", MAEVRE],
    ["ormelune 99907", "Ormelune", ORMELUNE],
    ["moulin neuf", "Le Moulin Neuf", ORMELUNE],
    ["99907000AB0012", "000 AB 0012", ORMELUNE],
    ["La Ville Kergus, Ormelune", "La Ville Kergus", ORMELUNE],
    ["99970000AB0012", "000 AB 0012", VAUVERT],
    ["99907 000 AB 0012", "000 AB 0012", ORMELUNE],
    ["parcelle AB 12 à Ormelune", "000 AB 0012", ORMELUNE],
  ])("opens what has all of it: %s", (q, label, { name }) => {
    expect(search(q)).toMatchObject({ kind: "open", result: { label, commune: { name } } });
  });
});

const SYLLABLES = ["ker", "mor", "lan", "port", "saint", "val", "mont", "brest", "lin", "ars"];
const name = fc.array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));
const someTowns = fc
  .uniqueArray(name, { minLength: 2, maxLength: 4 })
  .map((all) => all.map((one, index) => town(one, String(29_001 + index * 7), String(29_100 + Math.floor(index / 2) * 10))));
const WAYS = ["rue", "chemin", "allée"];
/** Streets whose names share their words with towns. */
const street = fc.tuple(fc.constantFrom(...WAYS), name).map(([way, one]) => `${way} de ${one}`);

interface Parts {
  number: string | null;
  street: string;
  town: string | null;
  postcode: string | null;
}

/** What a person types, in one of several orders. */
function written({ number, street: way, town: where, postcode }: Parts, order: number): string {
  const address = number === null ? way : `${number} ${way}`;
  const place = [postcode, where].filter((one) => one !== null).join(" ");
  return (order === 0 ? [address, place] : order === 1 ? [place, address] : [way, number ?? "", place])
    .filter((one) => one !== "")
    .join(order === 2 ? " " : ", ");
}

test("what opens has every town, postcode and number that was typed, in all generated towns", () => {
  const texts = fc.record({
    towns: someTowns,
    streets: fc.array(fc.record({ street, at: fc.nat(), numbers: fc.uniqueArray(fc.constantFrom("1", "2", "12", "12 bis", "3 ter")) }), {
      minLength: 1,
      maxLength: 6,
    }),
    asked: fc.array(
      fc.record({
        way: fc.nat(),
        number: fc.option(fc.constantFrom("1", "2", "12", "12 bis", "12bis", "3", "3 ter"), { nil: null }),
        where: fc.option(fc.oneof(fc.nat(), name), { nil: null }),
        postcode: fc.option(fc.oneof(fc.nat(), fc.constantFrom("29200", "29001", "35000")), { nil: null }),
        order: fc.nat(2),
      }),
      { minLength: 6, maxLength: 6 },
    ),
  });
  fc.assert(
    fc.property(texts, ({ towns, streets, asked }) => {
      const at = <T>(all: readonly T[], index: number) => all[index % all.length] as T;
      const houses = streets.flatMap(({ street: way, at: index, numbers }) =>
        numbers.map((number) => ({ number, street: way, town: at(towns, index) })),
      );
      const search = searchInMemory({ towns, houses, hamlets: [], parcels: [] });
      for (const { way, number, where, postcode, order } of asked) {
        const parts: Parts = {
          number,
          street: at(streets, way).street,
          town: typeof where === "number" ? at(towns, where).name : where,
          postcode: typeof postcode === "number" ? (at(towns, postcode).postcodes[0] ?? null) : postcode,
        };
        const q = written(parts, order);
        const decision = search(q);
        if (decision.kind !== "open") continue;
        const { label, commune } = decision.result;
        const found = towns.find(({ name: one }) => one === commune?.name);
        if (parts.town !== null) expect(commune?.name, q).toBe(parts.town);
        if (parts.postcode !== null) expect([...(found?.postcodes ?? []), found?.code], q).toContain(parts.postcode);
        if (number !== null) expect(label, q).toMatch(new RegExp(`^${number.replace(/(?<=\d)(?=[a-z])/, " ")} (?!bis|ter)`));
      }
    }),
    { numRuns: 150 },
  );
});
