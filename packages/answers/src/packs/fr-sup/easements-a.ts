import type { Easement } from "./easement.ts";

/** Easements of nature, farming, heritage, defence and water. */
export const landEasements: readonly Easement[] = [
  [
    "A1",
    2,
    "Près d’une forêt publique : certaines constructions demandent une autorisation.",
    "Near a public forest: some buildings need an authorisation.",
  ],
  [
    "A2",
    2,
    "Conduite d’irrigation enterrée : laissez le passage, ne bâtissez pas dessus.",
    "Buried irrigation pipe: leave access, do not build over it.",
  ],
  ["A3", 2, "Canal : laissez passer l’entretien et gardez la berge libre.", "Canal: let maintenance through and keep the bank clear."],
  ["A4", 2, "Cours d’eau : laissez passer les agents et les engins sur la rive.", "Watercourse: let staff and machines pass on the bank."],
  [
    "A5",
    2,
    "Conduite publique d’eau ou d’égout : ni bâtiment ni arbre au-dessus.",
    "Public water main or sewer: no building and no tree over it.",
  ],
  ["A6", 2, "Laissez s’écouler les eaux de drainage.", "Let drainage water flow off."],
  ["A7", 4, "Forêt de protection : le sol doit rester boisé.", "Protection forest: the land must stay wooded."],
  [
    "A8",
    2,
    "Terrain de montagne ou dune à stabiliser : usages et coupes y sont limités.",
    "Mountain land or dune to be stabilised: uses and felling are limited.",
  ],
  [
    "A9",
    3,
    "Zone agricole protégée : changer l’usage agricole demande un avis.",
    "Protected agricultural area: changing the farming use needs an opinion.",
  ],
  ["A10", 4, "Plateau de Saclay : zone où l’on n’urbanise pas.", "Saclay plateau: area where no development is allowed."],
  [
    "AC1",
    3,
    "Monument historique ou ses abords : les travaux demandent un accord.",
    "Historic monument or its surroundings: works need an approval.",
  ],
  [
    "AC2",
    2,
    "Site protégé : les travaux se déclarent, et l’architecte des Bâtiments de France donne son avis.",
    "Protected site: works must be declared, and the State’s heritage architect gives an opinion.",
  ],
  [
    "AC3",
    4,
    "Réserve naturelle : toute modification demande une autorisation spéciale.",
    "Nature reserve: each change needs a special authorisation.",
  ],
  [
    "AC4",
    3,
    "Site patrimonial remarquable : les travaux extérieurs demandent l’accord de l’architecte des Bâtiments de France.",
    "Outstanding heritage site: outside works need the approval of the State’s heritage architect.",
  ],
  [
    "AC4bis",
    3,
    "Plan de valorisation du patrimoine : ses règles s’ajoutent à celles du plan local.",
    "Heritage enhancement plan: its rules are added to those of the local plan.",
  ],
  ["AR1", 2, "Vue d’un sémaphore : la hauteur est limitée.", "View of a signal station: height is limited."],
  ["AR2", 2, "Vue d’un poste de défense côtière : la hauteur est limitée.", "View of a coastal defence post: height is limited."],
  [
    "AR3",
    3,
    "Dépôt d’explosifs : construire est interdit ou demande un accord, selon la distance.",
    "Explosives depot: building is forbidden or needs an approval, depending on the distance.",
  ],
  ["AR4", 2, "Aérodrome militaire : les hauteurs sont limitées.", "Military aerodrome: heights are limited."],
  ["AR5", 3, "Ouvrage militaire : une bande d’isolement limite les constructions.", "Military works: an isolation strip limits building."],
  ["AR6", 2, "Champ de tir : l’accès et les constructions sont limités.", "Firing range: access and building are limited."],
  [
    "AS1",
    2,
    "Captage d’eau potable : travaux et rejets sont réglementés.",
    "Drinking water catchment: works and discharges are regulated.",
  ],
  ["AS2", 2, "Élevage de coquillages : rejets et dépôts sont limités.", "Shellfish farm: discharges and deposits are limited."],
];
