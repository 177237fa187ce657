import { GROUND, patches } from "../countryside.ts";
import { cellPoint, type Point } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { distance } from "../lines.ts";
import { hash2 } from "../random.ts";
import type { Settlement } from "../settlements.ts";

/** One kind of zone of the local plan, with the values of the CNIG standard's columns. */
interface ZoneKind {
  label: string;
  long: string;
  type: "U" | "AUc" | "AUs" | "A" | "N";
  use: string;
}

export const ZONES: readonly ZoneKind[] = [
  { label: "UA", long: "Centre ancien : habitat dense, commerces et services", type: "U", use: "0100" },
  { label: "UB", long: "Faubourgs : habitat continu et activités compatibles", type: "U", use: "0100" },
  { label: "UC", long: "Quartiers pavillonnaires", type: "U", use: "0100" },
  { label: "UH", long: "Hameaux : constructions nouvelles limitées", type: "U", use: "0100" },
  { label: "UE", long: "Activités économiques et artisanales", type: "U", use: "0200" },
  { label: "UL", long: "Équipements publics, sports et loisirs", type: "U", use: "0500" },
  { label: "1AUh", long: "À urbaniser : habitat, ouverte à la construction", type: "AUc", use: "0100" },
  { label: "1AUe", long: "À urbaniser : activités, ouverte à la construction", type: "AUc", use: "0200" },
  { label: "2AU", long: "À urbaniser plus tard, après modification du plan", type: "AUs", use: "0100" },
  { label: "A", long: "Agricole : constructions nécessaires à l’exploitation", type: "A", use: "0700" },
  { label: "Ap", long: "Agricole protégée pour ses paysages, inconstructible", type: "A", use: "0700" },
  { label: "N", long: "Naturelle : constructions très limitées", type: "N", use: "0800" },
  { label: "Nf", long: "Naturelle boisée", type: "N", use: "0800" },
  { label: "Nl", long: "Espaces remarquables du littoral, inconstructibles", type: "N", use: "0800" },
];
const ZONE_NUMBER = new Map(ZONES.map((zone, index) => [zone.label, index + 1]));

/** Zone number of each land cell: each patch gets the zone that suits most of its cells. */
export function zoneLabels(land: Landscape): Int32Array {
  const { relief, countryside, settlements } = land;
  const { grid, inland, heights, slopes } = relief;
  const units = patches(grid, 145, 8101, (cell) => (heights[cell] as number) > 0);
  const sums = new Map<
    number,
    { cells: number; built: number; wood: number; wild: number; inland: number; slope: number; east: number; north: number }
  >();
  for (let cell = 0; cell < units.length; cell++) {
    const unit = units[cell] as number;
    if (unit === 0) continue;
    const sum = sums.get(unit) ?? { cells: 0, built: 0, wood: 0, wild: 0, inland: 0, slope: 0, east: 0, north: 0 };
    const [east, north] = cellPoint(grid, cell);
    const ground = countryside.ground[cell];
    sum.cells++;
    sum.built += countryside.builtDensity[cell] as number;
    sum.wood += Number(ground === GROUND.broadleaf || ground === GROUND.conifer);
    sum.wild += Number(ground === GROUND.sand || ground === GROUND.marsh || ground === GROUND.pond);
    sum.inland += inland[cell] as number;
    sum.slope += slopes[cell] as number;
    sum.east += east;
    sum.north += north;
    sums.set(unit, sum);
  }
  const zoneOf = new Map<number, number>();
  for (const [unit, sum] of sums) {
    const centre: Point = [sum.east / sum.cells, sum.north / sum.cells];
    const town = closestTown(settlements.all, centre);
    const share = town ? distance(town.centre, centre) / town.radiusMetres : 9;
    const mean = {
      built: sum.built / sum.cells,
      wood: sum.wood / sum.cells,
      wild: sum.wild / sum.cells,
      inland: sum.inland / sum.cells,
      slope: sum.slope / sum.cells,
    };
    const label = chooseZone(mean, town, share, hash2(unit, 3, 81), hash2(Math.floor(centre[0] / 700), Math.floor(centre[1] / 700), 82));
    zoneOf.set(unit, ZONE_NUMBER.get(label) ?? 0);
  }
  return units.map((unit) => (unit === 0 ? 0 : (zoneOf.get(unit) ?? 0)));
}

function closestTown(places: Settlement[], point: Point): Settlement | undefined {
  let best: Settlement | undefined;
  let share = 2.4;
  for (const place of places) {
    const here = distance(place.centre, point) / place.radiusMetres;
    if (here < share) [share, best] = [here, place];
  }
  return best;
}

function chooseZone(
  mean: { built: number; wood: number; wild: number; inland: number; slope: number },
  town: Settlement | undefined,
  share: number,
  chance: number,
  district: number,
): string {
  if (mean.built > 0.17 && town) {
    if (town.kind === "hamlet") return "UH";
    if (share < 0.3) return "UA";
    if (share < 0.58) return district < 0.12 && chance < 0.6 ? "UL" : "UB";
    return district > 0.86 ? "UE" : chance < 0.04 ? "UL" : "UC";
  }
  if (town && town.kind !== "hamlet" && share < 1.12 && mean.inland > 0.05 && mean.wood < 0.4 && mean.wild < 0.3 && mean.slope < 0.14) {
    if (district < 0.3) return chance < 0.75 ? "1AUh" : "A";
    if (district < 0.45) return "2AU";
    if (district < 0.58) return "1AUe";
  }
  if (mean.wild > 0.35 || mean.inland < 0.022) return "Nl";
  if (mean.wood > 0.5) return "Nf";
  if (mean.slope > 0.17 || mean.wood + mean.wild > 0.42) return "N";
  return mean.inland < 0.06 || district > 0.9 ? "Ap" : "A";
}
