import { GROUND, patches } from "../countryside.ts";
import { coverageAreas } from "../coverage.ts";
import { areaFeature, byLabel, double, integer, lineFeature, multiPolygon, pointFeature, type TerritoryLayer, text } from "../feature.ts";
import { cellPoint, landCells, type Point } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { alongLine, ringArea } from "../lines.ts";
import { lotCentre } from "../lots.ts";
import { COMMUNES, type CommuneName, ISLANDS } from "../names.ts";
import { hash2 } from "../random.ts";
import { parcelIds } from "./parcel-ids.ts";

/** Land, water, roads, houses and names: the content of a topographic map. */
export function baseLayers(land: Landscape): TerritoryLayer[] {
  return [
    islands(land),
    communes(land),
    roads(land),
    rivers(land),
    ground(land),
    buildings(land),
    parcels(land),
    addresses(land),
    places(land),
  ];
}

const BUILDING_USES = {
  dwelling: "Logement",
  mixed: "Logement et commerce",
  commerce: "Commerce",
  industry: "Industrie",
  farm: "Exploitation agricole",
  public: "Équipement public",
};

function islands({ relief }: Landscape): TerritoryLayer {
  const labels = landCells(relief.grid, relief.heights);
  return {
    name: "ile",
    title: { fr: "Îles", en: "Islands" },
    geometry: "MultiPolygon",
    fields: [text("nom", "Nom"), double("surface_ha", "Surface (ha)")],
    *features() {
      const areas = coverageAreas(relief.grid, labels, { outline: "curved", minAreaSquareMetres: 2500 });
      const sized = areas.map((area) => ({ area, size: ringArea(area.rings[0] ?? []) })).sort((a, b) => b.size - a.size);
      for (const [rank, { area, size }] of sized.entries()) {
        yield areaFeature(area.rings, { nom: ISLANDS[rank] ?? null, surface_ha: Math.round(size / 1000) / 10 });
      }
    },
  };
}

function communes({ relief, settlements }: Landscape): TerritoryLayer {
  return {
    name: "commune",
    title: { fr: "Communes", en: "Municipalities" },
    geometry: "MultiPolygon",
    fields: [
      text("code_insee", "Code de la commune"),
      text("nom", "Commune"),
      text("code_postal", "Code postal"),
      integer("population", "Habitants"),
      double("surface_km2", "Surface (km²)"),
      text("zone_sismicite", "Zone de sismicité"),
      text("classe_potentiel", "Classe de potentiel radon"),
    ],
    *features() {
      const areas = byLabel(coverageAreas(relief.grid, settlements.communes, { outline: "curved", minAreaSquareMetres: 2500 }));
      for (const [index, commune] of COMMUNES.entries()) {
        const polygons = areas.get(index + 1) ?? [];
        const people = settlements.all.filter((place) => place.commune === index).reduce((sum, place) => sum + place.population, 0);
        const size = polygons.reduce((sum, rings) => sum + rings.reduce((part, ring) => part + ringArea(ring), 0), 0);
        yield {
          type: "Feature",
          properties: {
            code_insee: commune.code,
            nom: commune.name,
            code_postal: [commune.postcode, ...(commune.otherPostcodes ?? [])].join(";"),
            population: people,
            surface_km2: Math.round(size / 1e5) / 10,
            zone_sismicite: "2",
            classe_potentiel: String(1 + (index % 3)),
          },
          geometry: multiPolygon(polygons),
        };
      }
    },
  };
}

const ROAD_RANK = { primary: 1, secondary: 2, local: 3, street: 4, track: 5, ferry: 6 } as const;

function roads({ roads: all, communeOf }: Landscape): TerritoryLayer {
  return {
    name: "route",
    title: { fr: "Routes et rues", en: "Roads and streets" },
    geometry: "LineString",
    fields: [
      text("nom", "Nom"),
      text("numero", "Numéro"),
      text("nature", "Nature"),
      integer("importance", "Importance"),
      text("code_insee", "Code de la commune"),
    ],
    *features() {
      for (const road of all) {
        const commune = communeOf(alongLine(road.line, 1).point);
        yield lineFeature(road.line, {
          nom: road.name,
          numero: road.ref || null,
          nature: road.kind,
          importance: ROAD_RANK[road.kind],
          code_insee: COMMUNES[commune]?.code ?? null,
        });
      }
    },
  };
}

function rivers({ drainage }: Landscape): TerritoryLayer {
  return {
    name: "cours_d_eau",
    title: { fr: "Cours d’eau", en: "Watercourses" },
    geometry: "LineString",
    fields: [integer("importance", "Importance")],
    *features() {
      for (const river of drainage.rivers)
        yield lineFeature(river.line, { importance: river.basinCells > 8000 ? 1 : river.basinCells > 3000 ? 2 : 3 });
    },
  };
}

const GROUND_NAMES: Readonly<Record<number, string>> = {
  [GROUND.broadleaf]: "feuillus",
  [GROUND.conifer]: "coniferes",
  [GROUND.marsh]: "marais",
  [GROUND.pond]: "plan_d_eau",
  [GROUND.sand]: "plage_dune",
  [GROUND.built]: "bati",
};

function ground({ relief, countryside }: Landscape): TerritoryLayer {
  return {
    name: "occupation_sol",
    title: { fr: "Occupation du sol", en: "Ground cover" },
    geometry: "MultiPolygon",
    fields: [text("nature", "Nature")],
    *features() {
      for (const area of coverageAreas(relief.grid, countryside.ground, { outline: "curved", minAreaSquareMetres: 6000 })) {
        const nature = GROUND_NAMES[area.label];
        if (nature) yield areaFeature(area.rings, { nature });
      }
    },
  };
}

