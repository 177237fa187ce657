import type { DetailedArea } from "@archipel/basemap/build.ts";
import type { BasemapLayer } from "@archipel/basemap/tiling.ts";
import type { Feature } from "geojson";
import { multiPolygon, type TerritoryFeature } from "./feature.ts";
import type { IsoArea } from "./isolines.ts";
import type { Territory } from "./territory.ts";

const DETAIL_MIN_ZOOM = 7;
const DETAIL_MAX_ZOOM = 14;

/** The basemap's layers of the territory. They have few attributes, since each adds to the size of every tile. */
export function basemapContent(territory: Territory): DetailedArea {
  const layer = (name: string) => {
    const found = territory.base.find((one) => one.name === name);
    if (!found) throw new Error(`the territory has no layer ${name}`);
    return [...found.features()];
  };
  const islands = layer("ile").map((feature) => ({ ...feature, properties: { isDetailed: true } }));
  const hectares = new Map(layer("ile").map(({ properties }) => [properties.nom, Number(properties.surface_ha)]));
  const near = (name: string, features: Feature[], minZoom = DETAIL_MIN_ZOOM, tolerance = 3): BasemapLayer => ({
    name,
    minZoom,
    maxZoom: DETAIL_MAX_ZOOM,
    features,
    tolerance,
  });
  const shading = territory.shading();
  const contours = territory.lidar.find((one) => one.name === "courbe_niveau");
  return {
    bounds: territory.bbox,
    credits: "Les Brélandes (fictif / fictional)",
    layers: [
      { name: "land", minZoom: 0, maxZoom: 4, features: islands },
      { name: "land", minZoom: 5, maxZoom: 6, features: islands, tolerance: 2 },
      near("land", islands),
      near("shallow", levels(shading.shallow), DETAIL_MIN_ZOOM, 4),
      near("shadow", levels(shading.shadow), 9, 4),
      near("light", levels(shading.light), 9, 4),
      near(
        "ground",
        layer("occupation_sol").map((feature) => only(feature, { kind: feature.properties.nature })),
        9,
      ),
      near(
        "river",
        layer("cours_d_eau").map((feature) =>
          only(feature, { rank: feature.properties.importance, minzoom: 8 + Number(feature.properties.importance) }),
        ),
        9,
      ),
      near("contour", [...(contours?.features() ?? [])].map(contourLine), 11),
      near(
        "parcel",
        layer("parcelle").map((feature) => only(feature, {})),
        14,
      ),
      near(
        "building",
        layer("batiment").map((feature) => only(feature, { height: feature.properties.hauteur })),
        13,
      ),
      near(
        "commune",
        layer("commune").map((feature) => only(feature, { name: feature.properties.nom, code: feature.properties.code_insee })),
      ),
      near("road", layer("route").map(road)),
      near(
        "place",
        layer("lieu").map((feature) => place(feature, hectares)),
      ),
    ],
  };
}

const only = (feature: TerritoryFeature, properties: Record<string, unknown>): Feature => ({
  type: "Feature",
  properties,
  geometry: feature.geometry,
});

function levels(areas: readonly IsoArea[]): Feature[] {
  return areas.map(({ level, polygons }, index) => ({
    type: "Feature",
    properties: { rank: index + 1, level },
    geometry: multiPolygon(polygons),
  }));
}

function contourLine(feature: TerritoryFeature): Feature {
  const metres = Number(feature.properties.altitude);
  return only(feature, { metres, isMain: metres % 25 === 0, minzoom: metres % 25 === 0 ? 11 : 13 });
}

const ROAD_MIN_ZOOM: Readonly<Record<string, number>> = { primary: 7, ferry: 7, secondary: 9, local: 11, street: 12, track: 12 };

function road(feature: TerritoryFeature): Feature {
  const kind = String(feature.properties.nature);
  return only(feature, { kind, name: feature.properties.nom, ref: feature.properties.numero, minzoom: ROAD_MIN_ZOOM[kind] ?? 12 });
}

const PLACE_MIN_ZOOM: Readonly<Record<string, number>> = { town: 7, village: 8, hamlet: 11, peak: 12, farm: 13 };

/** An island gets its name at the zoom where it is large enough to be seen. */
const ISLAND_MIN_ZOOM: readonly (readonly [hectares: number, zoom: number])[] = [
  [2000, 8],
  [250, 9],
  [100, 10],
  [40, 11],
];

function place(feature: TerritoryFeature, hectares: ReadonlyMap<unknown, number>): Feature {
  const { nom, nature, population, altitude } = feature.properties;
  const size = hectares.get(nom) ?? 0;
  const minzoom =
    nature === "island" ? (ISLAND_MIN_ZOOM.find(([least]) => size >= least)?.[1] ?? 13) : (PLACE_MIN_ZOOM[String(nature)] ?? 12);
  return only(feature, { name: nom, kind: nature, population, metres: altitude, minzoom });
}
