import { lonLatToMercator, mercatorToLonLat } from "@archipel/geo/mercator.ts";
import type { MapFrame } from "@archipel/report-print/map/frame.ts";
import type { GraticuleLine } from "@archipel/report-print/map/graticule.ts";
import type { FrameCorners } from "../queries/map.ts";
import { inFrame, worldX, worldY } from "./read-ground.ts";

/** Lines across the shorter side, about. */
const LINES = 3;
const ROUND = [1, 2, 5, 10] as const;

/** Round longitudes and latitudes across a frame, from edge to edge. */
export function graticuleOf(frame: MapFrame, corners: FrameCorners | undefined): GraticuleLine[] | null {
  if (corners === undefined) return null;
  const place = inFrame(frame, corners);
  const all = (
    [
      ["nwX", "nwY"],
      ["neX", "neY"],
      ["swX", "swY"],
      ["seX", "seY"],
    ] as const
  ).map(([x, y]) => mercatorToLonLat(corners[x], corners[y]));
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const step = roundStep((north - south) / LINES);
  const at = (lon: number, lat: number) => {
    const [x, y] = lonLatToMercator(lon, lat);
    return place([worldX(x), worldY(y)]);
  };
  return [
    ...multiples(west, east, step).map((lon): GraticuleLine => ({ axis: "lon", degrees: lon, line: [at(lon, north), at(lon, south)] })),
    ...multiples(south, north, step).map((lat): GraticuleLine => ({ axis: "lat", degrees: lat, line: [at(west, lat), at(east, lat)] })),
  ];
}

function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * (ROUND.findLast((digit) => digit * power <= most) ?? 1);
}

/** Without the crumbs of binary fractions. */
const multiples = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor(to / step) - Math.ceil(from / step) + 1 }, (_, index) =>
    Number(((Math.ceil(from / step) + index) * step).toFixed(8)),
  );
