import type { Level, Rule } from "../rule.ts";
import { both, has, law, ruleOf, sourceOf, themeOf } from "../rule-writer.ts";
import type { Test } from "../test.ts";
import type { BothLanguages } from "../texts.ts";
import type { Theme } from "../theme.ts";
import { PLANNING_CODE } from "./laws.ts";

const readTheRules = {
  text: both("Lisez le règlement de la zone avant tout projet.", "Read the rules of the zone before any project."),
  authority: "mairie",
};
const certificate = {
  text: both(
    "Demandez un certificat d’urbanisme : il dit par écrit ce qui est possible sur le terrain.",
    "Ask for a planning certificate: it says in writing what is possible on the land.",
  ),
  authority: "mairie",
  url: "https://www.service-public.gouv.fr/particuliers/vosdroits/F1633",
};

function zone(types: string[], level: Level, fr: string, en: string, provisions: Rule["provisions"], consequence?: BothLanguages): Rule {
  const [type = ""] = types;
  return ruleOf({
    key: `zone-${type}`,
    sources: ["zones"],
    when: types.length === 1 ? has({ TYPEZONE: type }) : has({ TYPEZONE: types }),
    level,
    legalEffect: "binding",
    says: both(fr, en),
    limit: { how: type === "U" || type === "AUc" ? "allowed" : type === "AUs" ? "forbidden" : "limited" },
    affirms: ["local-plan"],
    ...(consequence ? { consequence } : {}),
    advice: [readTheRules],
    provisions,
    examples: types.map((one) => ({ attributes: { TYPEZONE: one, LIBELLE: `${one}1` }, level, says: { fr: `${one}1`, en: `${one}1` } })),
  });
}

const zones: Rule[] = [
  zone(
    ["U"],
    1,
    "Zone urbaine {label} : on peut construire aux conditions du règlement.",
    "Urban zone {label}: building is allowed on the conditions of the rules.",
    [law(PLANNING_CODE, "R151-18")],
  ),
  zone(
    ["AUc"],
    2,
    "Zone à urbaniser {label}, ouverte : on peut construire aux conditions du règlement et des orientations d’aménagement.",
    "Zone to be developed {label}, open: building is allowed on the conditions of the rules and of the development guidelines.",
    [law(PLANNING_CODE, "R151-20")],
  ),
  zone(
    ["AUs"],
    4,
    "Zone à urbaniser {label}, fermée : on ne peut pas construire tant que le document n’est pas modifié ou révisé.",
    "Zone to be developed {label}, closed: no building until the document is changed or revised.",
    [law(PLANNING_CODE, "R151-20")],
  ),
  zone(
    ["A", "Ah"],
    3,
    "Zone agricole {label} : on ne construit presque que pour l’agriculture et les équipements collectifs.",
    "Agricultural zone {label}: building is mostly limited to farming and public facilities.",
    [law(PLANNING_CODE, "R151-22", "R151-23")],
    both(
      "Une maison qui existe peut parfois être agrandie, si le règlement le prévoit.",
      "An existing house can sometimes be extended, if the rules allow it.",
    ),
  ),
  zone(
    ["N", "Nh", "Nd"],
    3,
    "Zone naturelle ou forestière {label} : les constructions sont très limitées.",
    "Natural or forest zone {label}: building is very limited.",
    [law(PLANNING_CODE, "R151-24", "R151-25")],
    both(
      "Une maison qui existe peut parfois être agrandie, si le règlement le prévoit.",
      "An existing house can sometimes be extended, if the rules allow it.",
    ),
  ),
  ruleOf({
    key: "zone-expired",
    sources: ["zones", "sectors", "psmv"],
    when: [{ field: "@state", is: "eq", value: "09" }],
    priority: 100,
    level: 3,
    legalEffect: "binding",
    limit: { how: "limited" },
    says: both(
      "Le document d’urbanisme est caduc : le règlement national s’applique, et on construit en principe dans les parties déjà urbanisées.",
      "The planning document has lapsed: the national rules apply, and building is in principle limited to areas that are already built up.",
    ),
    advice: [certificate],
    provisions: [law(PLANNING_CODE, "L111-3", "L410-1")],
  }),
  ruleOf({
    key: "zone-psmv",
    sources: ["psmv"],
    when: [],
    level: 3,
    legalEffect: "binding",
    says: both(
      "Plan de sauvegarde du centre ancien, secteur {label} : ses règles remplacent celles du plan local, aussi pour l’intérieur des bâtiments protégés.",
      "Conservation plan of the old town, sector {label}: its rules replace those of the local plan, also inside protected buildings.",
    ),
    advice: [
      {
        text: both(
          "Parlez du projet à l’architecte des Bâtiments de France avant de déposer un dossier.",
          "Discuss the project with the State’s heritage architect before you file an application.",
        ),
        authority: "udap",
      },
    ],
    provisions: [law(PLANNING_CODE, "L313-1")],
    examples: [{ attributes: { TYPEZONE: "US", LIBELLE: "USS" }, level: 3, says: { fr: "USS" } }],
  }),
];

