import { describe, expect, it } from "vitest";
import { CRS84, namedCrs, parseCrs } from "./crs-uri.ts";

describe("parseCrs", () => {
  it("reads names in the forms that clients send", () => {
    expect(parseCrs("http://www.opengis.net/def/crs/OGC/1.3/CRS84")).toEqual(CRS84);
    expect(parseCrs("<http://www.opengis.net/def/crs/EPSG/0/2154>")).toEqual(namedCrs(2154));
    expect(parseCrs("https://www.opengis.net/def/crs/EPSG/9.9.1/4326")).toEqual(namedCrs(4326));
    expect(parseCrs("urn:ogc:def:crs:EPSG::3857")).toEqual(namedCrs(3857));
    expect(parseCrs("[EPSG:2154]")?.srid).toBe(2154);
    for (const text of ["", "EPSG:2154", "2154", "http://www.opengis.net/def/crs/EPSG/0/999999", "http://evil.example/EPSG/0/2154"]) {
      expect(parseCrs(text), text).toBeNull();
    }
  });

  it("says whether the northing comes first", () => {
    const isNorthFirst = (srid: number) => namedCrs(srid).isNorthFirst;
    expect([4326, 4171, 3035, 3034].map(isNorthFirst)).toEqual([true, true, true, true]);
    expect([3857, 2154, 3946, 25831, 2975].map(isNorthFirst)).toEqual([false, false, false, false, false]);
    expect(CRS84.isNorthFirst).toBe(false);
  });
});
