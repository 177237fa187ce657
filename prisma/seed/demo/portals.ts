import type { MapView } from "@archipel/contracts/place.ts";
import type { Reporting } from "@archipel/contracts/reports.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import type { DemoCommunity } from "./communities.ts";

/** The demo's portals, each with its own brand, on datasets of its community and shared ones. */
export interface DemoPortal {
  community: DemoCommunity;
  slug: string;
  name: string;
  tagline: Localized;
  baseTheme: string;
  zoom: MapView["zoom"];
  legalName: string;
  contactEmail: string;
  reporting: Reporting;
  /** Keys of datasets, top of the map first; false: listed, but off when the map opens. */
  datasets: Record<string, boolean>;
}

export const demoPortals: DemoPortal[] = [
  {
    community: "agglomeration",
    slug: "urbanisme",
    name: "Bâtir aux Brélandes",
    tagline: {
      fr: "Le plan d’urbanisme de l’archipel, parcelle par parcelle",
      en: "The archipelago’s local plan, plot by plot",
    },
    baseTheme: "urbanisme",
    zoom: 13,
    legalName: "Brélandes Agglomération",
    contactEmail: "urbanisme@brelandes.example",
    reporting: "everyone",
    datasets: {
      plan: true,
      easements: false,
      addresses: false,
      parcels: true,
      communes: true,
      roads: false,
      cover: false,
      prevention: false,
      relief: false,
    },
  },
  {
    community: "observatory",
    slug: "risques",
    name: "Vigie des Brélandes",
    tagline: { fr: "Connaître les risques de l’archipel, savoir quoi faire", en: "Know the archipelago’s risks, know what to do" },
    baseTheme: "risques",
    zoom: 12,
    legalName: "Observatoire des risques des Brélandes",
    contactEmail: "contact@observatoire-brelandes.example",
    reporting: "signed-in",
    datasets: {
      installations: true,
      prevention: false,
      floods: true,
      ground: false,
      rivers: true,
      addresses: false,
      communes: true,
      parcels: false,
    },
  },
  {
    community: "survey",
    slug: "lidar",
    name: "Altimètre",
    tagline: { fr: "Le relief des Brélandes, mesuré point par point", en: "The ground of the Brélandes, measured point by point" },
    baseTheme: "lidar",
    zoom: 10.5,
    legalName: "Service des levés des Brélandes",
    contactEmail: "leves@brelandes.example",
    reporting: "signed-in",
    datasets: { relief: true, clouds: true, communes: false, addresses: false, rivers: true, roads: false },
  },
];
