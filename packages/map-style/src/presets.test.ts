import { expect, it } from "vitest";
import { layerStyle, type StyledLayer } from "./layer-style.ts";
import { presetColumns, presetsFor } from "./presets.ts";

function layer(...names: string[]): StyledLayer {
  const fields = names.map((name) => ({ name, column: name.toLowerCase(), type: "text" }));
  return { id: "1", name: "couche", geometry: "polygon", style: { kind: "auto" }, fields };
}

it("offers the CNIG's symbols for plan zones and prescriptions, and keeps codes of the place", () => {
  const [zones] = presetsFor(layer("LIBELLE", "TYPEZONE"), "fr", { typezone: ["U", "N", "Ux"] });
  expect(zones).toMatchObject({ id: "cnig-zones", column: "typezone" });
  expect(zones?.style.categories.map(({ value, label }) => [value, label])).toEqual([
    ["U", "Urbaine"],
    ["N", "Naturelle"],
    ["Ux", undefined],
  ]);
  const [rules] = presetsFor(layer("TYPEPSC"), "en", { typepsc: ["05", "01"] });
  expect(rules).toMatchObject({ id: "cnig-prescriptions" });
  expect(rules?.style.categories.map(({ label }) => label)).toEqual(["Protected woodland", "Reserved plot"]);
});

it("offers red and blue zones of a risk prevention plan", () => {
  const values = { codezone: ["B1", "R2", "R1", "Bu", "B2"] };
  const [zones] = presetsFor(layer("codezone"), "fr", values);
  expect(zones?.id).toBe("ppr-zones");
  expect(zones?.style.categories.map(({ value }) => value)).toEqual(["R1", "R2", "B1", "B2"]);
  expect(layerStyle.safeParse(zones?.style).success).toBe(true);
  const [words] = presetsFor(layer("couleur"), "fr", { couleur: ["Zone rouge", "Rouge", "Bleu foncé", "Bleu"] });
  expect(words?.style.categories.map(({ value }) => value)).toEqual(["Rouge", "Bleu", "Bleu foncé"]);
});

it("offers nothing for columns of the same names with other values", () => {
  expect(presetsFor(layer("nom", "statut"), "fr", { nom: ["Rue des Lilas", "Boulevard Carnot"], statut: ["actif"] })).toEqual([]);
  expect(presetColumns(layer("nom", "altitude", "TYPEZONE"))).toEqual(["nom", "typezone"]);
});
