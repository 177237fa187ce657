import { expect, test } from "vitest";
import { sridOfName } from "./crs-names.ts";

test.each([
  ["EPSG:2154", 2154],
  ["urn:ogc:def:crs:EPSG::3946", 3946],
  ["http://www.opengis.net/gml/srs/epsg.xml#4326", 4326],
  ["http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326],
  ["EPSG:9794", 2154],
  ["IGNF:LAMB93", 2154],
  ["urn:ogc:def:crs:IGNF::RGM04UTM38S", 4471],
  ["https://registre.ign.fr/ign/IGNF/crs/IGNF/RGSPM06U21", 4467],
  ["RGF93 / Lambert-93", 2154],
  ["RGF93_CC46", 3946],
  ["EPSG:99999", null],
  ["IGNF:NOTHING", null],
  ["somewhere", null],
  ["", null],
])("%s", (name, srid) => {
  expect(sridOfName(name)).toBe(srid);
});
