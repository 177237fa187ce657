import { describe, expect, test } from "vitest";
import { parcelId, readCommuneCode, readParcel, readTile } from "./codes.ts";

describe("parcels", () => {
  test.each([
    ["35238000AB0012", "35238", "000", "AB", "0012", ""],
    ["352380000A0012", "35238", "000", "0A", "0012", ""],
    ["2A0040000B0123", "2A004", "000", "0B", "0123", ""],
    ["35238 000 AB 0012", "35238", "000", "AB", "0012", ""],
    ["97411000AB0012", "97411", "000", "AB", "0012", ""],
    ["000 AB 0012", null, "000", "AB", "0012", ""],
    ["AB 12", null, "000", "AB", "0012", ""],
    ["ab12", null, "000", "AB", "0012", ""],
    ["A 7", null, "000", "0A", "0007", ""],
    ["BN 526", null, "000", "BN", "0526", ""],
    ["section AB n° 12", null, "000", "AB", "0012", ""],
    ["parcelle AB 12 Rennes", null, "000", "AB", "0012", "rennes"],
    ["Rennes AB 12", null, "000", "AB", "0012", "rennes"],
    ["AB 12, Saint-Aubin", null, "000", "AB", "0012", "saint-aubin"],
    ["35238 AB 12", "35238", "000", "AB", "0012", ""],
    ["AB 12 35238", "35238", "000", "AB", "0012", ""],
    ["123 AB 12 Rennes", null, "123", "AB", "0012", "rennes"],
    ["000AB0012", null, "000", "AB", "0012", ""],
    ["000 AB0012 Rennes", null, "000", "AB", "0012", "rennes"],
    ["AB-12", null, "000", "AB", "0012", ""],
    ["section AB n° 12 à Rennes", null, "000", "AB", "0012", "rennes"],
    ["section AB numéro 12, commune de Rennes", null, "000", "AB", "0012", "rennes"],
    ["parcelle n° 12 de la section AB au Havre", null, "000", "AB", "0012", "le havre"],
    ["parcelle 12 section AB, Rennes", null, "000", "AB", "0012", "rennes"],
    ["parcelle cadastrée AB 12 aux Andelys", null, "000", "AB", "0012", "les andelys"],
    ["AB 12 à La Rochelle", null, "000", "AB", "0012", "la rochelle"],
    ["plot AB 12 in Rennes", null, "000", "AB", "0012", "rennes"],
  ])("%s", (text, commune, prefix, section, number, rest) => {
    expect(readParcel(text)).toEqual({ commune, prefix, section, number, rest });
  });

  test("are written with 14 characters", () => {
    expect(parcelId({ commune: "2A004", prefix: "000", section: "0B", number: "0123", rest: "" })).toBe("2A0040000B0123");
    expect(parcelId({ commune: null, prefix: "000", section: "0B", number: "0123", rest: "" })).toBeNull();
  });

  test.each(["12 rue de la Paix", "rue du 8 mai 1945", "35000 Rennes", "12 av 14 Rennes", "le 12", "RN 12", "", "lotissement 12", "AB"])(
    "not %s",
    (text) => expect(readParcel(text)).toBeNull(),
  );
});

test("codes of communes", () => {
  expect(["35000", " 2a004 ", "97411"].map(readCommuneCode)).toEqual(["35000", "2A004", "97411"]);
  expect(["3500", "350000", "35 000", "2c004", "rennes"].map(readCommuneCode)).toEqual([null, null, null, null, null]);
});

describe("tiles", () => {
  test.each([
    "LHD_FXX_0825_6285",
    "lhd_fxx_0825_6285",
    "LHD_FXX_0825_6285_PTS_LAMB93_IGN69.copc.laz",
    "LHD_FXX_0825_6285_MNT_O_0M50_LAMB93_IGN69.tif",
    "LHD FXX 0825 6285",
  ])("%s", (text) => {
    const read = readTile(text);
    expect(read?.name).toBe("LHD_FXX_0825_6285");
    const [west = 0, south = 0, east = 0, north = 0] = read?.bbox ?? [];
    expect([west, south, east, north].map((degrees) => degrees.toFixed(2))).toEqual(["4.55", "43.64", "4.56", "43.65"]);
  });
  test("of overseas territories are in their own systems", () => {
    expect(readTile("LHD_REU_0340_7640")?.bbox[0]).toBeCloseTo(55.46, 1);
  });
  test.each(["LHD_XYZ_0825_6285", "LHD_FXX_82_6285", "FXX", ""])("not %s", (text) => expect(readTile(text)).toBeNull());
});
