import { expect, it } from "vitest";
import { datumOfSrid, heightsNamed, sridNamed, wordOfDatum, wordOfSrid } from "./height-names.ts";

it.each([
  ["LHD_FXX_0292_6833_MNT_O_0M50_LAMB93_IGN69.tif", "dtm", "NGF-IGN69"],
  ["RGEALTI_FXX_0292_6833_MNT_LAMB93_IGN69.asc", "dtm", "NGF-IGN69"],
  ["LHD_FXX_0292_6833_MNS_O_0M50_LAMB93_IGN69.tif", "dsm", "NGF-IGN69"],
  ["dossier/LHD_FXX_0292_6833_MNH_O_0M50_LAMB93_IGN69.tif", "chm", "NGF-IGN69"],
  ["RGEALTI_2A_MNT_LAMB93_IGN78.asc", "dtm", "NGF-IGN78"],
  ["MNT_0M50_0292_6833_LAMB93_IGN69.tif", "dtm", "NGF-IGN69"],
  ["dtm_2m_derived_0292_6833_L93.tif", "dtm", null],
  ["dsm_05m_961404_6431695.tif", "dsm", null],
  ["REU_MNT_RGR92UTM40S_REUN89.tif", "dtm", "IGN 1989 (La Réunion)"],
  ["BDALTIV2_25M_FXX_0825_6600_LAMB93_IGN69.asc", "dtm", "NGF-IGN69"],
  ["Mon MNT 2024.xyz", "dtm", null],
  ["amntis.tif", null, null],
  ["hauteurs.tif", null, null],
])("%s says its heights", (name, product, datum) => {
  const { product: found, verticalSrid } = heightsNamed(name);
  expect({ product: found, datum: datumOfSrid(verticalSrid) }).toEqual({ product, datum });
});

it("names the references of points", () => {
  expect(datumOfSrid(5720)).toBe("NGF-IGN69");
  expect(wordOfDatum(5721)).toBe("IGN78");
  expect([datumOfSrid(null), datumOfSrid(4979), wordOfDatum(null)]).toEqual([null, null, null]);
});

it("reads the system of coordinates of a name", () => {
  expect(sridNamed("dossier/RGEALTI_FXX_0292_6833_MNT_LAMB93_IGN69.asc")).toBe(2154);
  expect(sridNamed("LHD_REU_0310_7680_MNT_O_0M50_RGR92UTM40S_REUN89.tif")).toBe(2975);
  expect([sridNamed("mnt.asc"), sridNamed("lamb93ish.asc")]).toEqual([null, null]);
  expect([wordOfSrid(2154), wordOfSrid(3857)]).toEqual(["LAMB93", null]);
});
