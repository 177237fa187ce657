import { describe, expect, it } from "vitest";
import { titleFrom } from "./title-from.ts";

describe("titleFrom", () => {
  it.each([
    ["communes-france-2018.fgb", "Communes france 2018"],
    ["DEPARTEMENT.shp", "Departement"],
    ["30014_PLU_20171013.zip", "30014 PLU 20171013"],
    ["N_ZONE_URBA_S_048", "N zone urba s 048"],
    [".csv", ".csv"],
  ])("%s → %s", (name, title) => {
    expect(titleFrom(name)).toBe(title);
  });

  it("fits a title's length", () => {
    expect(titleFrom("a".repeat(300))).toHaveLength(120);
  });
});
