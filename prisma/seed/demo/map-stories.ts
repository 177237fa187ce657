import type { Localized } from "@archipel/contracts/text.ts";

/** What a demo map shows. `at`: zoom, latitude, longitude, as addresses write them. `on`: layers by name, top first, with their opacity. */
export interface DemoView {
  at: readonly [zoom: number, lat: number, lon: number];
  on: readonly (string | readonly [name: string, opacity: number])[];
  marked?: string;
}

interface DemoMap {
  title: Localized;
  text: Localized;
  view: DemoView;
  /** Makes it a story. */
  chapters?: readonly { title: Localized; text: Localized; view: DemoView }[];
}

const PORT: DemoView["at"] = [14.2, 46.4928, -5.2497];

const plan: DemoMap[] = [
  {
    title: { fr: "Bois et emplacements réservés", en: "Woods and reserved sites" },
    text: {
      fr: "Le zonage, éclairci pour laisser voir les **communes** dessous. Les prescriptions surfaciques restent au-dessus : espaces boisés, emplacements réservés.",
      en: "The zoning, lightened so that the **communes** show below. The area prescriptions stay on top: woods, reserved sites.",
    },
    view: { at: [12.4, 46.53, -5.23], on: ["prescription_surf", ["zone_urba", 0.55], "commune"] },
  },
  {
    title: { fr: "Ormelune, commune du sud", en: "Ormelune, in the south" },
    text: {
      fr: "Le bourg et ses hameaux, avec le plan local d’urbanisme.\n\n- Les **zones U** sont déjà bâties.\n- Les **zones AU** attendent un projet.\n- Cliquez sur une parcelle pour lire ce qui s’y applique.",
      en: "The village and its hamlets, with the local plan.\n\n- **U zones** are built up.\n- **AU zones** wait for a project.\n- Click a plot to read what applies to it.",
    },
    view: { at: [13.6, 46.345, -5.3267], on: ["zone_urba", "parcelle"], marked: "Ormelune" },
  },
  {
    title: { fr: "Lire le plan en cinq étapes", en: "Read the plan in five steps" },
    text: {
      fr: "Un plan local d’urbanisme se lit du plus large au plus précis. Ce récit part de l’archipel et s’arrête devant une parcelle.",
      en: "A local plan is read from the widest view to the closest. This story starts with the archipelago and ends at a plot.",
    },
    view: { at: [10.4, 46.45, -5.23], on: ["commune"] },
    chapters: [
      {
        title: { fr: "Neuf communes, un seul plan", en: "Nine communes, one plan" },
        text: {
          fr: "Les neuf communes des Brélandes partagent le même règlement. Leurs limites suivent les crêtes et les estuaires.\n\n*Ce territoire est inventé : il montre ce que le portail sait faire.*",
          en: "The nine communes of the Brélandes share the same rules. Their limits follow ridges and estuaries.\n\n*This territory is invented: it shows what the portal can do.*",
        },
        view: { at: [10.4, 46.45, -5.23], on: ["commune"] },
      },
      {
        title: { fr: "Le zonage", en: "The zoning" },
        text: {
          fr: "Chaque couleur est une famille de zones : **U** pour la ville, **AU** pour ce qui pourra l’être, **A** pour les champs, **N** pour la nature.",
          en: "Each colour is a family of zones: **U** for the town, **AU** for what may become one, **A** for fields, **N** for nature.",
        },
        view: { at: [12.6, 46.4928, -5.2497], on: ["zone_urba", "commune"] },
      },
      {
        title: { fr: "Port-Brélan de près", en: "Port-Brélan up close" },
        text: {
          fr: "La ville principale. Les parcelles apparaissent sous le zonage, allégé pour les laisser voir.",
          en: "The main town. Plots appear below the zoning, which is lightened to let them show.",
        },
        view: { at: PORT, on: [["zone_urba", 0.6], "parcelle"] },
      },
      {
        title: { fr: "Ce que le plan ajoute", en: "What the plan adds" },
        text: {
          fr: "Les prescriptions complètent les zones : un arbre à garder, un alignement à respecter, un emplacement réservé à un équipement.",
          en: "Prescriptions complete the zones: a tree to keep, a building line to follow, a site that is reserved for a public building.",
        },
        view: {
          at: [14.6, 46.4928, -5.2497],
          on: ["prescription_pct", "prescription_lin", "prescription_surf", ["zone_urba", 0.45], "parcelle"],
        },
      },
      {
        title: { fr: "Et chez vous ?", en: "And at your place?" },
        text: {
          fr: "Ouvrez la carte, cherchez votre adresse : le portail dit quelle zone s’applique, et [l’aide](https://example.org/aide) explique les mots.",
          en: "Open the map and look for your address: the portal says which zone applies, and [the help](https://example.org/help) explains the words.",
        },
        view: { at: [16, 46.4928, -5.2497], on: [["zone_urba", 0.5], "parcelle"], marked: "Port-Brélan" },
      },
    ],
  },
];