function sector(type: string, level: Level, fr: string, en: string): Rule {
  return ruleOf({
    key: `sector-${type}`,
    sources: ["sectors"],
    when: has({ TYPESECT: type }),
    level,
    legalEffect: "binding",
    limit: { how: type === "03" ? "forbidden" : type === "99" ? "limited" : "allowed" },
    // Outside its sectors the national rules apply, as where there is no plan.
    ...(type === "99" ? {} : { affirms: ["local-plan"] }),
    says: both(fr, en),
    advice: [certificate],
    provisions: [law(PLANNING_CODE, "L161-4", "R161-4")],
    examples: [{ attributes: { TYPESECT: type, LIBELLE: "ZC" }, level }],
  });
}

const sectors: Rule[] = [
  sector("01", 1, "Carte communale : secteur où l’on peut construire.", "Municipal map: a sector where building is allowed."),
  sector(
    "02",
    2,
    "Carte communale : secteur où l’on peut construire, réservé aux activités.",
    "Municipal map: a sector where building is allowed, reserved for business.",
  ),
  sector(
    "03",
    4,
    "Carte communale : secteur où l’on ne construit pas, sauf les exceptions que la loi prévoit.",
    "Municipal map: a sector where building is not allowed, with the exceptions of the law.",
  ),
  sector(
    "99",
    3,
    "Hors de la carte communale : le règlement national s’applique, et on construit en principe dans les parties déjà urbanisées.",
    "Outside the municipal map: the national rules apply, and building is in principle limited to areas that are already built up.",
  ),
];

const isRnu: Test = { field: "is_rnu", is: "in", values: ["true", "True", "TRUE", "t", "1", "oui"] };
const rnu = ruleOf({
  key: "rnu",
  sources: ["rnu"],
  when: [isRnu],
  level: 3,
  legalEffect: "binding",
  limit: { how: "limited" },
  denies: ["local-plan"],
  says: both(
    "La commune n’a pas de plan local : on construit en principe dans les parties déjà urbanisées, selon le règlement national.",
    "The municipality has no local plan: building is in principle limited to areas that are already built up, under the national rules.",
  ),
  advice: [certificate],
  provisions: [law(PLANNING_CODE, "L111-3", "L410-1")],
  examples: [{ attributes: { is_rnu: true }, level: 3, says: { fr: "parties déjà urbanisées" } }],
});

function uses(key: string, field: string, level: Level, fr: string, en: string): Rule {
  return ruleOf({
    key,
    facet: key,
    sources: ["zones", "psmv"],
    when: [{ field, is: "exists" }],
    level,
    legalEffect: "binding",
    says: both(fr, en),
    labelFrom: { field, list: "destinations" },
    provisions: [law(PLANNING_CODE, "R151-27", "R151-28")],
    examples: [
      {
        attributes: { TYPEZONE: "U", LIBELLE: "UA", [field]: "21-31" },
        level,
        says: { fr: "logement, artisanat et commerce de détail", en: "dwellings, crafts and retail" },
      },
    ],
  });
}

