import type { ReportField } from "@archipel/contracts/reports.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import type { DemoCommunity } from "./communities.ts";

/** Reports of the invented archipelago: themes with their forms, and plausible texts. */
export interface DemoTheme {
  community: DemoCommunity;
  portal: string;
  name: Localized;
  help: Localized;
  fields: ReportField[];
  values: Record<string, string | number | boolean>;
  stories: string[];
}

const field = (
  name: string,
  type: ReportField["type"],
  label: Localized,
  options: [string, Localized][] = [],
  isMandatory = false,
): ReportField => ({ name, type, label, help: {}, isMandatory, options: options.map(([value, words]) => ({ value, label: words })) });

export const demoThemes: DemoTheme[] = [
  {
    community: "agglomeration",
    portal: "urbanisme",
    name: { fr: "Zonage erroné", en: "Wrong zoning" },
    help: { fr: "La zone affichée n’est pas celle du règlement.", en: "The zone shown is not the one of the regulations." },
    fields: [
      field("zone", "text", { fr: "Zone attendue", en: "Expected zone" }, [], true),
      field("source", "list", { fr: "D’après", en: "According to" }, [
        ["reglement", { fr: "Le règlement", en: "The regulations" }],
        ["terrain", { fr: "Le terrain", en: "The ground" }],
      ]),
    ],
    values: { zone: "UB", source: "reglement" },
    stories: [
      "La parcelle est affichée en zone A alors que le règlement la classe en UB depuis la dernière révision.",
      "La limite entre la zone naturelle et la zone urbaine coupe ma maison en deux.",
      "L’emplacement réservé pour le chemin côtier n’apparaît pas ici.",
      "Le lotissement est construit, mais la carte le montre encore en zone à urbaniser.",
      "L’espace boisé classé déborde sur la cour de l’école.",
      "Zone artisanale affichée sur le jardin public.",
    ],
  },
  {
    community: "agglomeration",
    portal: "urbanisme",
    name: { fr: "Document manquant", en: "Missing document" },
    help: { fr: "Une pièce du plan ne s’ouvre pas ou n’est pas là.", en: "A part of the plan does not open or is not there." },
    fields: [
      field(
        "piece",
        "list",
        { fr: "Pièce", en: "Document" },
        [
          ["reglement", { fr: "Règlement écrit", en: "Written regulations" }],
          ["orientation", { fr: "Orientation d’aménagement", en: "Development guideline" }],
          ["annexe", { fr: "Annexe", en: "Annex" }],
        ],
        true,
      ),
      field("urgent", "checkbox", { fr: "J’en ai besoin pour un dossier en cours", en: "I need it for a current application" }),
    ],
    values: { piece: "annexe", urgent: true },
    stories: [
      "L’annexe sur l’assainissement n’est pas accessible depuis la fiche.",
      "Le règlement de la zone du port renvoie à une page vide.",
      "L’orientation d’aménagement du bourg n’est pas jointe.",
      "Le plan des servitudes s’arrête à la limite de la commune voisine.",
      "Il manque la légende du plan de prévention.",
    ],
  },
  {
    community: "agglomeration",
    portal: "urbanisme",
    name: { fr: "Adresse ou voie", en: "Address or street" },
    help: {},
    fields: [field("vu", "date", { fr: "Constaté le", en: "Seen on" })],
    values: { vu: "2026-11-02" },
    stories: [
      "Le numéro 4 est placé de l’autre côté de la rue.",
      "La ruelle derrière la halle a changé de nom au printemps.",
      "Deux maisons portent le même numéro.",
      "Le chemin est devenu piéton, les livreurs s’y engagent encore.",
      "L’impasse n’a pas de plaque et n’est pas sur la carte.",
    ],
  },
  {
    community: "observatory",
    portal: "risques",
    name: { fr: "Inondation observée", en: "Flood seen" },
    help: { fr: "De l’eau là où il n’y en a pas d’habitude.", en: "Water where there is usually none." },
    fields: [
      field("jour", "date", { fr: "Jour", en: "Day" }, [], true),
      field("hauteur", "number", { fr: "Hauteur d’eau (cm)", en: "Depth of water (cm)" }),
      field("cause", "list", { fr: "Cause probable", en: "Probable cause" }, [
        ["riviere", { fr: "La rivière", en: "The river" }],
        ["mer", { fr: "La mer", en: "The sea" }],
        ["pluie", { fr: "La pluie", en: "The rain" }],
      ]),
    ],
    values: { jour: "2026-11-08", hauteur: 35, cause: "pluie" },
    stories: [
      "La route est sous l’eau au point bas, les voitures font demi-tour.",
      "Cave inondée pour la deuxième fois cette année.",
      "Le ruisseau a débordé dans le pré jusqu’à la clôture.",
      "L’eau est montée par les regards pendant l’orage.",
      "La digue laisse passer l’eau à marée haute.",
      "Parking du port recouvert ce matin.",
    ],
  },
  {
    community: "observatory",
    portal: "risques",
    name: { fr: "Glissement de terrain", en: "Landslide" },
    help: {},
    fields: [
      field("jour", "date", { fr: "Jour", en: "Day" }, [], true),
      field("menace", "checkbox", { fr: "Une habitation est menacée", en: "A home is threatened" }),
    ],
    values: { jour: "2026-10-27", menace: false },
    stories: [
      "Des pierres sont tombées du talus sur la chaussée.",
      "Une fissure s’ouvre le long du sentier de la falaise.",
      "Le mur de soutènement penche depuis les pluies.",
      "La berge s’est effondrée sur une dizaine de mètres.",
      "Un poteau s’incline, le terrain glisse autour.",
    ],
  },
  {
    community: "survey",
    portal: "lidar",
    name: { fr: "Bâtiment disparu", en: "Building gone" },
    help: {},
    fields: [field("annee", "number", { fr: "Année de démolition", en: "Year of demolition" })],
    values: { annee: 2025 },
    stories: [
      "Le hangar visible dans le nuage de points a été démoli.",
      "La serre n’existe plus, le terrain est nu.",
      "L’ancien château d’eau a été abattu.",
      "Le préau de l’école a été remplacé par un bâtiment plus haut.",
      "La grue du chantier a été levée comme un bâtiment.",
    ],
  },
  {
    community: "survey",
    portal: "lidar",
    name: { fr: "Erreur d’altitude", en: "Wrong height" },
    help: { fr: "Le relief ne correspond pas au terrain.", en: "The relief is not what the ground is." },
    fields: [field("ecart", "number", { fr: "Écart estimé (m)", en: "Estimated difference (m)" }, [], true)],
    values: { ecart: 1.5 },
    stories: [
      "Le pont est représenté comme un remblai.",
      "La carrière est plus profonde que ce que montre le modèle.",
      "Une marche de deux mètres traverse le champ, il est plat.",
      "La végétation n’a pas été retirée, la butte n’existe pas.",
      "La digue a été rehaussée depuis le levé.",
      "Trou inexistant au milieu du terrain de sport.",
    ],
  },
];