function buildings({ lots }: Landscape): TerritoryLayer {
  return {
    name: "batiment",
    title: { fr: "Bâtiments", en: "Buildings" },
    geometry: "MultiPolygon",
    fields: [
      { ...text("usage", "Usage"), codes: BUILDING_USES },
      double("hauteur", "Hauteur (m)"),
      integer("etages", "Niveaux"),
      text("code_insee", "Code de la commune"),
    ],
    *features() {
      for (const lot of lots) {
        if (!lot.building) continue;
        const { use, heightMetres, floors, outline } = lot.building;
        yield areaFeature([outline], {
          usage: use,
          hauteur: heightMetres,
          etages: floors,
          code_insee: COMMUNES[lot.commune]?.code ?? null,
        });
      }
    },
  };
}

function parcels({ relief, lots, countryside, communeOf }: Landscape): TerritoryLayer {
  return {
    name: "parcelle",
    title: { fr: "Parcelles", en: "Land parcels" },
    geometry: "MultiPolygon",
    fields: [
      text("id", "Identifiant"),
      text("section", "Section"),
      text("numero", "Numéro"),
      text("code_insee", "Code de la commune"),
      integer("contenance", "Contenance (m²)"),
    ],
    *features() {
      const next = parcelIds();
      const row = (commune: number, at: Point, rings: Point[][]) => {
        const size = Math.round(Math.abs(rings.reduce((sum, ring) => sum + ringArea(ring), 0)));
        const code = (COMMUNES[commune] as CommuneName).code;
        return areaFeature(rings, { ...next(code, at), code_insee: code, contenance: size });
      };
      for (const lot of lots) yield row(lot.commune, lotCentre(lot), [lot.corners]);
      const fields = patches(
        relief.grid,
        185,
        6101,
        (cell) =>
          countryside.ground[cell] === GROUND.open ||
          (countryside.ground[cell] === GROUND.built && (countryside.builtDensity[cell] as number) < 0.2),
      );
      for (const area of coverageAreas(relief.grid, fields, { outline: "straight", minAreaSquareMetres: 2500 })) {
        const at = area.rings[0]?.[0];
        const commune = at ? communeOf(at) : -1;
        if (at && commune >= 0) yield row(commune, at, area.rings);
      }
    },
  };
}

function addresses({ lots }: Landscape): TerritoryLayer {
  return {
    name: "adresse",
    title: { fr: "Adresses", en: "Addresses" },
    geometry: "Point",
    fields: [
      text("id", "Identifiant"),
      integer("numero", "Numéro"),
      text("nom_voie", "Voie"),
      text("code_postal", "Code postal"),
      text("code_insee", "Code de la commune"),
      text("nom_commune", "Commune"),
      text("libelle", "Adresse"),
    ],
    *features() {
      const used = new Map<string, Set<number>>();
      for (const lot of lots) {
        if (!lot.building) continue;
        const commune = COMMUNES[lot.commune] as CommuneName;
        // One street may consist of several roads: each one continues with the free numbers of its side.
        const street = `${commune.code}_${slug(lot.street)}`;
        const taken = used.get(street) ?? new Set<number>();
        used.set(street, taken);
        let number = lot.number;
        while (taken.has(number)) number += 2;
        taken.add(number);
        const [a, b] = lot.corners;
        yield pointFeature([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], {
          id: `${street}_${String(number).padStart(5, "0")}`,
          numero: number,
          nom_voie: lot.street,
          code_postal: commune.postcode,
          code_insee: commune.code,
          nom_commune: commune.name,
          libelle: `${number} ${lot.street}, ${commune.postcode} ${commune.name}`,
        });
      }
    },
  };
}

const slug = (name: string) =>
  name
    .normalize("NFD")
    .replace(/[^a-zA-Z0-9]+/g, "")
    .toLowerCase();

function places({ relief, settlements, peaks, islandsAt }: Landscape): TerritoryLayer {
  return {
    name: "lieu",
    title: { fr: "Lieux nommés", en: "Named places" },
    geometry: "Point",
    fields: [
      text("nom", "Nom"),
      text("nature", "Nature"),
      integer("population", "Habitants"),
      integer("altitude", "Altitude (m)"),
      text("code_insee", "Code de la commune"),
    ],
    *features() {
      for (const place of settlements.all) {
        yield pointFeature(place.centre, {
          nom: place.name,
          nature: place.kind,
          population: place.population,
          altitude: null,
          code_insee: COMMUNES[place.commune]?.code ?? null,
        });
      }
      for (const farm of settlements.farms) {
        if (hash2(Math.round(farm.centre[0]), Math.round(farm.centre[1]), 5) > 0.5) continue;
        yield pointFeature(farm.centre, {
          nom: farm.name,
          nature: "farm",
          population: farm.population,
          altitude: null,
          code_insee: COMMUNES[farm.commune]?.code ?? null,
        });
      }
      for (const peak of peaks) {
        yield pointFeature(cellPoint(relief.grid, peak.cell), {
          nom: peak.name,
          nature: "peak",
          population: null,
          altitude: Math.round(peak.metres),
          code_insee: null,
        });
      }
      for (const island of islandsAt)
        yield pointFeature(island.point, { nom: island.name, nature: "island", population: null, altitude: null, code_insee: null });
    },
  };
}
