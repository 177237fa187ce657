import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import type { TestLayer } from "../layer-store/tables/test-layer.ts";

// Made-up data in Lambert 93, where a unit is a metre, so that areas and counts are exact.

export const lambert = { srid: 2154, hasZ: false } as const;
export const X = 700_000;
export const Y = 6_600_000;
/** A rectangle, metres from our corner. */
function box(x: number, y: number, width: number, height: number): Position[][] {
  const at = (dx: number, dy: number): Position => [X + x + dx, Y + y + dy];
  return [[at(0, 0), at(width, 0), at(width, height), at(0, height), at(0, 0)]];
}
export const area = (x: number, y: number, width: number, height = width): Geometry => ({
  type: "Polygon",
  coordinates: box(x, y, width, height),
});
export const point = (x: number, y: number, z?: number): Geometry => ({
  type: "Point",
  coordinates: z === undefined ? [X + x, Y + y] : [X + x, Y + y, z],
});

export const zoneFields: LayerField[] = [
  { name: "Intitulé", column: "intitule", type: "text" },
  { name: "Surface (m²)", column: "surface_m2", type: "double" },
  { name: "niveau", column: "niveau", type: "integer" },
  { name: "approuvé le", column: "approuve_le", type: "date" },
  { name: "caché", column: "cache", type: "text", isHidden: true },
];

/** Four squares of 100 m in a row, in two kinds; the last feature has no shape. */
export const zones = {
  geometry: { ...lambert, type: "Polygon" },
  fields: zoneFields,
  features: [
    { geometry: area(0, 0, 100), values: ["Forêt", 10_000, 1, "2024-02-29", "x"] },
    { geometry: area(100, 0, 100), values: ["Forêt", 10_000.5, 2, "2023-01-01", null] },
    { geometry: area(200, 0, 100), values: ["Été", 10_000, 4, null, null] },
    { geometry: area(300, 0, 100), values: ["Été", null, 8, "2025-06-01", null] },
    { geometry: null, values: ["Forêt", 5, 16, "2020-01-01", null] },
  ],
} satisfies TestLayer;

/** A rectangle of our corner in degrees, as a person would draw it. */
export async function drawnBox(database: Database, x: number, y: number, width: number, height: number): Promise<Geometry> {
  const [row] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ shape: string }>(
      `SELECT ST_AsGeoJSON(ST_Transform(ST_MakeEnvelope(${X + x}, ${Y + y}, ${X + x + width}, ${Y + y + height}, 2154), 4326), 15) AS shape`,
    ),
  );
  return JSON.parse(row?.shape ?? "") as Geometry;
}

/** In degrees, in rows of a hundred: squares that touch. */
export const SIDE = 0.001;
export function square(index: number): Geometry {
  const [x, y] = [2 + (index % 100) * SIDE, 48 + Math.floor(index / 100) * SIDE];
  const ring: Position[] = [
    [x, y],
    [x + SIDE, y],
    [x + SIDE, y + SIDE],
    [x, y + SIDE],
    [x, y],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

export function squares(count: number): TestLayer {
  return {
    geometry: { type: "Polygon", srid: 4326, hasZ: false },
    fields: [
      { name: "kind", column: "kind", type: "text" },
      { name: "n", column: "n", type: "integer" },
      { name: "secret", column: "secret", type: "text", isHidden: true },
    ],
    features: Array.from({ length: count }, (_, index) => ({ geometry: square(index), values: [`k${index % 3}`, index, "x"] })),
  };
}

/** A rectangle in degrees. */
export const around = (west: number, south: number, east: number, north: number): Geometry => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
