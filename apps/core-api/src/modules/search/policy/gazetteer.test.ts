import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it } from "vitest";
import { gazetteerOf } from "./gazetteer.ts";

const fieldsOf = (names: readonly string[]): LayerField[] => names.map((name) => ({ name, column: name.toLowerCase(), type: "text" }));

describe("which layers hold names", () => {
  it.each([
    ["adresse", ["numero", "nom_voie", "code_postal", "nom_commune", "libelle"], "street", ["nom_voie"], "nom_commune"],
    ["ban-25", ["id", "numero", "rep", "nom_voie"], "street", ["nom_voie"], null],
    ["rues", ["nom", "insee"], "street", ["nom"], null],
    ["communes-france-2018", ["code", "nom"], "commune", ["nom"], "nom"],
    ["DEPARTEMENT", ["ID", "NOM_M", "NOM"], "place", ["nom"], null],
    ["Lieux-dits", ["toponyme", "nature", "commune"], "place", ["toponyme"], "commune"],
    ["zone_urba", ["LIBELLE", "TYPEZONE", "LIBELONG"], "zone", ["libelle"], null],
    ["parcelles", ["IDU", "SECTION", "NUMERO", "NOM_COM"], "parcel", ["idu"], "nom_com"],
    ["cadastre_parcelles", ["id", "commune", "prefixe", "section", "numero"], "parcel", ["id"], "commune"],
    ["TA_LIDAR_HD", ["nom_dalle", "url"], "tile", ["nom_dalle"], null],
  ] as const)("%s", (name, columns, kind, label, commune) => {
    expect(gazetteerOf({ name, fields: fieldsOf(columns) })).toMatchObject({ kind, label, commune });
  });

  it.each([
    ["prescription_surf", ["LIBELLE", "TYPEPSC"]],
    ["route", ["nom", "numero"]],
    ["communes", ["code"]],
    ["icpe", ["nom_ets", "adresse", "commune"]],
    ["chantier_lidar", ["nom", "dalles"]],
  ])("not %s", (name, columns) => {
    expect(gazetteerOf({ name, fields: fieldsOf(columns) })).toBeNull();
  });

  it("never by a hidden field", () => {
    expect(gazetteerOf({ name: "lieux", fields: [{ name: "nom", column: "nom", type: "text", isHidden: true }] })).toBeNull();
  });
});
