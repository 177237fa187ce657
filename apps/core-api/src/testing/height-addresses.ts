import type { AddressOf } from "./route-addresses.ts";

const heights =
  (path: string): AddressOf =>
  (world) => ({ url: `/altimetrie/${path}&portal=${world.portal.id}` });

/** Addresses of the routes about heights. */
export const heightAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /altimetrie/resources": heights("resources?indent=false"),
  "GET /altimetrie/relief/:z/:x/:file": heights("relief/12/2100/1400.png?base=0"),
  "GET POST /altimetrie/1.0/calcul/alti/rest/elevation.json": heights("1.0/calcul/alti/rest/elevation.json?lon=2&lat=46"),
  "GET POST /altimetrie/1.0/calcul/alti/rest/elevationLine.json": heights("1.0/calcul/alti/rest/elevationLine.json?lon=2|3&lat=46|46"),
  "GET POST /altimetrie/1.0/calcul/alti/rest/elevationArea.json": heights(
    '1.0/calcul/alti/rest/elevationArea.json?geom={"type":"Polygon","coordinates":[[[2,46],[3,46],[3,47],[2,46]]]}',
  ),
};
