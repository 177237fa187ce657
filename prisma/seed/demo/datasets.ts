import { type DatasetRecord, datasetRecord } from "@archipel/contracts/datasets.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import type { DemoCommunity } from "./communities.ts";

/** The datasets of the demo's communities, from the fictional territory. Layers are in map order, top first. */
export interface DemoDataset {
  key: string;
  community: DemoCommunity;
  record: Pick<DatasetRecord, "title" | "abstract" | "topic" | "keywords" | "updateFrequency" | "isShared"> & Partial<DatasetRecord>;
  /** Names of the territory's layers, with a style where the automatic one does not suit. */
  layers: Record<string, LayerStyle | null>;
}

const outline = (colour: string, widthPx: number, labelColumn?: string): LayerStyle => ({
  kind: "simple",
  appearance: { colour, outline: colour, opacity: 0, widthPx },
  // At lower zooms the basemap already names the towns.
  ...(labelColumn ? { label: { column: labelColumn, minZoom: 13 } } : {}),
});
const line = (colour: string, widthPx: number): LayerStyle => ({ kind: "simple", appearance: { colour, opacity: 0.85, widthPx } });

export const demoDatasets: DemoDataset[] = [
  // First, so that the search index of the others names their communes at once.
  {
    key: "communes",
    community: "agglomeration",
    record: {
      title: "Communes et îles",
      abstract: "Les limites des neuf communes, leur population et leur superficie, et les îles de l’archipel.",
      topic: "boundaries",
      keywords: ["communes", "limites administratives", "îles", "population"],
      updateFrequency: "annually",
      isShared: true,
    },
    layers: { commune: outline("#8a6f5f", 1.4, "nom"), ile: outline("#7796a0", 1) },
  },
  {
    key: "plan",
    community: "agglomeration",
    record: {
      title: "Plans locaux d’urbanisme : zonage et prescriptions",
      abstract:
        "Les documents d’urbanisme en vigueur dans les neuf communes : zones du règlement graphique, prescriptions surfaciques, linéaires et ponctuelles, périmètres d’information. Les colonnes suivent le standard CNIG PLU ; chaque zone renvoie à son règlement écrit.",
      topic: "planning",
      keywords: ["PLU", "zonage", "règlement", "prescriptions", "CNIG"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { prescription_pct: null, prescription_lin: null, prescription_surf: null, info_surf: null, zone_urba: null },
  },
  {
    key: "easements",
    community: "agglomeration",
    record: {
      title: "Servitudes d’utilité publique : monuments historiques",
      abstract:
        "Les églises classées des neuf communes et leurs abords de 500 m, où l’aspect extérieur change seulement avec un accord. Les colonnes suivent le standard CNIG SUP.",
      topic: "planning",
      keywords: ["servitudes", "SUP", "AC1", "monuments historiques", "abords"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { servitude_ac1: outline("#7a3b8f", 1.6) },
  },
  {
    key: "addresses",
    community: "agglomeration",
    record: {
      title: "Adresses et lieux nommés",
      abstract:
        "Les adresses numérotées de l’archipel, certifiées par les communes, et ses lieux nommés : bourgs, hameaux, caps et sommets. Chaque adresse porte un identifiant stable.",
      topic: "boundaries",
      keywords: ["adresses", "voies", "lieux-dits", "toponymie"],
      updateFrequency: "weekly",
      isShared: true,
    },
    layers: {
      lieu: { kind: "simple", appearance: { colour: "#5b4a3f", radiusPx: 3.5, opacity: 0.9 }, label: { column: "nom", minZoom: 12 } },
      adresse: { kind: "simple", appearance: { colour: "#5b6472", radiusPx: 2, opacity: 0.8 }, label: { column: "numero", minZoom: 17 } },
    },
  },
  {
    key: "parcels",
    community: "agglomeration",
    record: {
      title: "Parcelles et bâtiments",
      abstract:
        "Le parcellaire et l’emprise des bâtiments, avec leur usage et leur hauteur. La contenance est celle de la parcelle dessinée ; elle ne vaut pas mesurage.",
      topic: "buildings",
      keywords: ["parcelles", "bâtiments", "cadastre", "foncier"],
      updateFrequency: "quarterly",
      isShared: true,
    },
    layers: {
      batiment: { kind: "simple", appearance: { colour: "#8d8577", outline: "#6b6458", opacity: 0.55, widthPx: 0.6 } },
      parcelle: { kind: "simple", appearance: { colour: "#9a8f7d", outline: "#9a8f7d", opacity: 0.04, widthPx: 0.6 } },
    },
  },
  {
    key: "roads",
    community: "agglomeration",
    record: {
      title: "Routes et rues",
      abstract:
        "Le réseau routier de l’archipel, de la route départementale au chemin, avec les noms de voies tels que les communes les ont votés.",
      topic: "transport",
      keywords: ["voirie", "routes", "rues"],
      updateFrequency: "monthly",
      isShared: true,
    },
    layers: { route: line("#b08a4e", 1.6) },
  },
  {
    key: "cover",
    community: "agglomeration",
    record: {
      title: "Occupation du sol",
      abstract: "Bois, marais, plages, cultures et espaces bâtis, interprétés au 1 : 10 000 sur un cycle de trois ans.",
      topic: "environment",
      keywords: ["occupation du sol", "forêt", "agriculture", "littoral"],
      updateFrequency: "irregular",
      isShared: false,
      visibility: "members",
    },
    layers: { occupation_sol: null },
  },
  {
    key: "floods",
    community: "observatory",
    record: {
      title: "Zones inondables : cours d’eau et submersion marine",
      abstract:
        "L’emprise et le niveau des inondations par débordement des cours d’eau et par la mer, pour une crue fréquente, moyenne et exceptionnelle. Le niveau croise la hauteur d’eau et sa vitesse.",
      topic: "hazards",
      keywords: ["inondation", "submersion marine", "aléa", "littoral"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { alea_submersion: null, alea_inondation: null },
  },
  {
    key: "ground",
    community: "observatory",
    record: {
      title: "Mouvements de terrain et argiles",
      abstract: "Les secteurs exposés aux glissements de terrain et au retrait-gonflement des argiles, en trois niveaux d’aléa.",
      topic: "hazards",
      keywords: ["mouvement de terrain", "glissement", "argiles", "aléa"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { alea_mouvement_terrain: null, alea_argiles: null },
  },
  {
    key: "prevention",
    community: "observatory",
    record: {
      title: "Plan de prévention des risques : zones réglementaires",
      abstract:
        "Ce qui est interdit, ce qui est permis sous conditions : les zones réglementaires du plan de prévention des risques naturels, selon le standard COVADIS. Le règlement écrit fait seul foi.",
      topic: "hazards",
      keywords: ["PPRN", "plan de prévention", "règlement", "servitude"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { ppr_zone_reglementaire: null },
  },
  {
    key: "installations",
    community: "observatory",
    record: {
      title: "Installations classées",
      abstract: "Les établissements soumis à autorisation, enregistrement ou déclaration, leur régime et leur statut Seveso.",
      topic: "hazards",
      keywords: ["installations classées", "ICPE", "Seveso", "industrie"],
      updateFrequency: "monthly",
      isShared: false,
    },
    layers: { installation_classee: null },
  },
  {
    key: "rivers",
    community: "observatory",
    record: {
      title: "Cours d’eau",
      abstract: "Les rivières et ruisseaux de l’archipel, classés par importance, extraits du modèle de terrain.",
      topic: "environment",
      keywords: ["hydrographie", "rivières", "ruisseaux"],
      updateFrequency: "annually",
      isShared: true,
    },
    layers: { cours_d_eau: line("#3d7f9c", 1.4) },
  },
  {
    key: "clouds",
    community: "survey",
    record: {
      title: "Nuages de points lidar : dalles et blocs d’acquisition",
      abstract:
        "Le carroyage kilométrique des nuages de points classés : date du vol, densité, classes présentes, disponibilité. Dix points par mètre carré en moyenne, altitudes NGF-IGN69. Autour de Port-Brélan, des dalles de points inventés, moins denses, se voient et se téléchargent.",
      topic: "elevation",
      keywords: ["lidar", "nuage de points", "dalles", "LiDAR HD"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: { dalle_lidar: null, chantier_lidar: outline("#2f8f6b", 1.8) },
  },
  {
    key: "relief",
    community: "survey",
    record: {
      title: "Courbes de niveau et sommets",
      abstract: "Courbes de niveau d’équidistance cinq mètres et points cotés, calculés sur le modèle numérique de terrain.",
      topic: "elevation",
      keywords: ["relief", "altitude", "courbes de niveau", "MNT"],
      updateFrequency: "irregular",
      isShared: true,
    },
    layers: {
      point_cote: { kind: "simple", appearance: { colour: "#b06a2c", radiusPx: 4 }, label: { column: "nom", minZoom: 11 } },
      courbe_niveau: line("#a9733f", 0.8),
    },
  },
];

const contacts: Record<DemoCommunity, Pick<DatasetRecord, "contactName" | "contactEmail">> = {
  agglomeration: { contactName: "Brélandes Agglomération, service de l’information géographique", contactEmail: "sig@brelandes.example" },
  observatory: { contactName: "Observatoire des risques des Brélandes", contactEmail: "donnees@observatoire-brelandes.example" },
  survey: { contactName: "Service des levés des Brélandes", contactEmail: "leves@brelandes.example" },
};

/** The complete record of a demo dataset, marked as synthetic. */
export function recordOf(dataset: DemoDataset): DatasetRecord {
  return datasetRecord.parse({
    licence: "etalab-2.0",
    visibility: "public",
    lineage:
      "Données synthétiques : territoire, noms et mesures sont inventés par un programme, à partir d’une graine fixe. Elles ne décrivent aucun lieu réel et ne doivent servir à aucune décision.",
    isSynthetic: true,
    ...contacts[dataset.community],
    ...dataset.record,
  });
}
