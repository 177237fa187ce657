import type { DatasetRecord } from "@archipel/contracts/datasets.ts";
import type { DemoCommunity } from "../demo/communities.ts";

/** A real file of the samples' folder, and the dataset that it becomes. A `.shp` is uploaded as a zip of its parts. */
export interface Sample {
  file: string;
  community: DemoCommunity;
  /** Slugs of the community's portals that list it. */
  portals: string[];
  /** Slugs of other communities' portals that list it, because it is shared. */
  sharedWith?: string[];
  record: Pick<DatasetRecord, "title" | "abstract" | "topic" | "keywords" | "lineage"> & Partial<DatasetRecord>;
}

const cnig = (file: string, title: string, abstract: string): Sample => ({
  file,
  community: "agglomeration",
  portals: ["urbanisme"],
  record: {
    title,
    abstract,
    topic: "planning",
    keywords: ["urbanisme", "CNIG", "document réel"],
    lineage: "Livraison au standard CNIG, issue du Géoportail de l’urbanisme par les données d’essai de l’IGN.",
    contactName: "IGN, données d’essai du validateur",
  },
});

export const samples: Sample[] = [
  cnig(
    "plu/30014_PLU_20171013.zip",
    "PLU de la commune 30014 (2017)",
    "Le plan local d’urbanisme d’une commune du Gard, avec toutes ses tables.",
  ),
  cnig(
    "plu/41175_PLU_20140603.zip",
    "PLU de la commune 41175 (2014)",
    "Le plan local d’urbanisme d’une commune de Loir-et-Cher, avec toutes ses tables.",
  ),
  cnig("plu/50545_CC_20140101.zip", "Carte communale 50545 (2014)", "La carte communale d’une commune de la Manche."),
  {
    file: "admin/communes-france-2018.fgb",
    community: "agglomeration",
    portals: ["urbanisme"],
    sharedWith: ["risques"],
    record: {
      title: "Communes de France (2018)",
      abstract: "Les 35 357 communes de France métropolitaine, contours simplifiés.",
      topic: "boundaries",
      keywords: ["communes", "limites administratives"],
      lineage: "IGN Admin Express COG 2018, simplifié par le projet france-geojson.",
      isShared: true,
    },
  },
  {
    file: "admin/DEPARTEMENT.shp",
    community: "agglomeration",
    portals: ["urbanisme"],
    record: {
      title: "Départements de France",
      abstract: "Les 96 départements de France métropolitaine.",
      topic: "boundaries",
      keywords: ["départements", "limites administratives"],
      lineage: "IGN, documentation de cartes.gouv.fr.",
      isShared: true,
    },
  },
  {
    file: "risques/pprm_38ddt20180002.gpkg",
    community: "observatory",
    portals: ["risques"],
    record: {
      title: "Plan de prévention des risques miniers (Isère)",
      abstract: "Zones réglementaires et zones d’aléa d’un plan de prévention des risques miniers de l’Isère.",
      topic: "hazards",
      keywords: ["PPRM", "risque minier", "plan de prévention"],
      lineage: "DDT de l’Isère, géostandard Risques du CNIG.",
    },
  },
  {
    file: "risques/PAC_034/N_PAC_RISQUES_S_034.shp",
    community: "observatory",
    portals: ["risques"],
    record: {
      title: "Zones inondables de l’Hérault (porter à connaissance)",
      abstract: "Les zones inondables portées à la connaissance des communes de l’Hérault.",
      topic: "hazards",
      keywords: ["inondation", "porter à connaissance"],
      lineage: "DDTM de l’Hérault, géostandard Risques du CNIG.",
    },
  },
  {
    file: "risques/TRI_JTEST_TOPO_SIG_DI.zip",
    community: "observatory",
    portals: ["risques"],
    record: {
      title: "Territoire à risque important d’inondation (essai)",
      abstract:
        "Une livraison complète de la directive Inondation : emprises et hauteurs d’eau de trois crues. Données d’essai, sans valeur.",
      topic: "hazards",
      keywords: ["inondation", "TRI", "directive Inondation"],
      lineage: "IGN, données d’essai du validateur, standard COVADIS.",
    },
  },
  {
    file: "risques/icpe_installations_bfc.csv",
    community: "observatory",
    portals: ["risques"],
    record: {
      title: "Installations classées de Bourgogne-Franche-Comté",
      abstract: "Les établissements classés pour la protection de l’environnement, leur régime et leur statut Seveso.",
      topic: "hazards",
      keywords: ["ICPE", "Seveso", "installations classées"],
      lineage: "Géorisques, extrait par l’IGN.",
    },
  },
];
