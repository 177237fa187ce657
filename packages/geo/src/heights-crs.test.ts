import { expect, test } from "vitest";
import { HEIGHT_SYSTEMS, withHeights } from "./heights-crs.ts";

const LAMBERT = 'PROJCS["Lambert, [93]",GEOGCS["RGF93",AUTHORITY["EPSG","4171"]],AUTHORITY["EPSG","2154"]]';

test("a horizontal CRS gets its heights, and a compound one gets others", () => {
  const compound = withHeights(LAMBERT, 5720) ?? "";
  expect(compound.startsWith(`COMPD_CS["Lambert, [93] + NGF-IGN69 height",${LAMBERT},VERT_CS["NGF-IGN69 height"`)).toBe(true);
  expect(withHeights(compound, 5721)).toBe(withHeights(LAMBERT, 5721));
  expect(withHeights(LAMBERT, 1)).toBeNull();
});

test("each system has a code of its own, and brackets that close", () => {
  expect(new Set(HEIGHT_SYSTEMS.map(({ srid }) => srid)).size).toBe(HEIGHT_SYSTEMS.length);
  for (const { srid } of HEIGHT_SYSTEMS) {
    const text = withHeights("", srid) ?? "";
    expect(text.split("[").length).toBe(text.split("]").length);
  }
});
