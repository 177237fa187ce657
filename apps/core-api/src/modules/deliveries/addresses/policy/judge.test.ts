import type { SearchResult } from "@archipel/contracts/search.ts";
import { describe, expect, it } from "vitest";
import { addressPartsOf, isSameTown, namesAddresses, typedAddress } from "./columns.ts";
import { type FoundPlace, judge } from "./judge.ts";
import { pointsFile } from "./points-file.ts";

const fieldsOf = (...names: string[]) => names.map((name) => ({ name }));

describe("the columns of addresses", () => {
  it("are recognised by their names, whole or in parts", () => {
    const whole = { number: null, postcode: null, town: null };
    expect(addressPartsOf(fieldsOf("Nom", "Adresse"), [])).toEqual({ ...whole, address: "Adresse" });
    expect(addressPartsOf(fieldsOf("N°", "Numéro", "Nom voie", "Code postal", "Ville"), [])).toEqual({
      ...{ address: "Nom voie", number: "Numéro", postcode: "Code postal", town: "Ville" },
    });
    // A number that the address holds itself is not written twice.
    expect(addressPartsOf(fieldsOf("numero", "adresse"), [["7", "1 rue du Lin"]])?.number).toBeNull();
    expect(namesAddresses(fieldsOf("code", "valeur", "commune"))).toBe(false);
  });

  it("are recognised by what they hold, where the names say nothing", () => {
    const rows = [
      ["Mairie", "1 rue du Lin", "35000", "Lanvorenn"],
      ["École", "12 bis, avenue de la Mer", "35000", "Lanvorenn"],
    ];
    expect(addressPartsOf(fieldsOf("a", "b", "c", "d"), rows)).toEqual({ address: "b", number: null, postcode: "c", town: null });
    expect(addressPartsOf(fieldsOf("a", "d"), [["Mairie", "Lanvorenn"]])).toBeNull();
  });
});

describe("the address of a row", () => {
  const parts = { address: "adresse", number: null, postcode: null, town: null };
  it.each([
    ["1 rue du Lin, 35000 Lanvorenn", { street: "1 rue du Lin", postcode: "35000", town: "Lanvorenn", hasNumber: true }],
    ["rue du Lin, Lanvorenn", { street: "rue du Lin", postcode: "", town: "Lanvorenn", hasNumber: false }],
    ["1 rue du Lin", { street: "1 rue du Lin", postcode: "", town: "" }],
    ["35000", { street: "", postcode: "35000", town: "" }],
  ])("%s has its parts", (text, expected) => {
    expect(typedAddress(parts, fieldsOf("adresse"), [text])).toMatchObject(expected);
  });

  it("is made of its columns, and a postcode that a spreadsheet made a number gets its zero back", () => {
    const columns = { address: "voie", number: "num", postcode: "cp", town: "ville" };
    const row = [1, "rue du Lin", 1000, "Lanvorenn"];
    expect(typedAddress(columns, fieldsOf("num", "voie", "cp", "ville"), row)).toMatchObject({
      text: "1 rue du Lin, 01000 Lanvorenn",
      hasNumber: true,
      postcode: "01000",
    });
  });

  it("names a town as people write it", () => {
    expect(isSameTown("St-Malo Cedex", "Saint-Malo")).toBe(true);
    expect(isSameTown("Lyon 3e", "Lyon")).toBe(true);
    expect(isSameTown("Saint-Malo", "Saint-Malo-de-Phily")).toBe(false);
    expect(isSameTown("Lanvorenn", "")).toBe(false);
  });
});

describe("the candidates of an address", () => {
  const place = (label: string, town: string, postcode: string, more: Partial<SearchResult> = {}): FoundPlace => ({
    result: {
      ...{ kind: "address", label, detail: `${postcode} ${town}`, commune: { name: town, code: null, postcode } },
      ...{ lon: 2, lat: 46, bbox: null, opens: { type: "place" } },
      ...more,
    },
    cost: -0.3,
    source: "platform",
  });
  const typed = typedAddress({ address: "a", number: null, postcode: null, town: null }, fieldsOf("a"), ["1 rue du Lin, 35000 Lanvorenn"]);

  it("are sure when nothing differs", () => {
    expect(judge(typed, [place("1 Rue du Lin", "Lanvorenn", "35000")])).toMatchObject({
      isSure: true,
      candidates: [{ score: 1, mismatches: [] }],
    });
  });

  it.each([
    ["another town", place("1 Rue du Lin", "Ailleurs", "35000"), ["town"]],
    ["another postcode", place("1 Rue du Lin", "Lanvorenn", "35400"), ["postcode"]],
    ["a town that no layer knows", place("1 Rue du Lin", "", "", { commune: null }), ["town", "postcode"]],
    ["the house beside", place("3 Rue du Lin", "Lanvorenn", "35000"), ["number"]],
    ["the house with another suffix", place("1 bis Rue du Lin", "Lanvorenn", "35000"), ["number"]],
    ["the street without the house", place("Rue du Lin", "Lanvorenn", "35000", { kind: "street" }), ["number"]],
  ])("are kept and asked about for %s", (_, found, mismatches) => {
    const { isSure, candidates } = judge(typed, [found]);
    expect(isSure).toBe(false);
    expect(candidates).toMatchObject([{ mismatches }]);
  });

  it("are asked about when two places are as good", () => {
    const twin = place("1 Rue du Lin", "Lanvorenn", "35000", { lon: 3, detail: "35000 Lanvorenn, Le Bourg" });
    expect(judge(typed, [place("1 Rue du Lin", "Lanvorenn", "35000"), twin]).isSure).toBe(false);
  });

  it("of another service are compared by their words", () => {
    const near = { ...place("1 Rue du Lin", "Lanvorenn", "35000"), cost: null };
    const far = { ...place("1 Place du Marché", "Lanvorenn", "35000", { lon: 3 }), cost: null };
    const { candidates, isSure } = judge(typed, [far, near]);
    expect([isSure, candidates[0]?.label]).toEqual([true, "1 Rue du Lin"]);
  });
});

describe("the file of points", () => {
  it("keeps every row and every column, a row without a place too", () => {
    const none = { lon: null, lat: null, score: null, source: null, label: null };
    const rows = [
      { ...none, record: Object.entries({ nom: "Mairie", position_score: "à moi" }), lon: 2, lat: 46, score: 0.9, source: "hand" as const },
      { ...none, record: [["nom", "École"] as const] },
    ];
    const { features } = JSON.parse([...pointsFile(rows)].join(""));
    expect(features).toMatchObject([
      {
        properties: { nom: "Mairie", position_score: "à moi", position_score_2: 0.9, position_source: "hand" },
        geometry: { coordinates: [2, 46] },
      },
      { properties: { nom: "École", position_score: null }, geometry: null },
    ]);
  });
});
