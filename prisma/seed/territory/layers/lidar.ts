import { tileName } from "../clouds/cloud-file.ts";
import { areaFeature, date, double, integer, lineFeature, pointFeature, type TerritoryLayer, text } from "../feature.ts";
import { cellAt, cellPoint, type Point } from "../grid.ts";
import { contourLines } from "../isolines.ts";
import type { Landscape } from "../landscape.ts";
import { hash2 } from "../random.ts";

export function lidarLayers(land: Landscape): TerritoryLayer[] {
  return [tiles(land), blocks(land), contourLayer(land), summits(land)];
}

const FLIGHTS = ["2022-04-12", "2022-09-03", "2023-03-21", "2023-10-08"] as const;

/** Which of the four flights covers a kilometre square. */
const flightOf = (column: number, row: number) => (Math.floor(column / 12) + 2 * Math.floor(row / 14)) & 3;

interface Square {
  column: number;
  row: number;
  landShare: number;
  ring: Point[];
}

/** Kilometre squares of Lambert-93 that contain land. */
function squares({ relief }: Landscape): Square[] {
  const { grid, heights } = relief;
  const found: Square[] = [];
  for (let row = Math.floor(grid.south / 1000); row <= (grid.south + grid.rows * grid.cellMetres) / 1000; row++) {
    for (let column = Math.floor(grid.west / 1000); column <= (grid.west + grid.columns * grid.cellMetres) / 1000; column++) {
      let dry = 0;
      for (let i = 0; i < 10; i++)
        for (let j = 0; j < 10; j++) {
          const cell = cellAt(grid, column * 1000 + i * 100 + 50, row * 1000 + j * 100 + 50);
          if (cell >= 0 && (heights[cell] as number) > 0) dry++;
        }
      if (dry === 0) continue;
      const [west, south] = [column * 1000, row * 1000];
      found.push({
        column,
        row,
        landShare: dry / 100,
        ring: [
          [west, south],
          [west + 1000, south],
          [west + 1000, south + 1000],
          [west, south + 1000],
        ],
      });
    }
  }
  return found;
}

function tiles(land: Landscape): TerritoryLayer {
  return {
    name: "dalle_lidar",
    title: { fr: "Dalles de nuages de points", en: "Point cloud tiles" },
    geometry: "MultiPolygon",
    fields: [
      text("nom", "Dalle"),
      date("date_vol", "Date du vol"),
      double("densite", "Densité (points/m²)"),
      integer("nombre_points", "Nombre de points"),
      text("classes", "Classes présentes"),
      text("systeme", "Système de coordonnées"),
      text("statut", "Disponibilité"),
    ],
    *features() {
      for (const square of squares(land)) {
        const chance = hash2(square.column, square.row, 101);
        const density = Math.round((11 + 9 * chance) * 10) / 10;
        const flight = flightOf(square.column, square.row);
        const name = tileName(square);
        yield areaFeature([square.ring], {
          nom: name,
          date_vol: FLIGHTS[flight] as string,
          densite: density,
          nombre_points: Math.round(density * 1e6 * Math.max(0.2, square.landShare)),
          classes: square.landShare < 0.95 ? "1, 2, 3, 4, 5, 6, 9, 17" : "1, 2, 3, 4, 5, 6, 17, 64",
          systeme: "RGF93 v1 / Lambert-93, IGN69 (EPSG:2154)",
          statut: flight === 3 && chance > 0.5 ? "en cours de classification" : "disponible",
        });
      }
    },
  };
}

function blocks(land: Landscape): TerritoryLayer {
  return {
    name: "chantier_lidar",
    title: { fr: "Blocs d’acquisition", en: "Acquisition blocks" },
    geometry: "MultiPolygon",
    fields: [text("nom", "Bloc"), date("date_vol", "Date du vol"), integer("dalles", "Dalles")],
    *features() {
      const groups = new Map<string, Square[]>();
      for (const square of squares(land)) {
        const key = `${Math.floor(square.column / 12)}:${Math.floor(square.row / 14)}`;
        groups.set(key, [...(groups.get(key) ?? []), square]);
      }
      let number = 0;
      for (const group of groups.values()) {
        const first = group[0] as Square;
        const west = Math.min(...group.map((square) => square.column)) * 1000;
        const east = Math.max(...group.map((square) => square.column)) * 1000 + 1000;
        const south = Math.min(...group.map((square) => square.row)) * 1000;
        const north = Math.max(...group.map((square) => square.row)) * 1000 + 1000;
        const ring: Point[] = [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ];
        yield areaFeature([ring], {
          nom: `Bloc ${String.fromCharCode(65 + number++)}`,
          date_vol: FLIGHTS[flightOf(first.column, first.row)] as string,
          dalles: group.length,
        });
      }
    },
  };
}

function contourLayer({ relief }: Landscape): TerritoryLayer {
  return {
    name: "courbe_niveau",
    title: { fr: "Courbes de niveau", en: "Contour lines" },
    geometry: "LineString",
    fields: [integer("altitude", "Altitude (m)"), text("nature", "Nature")],
    *features() {
      for (const { metres, line } of contourLines(relief, 5)) {
        yield lineFeature(line, { altitude: metres, nature: metres % 25 === 0 ? "maîtresse" : "normale" });
      }
    },
  };
}

function summits({ relief, peaks }: Landscape): TerritoryLayer {
  return {
    name: "point_cote",
    title: { fr: "Sommets", en: "Summits" },
    geometry: "Point",
    fields: [text("nom", "Nom"), double("altitude", "Altitude (m)")],
    *features() {
      for (const peak of peaks)
        yield pointFeature(cellPoint(relief.grid, peak.cell), { nom: peak.name, altitude: Math.round(peak.metres * 10) / 10 });
    },
  };
}