const hazards: DemoMap[] = [
  {
    title: { fr: "Installations classées autour de Port-Brélan", en: "Classified sites around Port-Brélan" },
    text: {
      fr: "Les installations soumises à autorisation, et les communes qui les accueillent.",
      en: "The sites that need a permit, and the communes where they are.",
    },
    view: { at: [12.8, 46.4928, -5.2497], on: ["installation_classee", "commune"] },
  },
  {
    title: { fr: "La mer peut monter", en: "The sea may rise" },
    text: {
      fr: "L’aléa de **submersion marine** de référence, sur les parcelles de la côte sud.",
      en: "The reference hazard of **coastal flooding**, on the plots of the southern coast.",
    },
    view: { at: [12.4, 46.3347, -5.2765], on: ["alea_submersion", "cours_d_eau"] },
  },
  {
    title: { fr: "Une crue, quatre lieux", en: "One flood, four places" },
    text: {
      fr: "D’où vient l’eau, où elle déborde, ce qu’elle atteint, et ce que le plan de prévention demande.",
      en: "Where the water comes from, where it overflows, what it reaches, and what the prevention plan asks for.",
    },
    view: { at: [11.2, 46.5, -5.25], on: ["cours_d_eau"] },
    chapters: [
      {
        title: { fr: "Les rivières", en: "The rivers" },
        text: {
          fr: "Les cours d’eau descendent du Signal de Morvec (141 m) vers les deux côtes. Leur pente est forte : l’eau monte **vite**.",
          en: "The streams come down from the Signal de Morvec (141 m) to both coasts. They are steep: the water rises **fast**.",
        },
        view: { at: [11.6, 46.5179, -5.2701], on: ["cours_d_eau", "commune"], marked: "Signal de Morvec" },
      },
      {
        title: { fr: "Où l’eau déborde", en: "Where the water overflows" },
        text: {
          fr: "Les hauteurs d’eau d’une crue centennale. Plus la couleur est soutenue, plus l’eau est profonde.",
          en: "The depths of a hundred-year flood. The stronger the colour, the deeper the water.",
        },
        view: { at: [14.4, 46.529, -5.3], on: ["alea_inondation", "cours_d_eau"] },
      },
      {
        title: { fr: "Ce qu’elle atteint", en: "What it reaches" },
        text: {
          fr: "Les parcelles concernées à Port-Brélan. Une adresse suffit pour connaître son niveau d’aléa.",
          en: "The plots concerned in Port-Brélan. An address is enough to know its hazard level.",
        },
        view: { at: PORT, on: [["alea_inondation", 0.7], "cours_d_eau", "parcelle"] },
      },
      {
        title: { fr: "Ce que demande le plan", en: "What the plan asks for" },
        text: {
          fr: "Le plan de prévention règle la construction :\n\n1. zone rouge : on ne construit pas ;\n2. zone bleue : on construit au-dessus de l’eau.",
          en: "The prevention plan rules on building:\n\n1. red zone: no building;\n2. blue zone: build above the water.",
        },
        view: { at: [13.6, 46.4928, -5.2497], on: [["ppr_zone_reglementaire", 0.8], "cours_d_eau", "commune"] },
      },
    ],
  },
];

const relief: DemoMap[] = [
  {
    title: { fr: "Les sommets des Brélandes", en: "The summits of the Brélandes" },
    text: {
      fr: "Six sommets dépassent 115 m. Le plus haut est le **Signal de Morvec**.",
      en: "Six summits exceed 115 m. The highest is the **Signal de Morvec**.",
    },
    view: { at: [12, 46.512, -5.24], on: ["point_cote", ["courbe_niveau", 0.8]], marked: "Signal de Morvec" },
  },
  {
    title: { fr: "Les blocs d’acquisition", en: "The acquisition blocks" },
    text: {
      fr: "Les survols, bloc par bloc, et les dalles de nuages de points qu’ils ont données.",
      en: "The flights, block by block, and the point cloud tiles that they gave.",
    },
    view: { at: [10.2, 46.45, -5.24], on: ["chantier_lidar", ["dalle_lidar", 0.5]] },
  },
  {
    title: { fr: "Du survol au relief", en: "From the flight to the ground" },
    text: { fr: "Comment un lidar aéroporté devient une carte du relief.", en: "How airborne lidar becomes a map of the ground." },
    view: { at: [10.2, 46.45, -5.24], on: ["chantier_lidar"] },
    chapters: [
      {
        title: { fr: "On vole", en: "Fly" },
        text: { fr: "Un avion couvre l’archipel en quelques blocs.", en: "A plane covers the archipelago in a few blocks." },
        view: { at: [10.2, 46.45, -5.24], on: ["chantier_lidar"] },
      },
      {
        title: { fr: "On découpe", en: "Cut" },
        text: {
          fr: "Les points sont rangés par dalles d’un kilomètre, à télécharger une à une.",
          en: "The points are stored in tiles of one kilometre, to download one by one.",
        },
        view: { at: [12.2, 46.5, -5.25], on: ["dalle_lidar"] },
      },
      {
        title: { fr: "On lit le relief", en: "Read the ground" },
        text: {
          fr: "Les courbes de niveau, tirées des points au sol, dessinent vallons et crêtes.",
          en: "Contour lines, made from the ground points, draw valleys and ridges.",
        },
        view: { at: [13.4, 46.5179, -5.2701], on: ["point_cote", "courbe_niveau", "cours_d_eau"], marked: "Signal de Morvec" },
      },
    ],
  },
];

/** The demo's maps and stories, by portal. Places and sentences are invented, like the territory. */
export const demoMaps: Readonly<Record<string, readonly DemoMap[]>> = { urbanisme: plan, risques: hazards, lidar: relief };