const permitted: Rule[] = [
  uses("uses-allowed", "DESTOUI", 0, "Usages autorisés : {label}.", "Allowed uses: {label}."),
  uses("uses-conditional", "DESTCDT", 1, "Usages autorisés sous conditions : {label}.", "Uses allowed on conditions: {label}."),
  uses("uses-forbidden", "DESTNON", 2, "Usages interdits : {label}.", "Forbidden uses: {label}."),
];

function purpose(field: string, list: string, sources: string[], code: string, fr: string): Rule {
  return ruleOf({
    key: `purpose-${field}`,
    facet: "purpose",
    sources,
    when: [{ field, is: "exists" }],
    level: 0,
    legalEffect: "information",
    says: both(
      "Vocation principale de la zone : {label}. C’est une indication, pas une autorisation.",
      "Main purpose of the zone: {label}. This is an indication, not a permission.",
    ),
    labelFrom: { field, list },
    examples: [{ attributes: { TYPEZONE: "U", LIBELLE: "UA", TYPESECT: "01", [field]: code }, level: 0, says: { fr } }],
  });
}

/** In which zone a place is, and what can be built there. */
export const zoneTheme: Theme = themeOf({
  id: "plu.zone",
  question: "build",
  family: "zone",
  order: 10,
  title: both("Zone du plan d’urbanisme", "Zone of the planning document"),
  sentences: {
    none: both("Le document d’urbanisme ne dessine pas de zone ici.", "The planning document draws no zone here."),
    noData: both("Ce portail n’a pas de plan d’urbanisme ici.", "This portal has no planning document here."),
    failed: both(
      "La zone n’a pas pu être vérifiée. Réessayez dans quelques minutes.",
      "The zone could not be checked. Try again in a few minutes.",
    ),
  },
  heldBy: "mairie",
  terms: ["plu", "rnu", "carte-communale"],
  statuses: { "09": "replaced" },
  isDivision: true,
  oneFor: [],
  sources: [
    sourceOf({
      key: "psmv",
      layers: { models: ["cnig-psmv"], tables: ["ZONE_URBA"] },
      role: "alternative",
      link: "plan-document",
      code: { lists: ["ListeTypezonePSMV", "zone-types"], fields: ["TYPEZONE"] },
      label: ["LIBELLE", "LIBELONG"],
      file: { name: "NOMFIC", url: "URLFIC" },
    }),
    sourceOf({
      key: "zones",
      signs: [["TYPEZONE", "IDURBA"]],
      layers: { models: ["cnig-plu", "cnig-plui", "cnig-pos"], tables: ["ZONE_URBA"] },
      role: "alternative",
      link: "plan-document",
      code: { lists: ["zone-types"], fields: ["TYPEZONE"] },
      label: ["LIBELLE", "LIBELONG"],
      file: { name: "NOMFIC", url: "URLFIC" },
    }),
    sourceOf({
      key: "sectors",
      signs: [["TYPESECT", "IDURBA"]],
      layers: { models: ["cnig-cc"], tables: ["SECTEUR_CC"] },
      role: "alternative",
      link: "plan-document",
      code: { lists: ["sector-types"], fields: ["TYPESECT"] },
      label: ["LIBELLE", "LIBELONG"],
      file: { name: "NOMFIC", url: "URLFIC" },
    }),
    sourceOf({
      key: "rnu",
      layers: { tag: "rnu" },
      role: "extra",
      signs: [["is_rnu"]],
      only: [isRnu],
    }),
  ],
  rules: [
    ...zones,
    ...sectors,
    rnu,
    ...permitted,
    purpose("FORMDOMI", "dominant-forms", ["zones", "psmv"], "0101", "centre-ville"),
    purpose("DESTDOMI", "old-purposes", ["zones", "sectors"], "01", "habitat"),
  ],
});
