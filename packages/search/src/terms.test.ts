import { describe, expect, test } from "vitest";
import { fold, wordsOf } from "./fold.ts";
import { readHouseNumber } from "./house-number.ts";
import { Lexicon } from "./lexicon.ts";
import { costOf } from "./match.ts";
import { readingsOf } from "./terms.ts";
import { Vocabulary } from "./vocabulary.ts";

interface Place {
  label: string;
  context?: string;
}

/** Names as an index holds them, and what a text finds among them, best first. */
function found(names: readonly (string | Place)[], text: string, isCorrecting = false, most = 1.9): string[] {
  const all = names.map((one) => (typeof one === "string" ? { label: one, context: "" } : { context: "", ...one }));
  const counts = new Map<string, number>();
  for (const { label, context } of all)
    for (const word of new Set(wordsOf(`${label} ${context}`))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const lexicon = new Lexicon([Vocabulary.of([...counts].map(([word, count]) => ({ word, count })))]);
  const ranked = readingsOf(text, lexicon, isCorrecting).flatMap((reading) =>
    all.flatMap(({ label, context }) => {
      const cost = costOf(reading, { words: wordsOf(label), context: new Set(wordsOf(context)), postcodes: new Set(), code: null });
      return cost === undefined || cost >= most ? [] : [{ label, cost }];
    }),
  );
  return [...new Set(ranked.sort((a, b) => a.cost - b.cost).map(({ label }) => label))];
}

test("text is folded as the database does", () => {
  expect(fold("Œuvre d’Æthelred, ÎLE SAINT-ŁUKASZ, Straße")).toBe("oeuvre d’aethelred, ile saint-lukasz, strasse");
  expect(wordsOf("L’Haÿ-les-Roses_12bis (Val/Marne)")).toEqual(["l", "hay", "les", "roses", "12bis", "val", "marne"]);
});

describe("a name is found", () => {
  test.each([
    ["rue de l ecole", "Rue de l’École"],
    ["r. ecole", "Rue de l’École"],
    ["rue lecole", "Rue de l’École"],
    ["bd gal leclerc", "Boulevard du Général Leclerc"],
    ["boulevard general leclerc", "BD DU GAL LECLERC"],
    ["av mal foch", "Avenue du Maréchal Foch"],
    ["aveneu foch", "AV FOCH"],
    ["st aubin", "Saint-Aubin"],
    ["saint aubin", "ST AUBIN"],
    ["ste croix", "Sainte-Croix"],
    ["zi du bois", "Zone Industrielle du Bois"],
    ["zone industrielle bois", "ZI du Bois"],
    ["za les pres", "Zone d’Activités Les Prés"],
    ["nd des landes", "Notre-Dame-des-Landes"],
    ["chem vignes", "Chemin des Vignes"],
    ["imp. four", "Impasse du Four"],
    ["all tilleuls", "Allée des Tilleuls"],
    ["rte vannes", "Route de Vannes"],
    ["pl mairie", "Place de la Mairie"],
    ["rue du onze novembre", "Rue du 11 Novembre 1918"],
    ["rue henri 4", "Rue Henri IV"],
    ["belair", "Bel Air"],
    ["bel air", "Belair"],
    ["eglsie rue", "Rue de l’Église"],
    ["gelise", "Rue de l’Église"],
    ["rue victor hugi", "Rue Victor Hugo"],
    ["victor hugo avenue", "Avenue Victor Hugo"],
    ["rue de la repu", "Rue de la République"],
    ["coeur", "Sacré-Cœur"],
    ["L'ILE D'YEU", "L’Île-d’Yeu"],
    ["victor hugo street", "Rue Victor Hugo"],
    ["church", "Église Saint-Aubin"],
    ["chur", "Église Saint-Aubin"],
    ["schools", "École de Kervran"],
    ["church of saint aubin", "Église Saint-Aubin"],
    ["town hall", "Mairie de Lanvoren"],
    ["lanvoren town hall", "Mairie de Lanvoren"],
    ["the old mill", "Le Vieux Moulin"],
  ])("%s: %s", (text, name) => {
    expect(found([name, "Tout autre nom", "Impasse des Lilas"], text)).toEqual([name]);
  });

  test("by its commune, its postcode or its arrondissement", () => {
    const names = [
      { label: "Rue du Lin", context: "Paris 75012 75112" },
      { label: "Rue du Lin ", context: "Rennes 35000 35238" },
    ];
    expect(found(names, "rue du lin paris 12e")[0]).toBe("Rue du Lin");
    expect(found(names, "rue du lin paris 12eme")[0]).toBe("Rue du Lin");
    expect(found(names, "rue du lin 35000")[0]).toBe("Rue du Lin ");
    expect(found(names, "rennes lin")[0]).toBe("Rue du Lin ");
    // A commune alone finds none of its streets.
    expect(found(names, "rennes")).toEqual([]);
  });

  test("before the names that hold more words, and after those that hold it exactly", () => {
    expect(found(["Rue du Pont Neuf", "Rue du Pont", "Rue du Pontet"], "rue du pont")).toEqual([
      "Rue du Pont",
      "Rue du Pontet",
      "Rue du Pont Neuf",
    ]);
    expect(found(["Rue du Port", "Rue du Pont"], "rue du pont", true)).toEqual(["Rue du Pont", "Rue du Port"]);
  });

  test("although a word is unknown or the type of way is wrong", () => {
    expect(found(["Avenue des Lilas", "Rue du Four"], "rue des lilas")).toEqual(["Avenue des Lilas"]);
    expect(found(["Rue des Lilas"], "rue des lilas appartement")).toEqual(["Rue des Lilas"]);
    expect(found([{ label: "Rue du Grand Verger", context: "Rennes" }], "rue du grnad vergre de jules", true, 3)).toEqual([
      "Rue du Grand Verger",
    ]);
  });

  test("but not when it has little of the text: the type of its way, or a word that only looks like a typed one", () => {
    const names = ["Rue de l’Ancre", "Route des Lilas", { label: "Le Bas Rouvelle", context: "Rennes" }];
    expect(found(names, "12 rue de l'eglise")).toEqual([]);
    expect(found(names, "zone rouge", true)).toEqual([]);
    expect(found(names, "impase")).toEqual([]);
    expect(found(["Impasse du Four"], "impase")).toEqual(["Impasse du Four"]);
    expect(found(names, "rue")).toEqual(["Rue de l’Ancre"]);
  });
});

test("numbers of houses", () => {
  const read = (text: string) => readHouseNumber(wordsOf(text), 0);
  expect(read("12 bis rue")).toEqual({ house: { number: 12, suffix: "bis" }, length: 2 });
  expect(read("12bis")).toEqual({ house: { number: 12, suffix: "bis" }, length: 1 });
  expect(read("12 B")).toEqual({ house: { number: 12, suffix: "bis" }, length: 2 });
  expect(read("12c rue")).toEqual({ house: { number: 12, suffix: "c" }, length: 1 });
  expect(read("12 l'abbaye")).toEqual({ house: { number: 12, suffix: "" }, length: 1 });
  expect([read("rue 12"), read("0"), read("123456")]).toEqual([null, null, null]);
});

test("a number is part of the name, or the number of a house", () => {
  const lexicon = new Lexicon([Vocabulary.of(["rue", "8", "mai", "1945", "lin"].map((word) => ({ word, count: 3 })))]);
  const houses = (text: string) =>
    readingsOf(text, lexicon).map(({ house, terms }) => [house?.number ?? null, terms.map(({ typed }) => typed).join(" ")]);
  expect(houses("12 rue du 8 mai 1945")).toEqual([
    [null, "rue 8 mai 1945"],
    [12, "rue 8 mai 1945"],
    [8, "rue mai 1945"],
  ]);
  expect(houses("rue du lin 12")).toEqual([
    [null, "rue lin"],
    [12, "rue lin"],
  ]);
  expect(houses("zzz")).toEqual([]);
  expect(readingsOf("' & % _", lexicon)).toEqual([]);
});
