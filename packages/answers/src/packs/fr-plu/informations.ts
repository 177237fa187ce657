import type { Level, Rule } from "../rule.ts";
import { both, has, ruleOf, sourceOf, themeOf } from "../rule-writer.ts";
import type { SourceRequirement } from "../source.ts";
import type { Theme } from "../theme.ts";

/** A rule for a family of informations (`04`), or for one of its subtypes (`42-01`). */
function information(code: string, level: Level, fr: string, en: string, authority?: string): Rule {
  const [family = "", subtype] = code.split("-");
  return ruleOf({
    key: `inf-${code}`,
    when: has({ TYPEINF: family, ...(subtype === undefined ? {} : { STYPEINF: subtype }) }),
    level,
    legalEffect: "information",
    says: both(fr, en),
    ...(authority === undefined ? {} : { authority }),
    examples: [{ attributes: { TYPEINF: family, STYPEINF: subtype ?? "00", LIBELLE: "Secteur 1" }, level }],
  });
}

const firstRefusal = [
  "En cas de vente, {authority} peut acheter en priorité.",
  "If the land is sold, {authority} can buy it first.",
] as const;

const attention: Rule[] = [
  information("03", 2, ...firstRefusal, "departement"),
  information("04", 2, ...firstRefusal),
  information("05", 2, ...firstRefusal),
  information("11", 2, "Diviser un terrain se déclare avant la vente.", "Dividing land must be declared before the sale."),
  information(
    "12",
    2,
    "Une réponse à un permis peut être reportée : un projet public est à l’étude ici.",
    "A decision on a permit can be deferred: a public project is being studied here.",
  ),
  information(
    "14",
    2,
    "Route ou voie ferrée bruyante : une construction nouvelle doit être isolée du bruit.",
    "Noisy road or railway: a new building must be insulated against noise.",
  ),
  information(
    "17",
    2,
    "Zone où les peintures peuvent contenir du plomb : faites un diagnostic.",
    "Area where paint may contain lead: have it tested.",
    "ars",
  ),
  information(
    "21",
    2,
    "Un plan de prévention des risques est en projet ici.",
    "A risk prevention plan is being prepared here.",
    "prefecture",
  ),
  information("25", 2, ...firstRefusal, "departement"),
  information(
    "27",
    2,
    "Bruit d’aérodrome : les logements peuvent être interdits ou devoir être isolés.",
    "Aerodrome noise: housing may be forbidden or need insulation.",
    "prefecture",
  ),
  information(
    "33",
    2,
    "En cas de vente d’un commerce ou d’un bail, {authority} peut acheter en priorité.",
    "If a shop or its lease is sold, {authority} can buy it first.",
  ),
  information(
    "38",
    2,
    "Sol qui peut être pollué : une étude de sol est obligatoire avant de construire.",
    "Soil that may be polluted: a soil study is compulsory before building.",
    "prefecture",
  ),
  information(
    "41",
    2,
    "Bord d’une grande route : hors des parties urbanisées, on ne construit pas dans cette bande.",
    "Edge of a main road: outside built-up areas, no building in this strip.",
  ),
  information("42", 2, "Certains travaux demandent ici une autorisation de plus.", "Some works need one more authorisation here."),
  information("42-01", 2, "Démolir demande un permis ici.", "Demolition needs a permit here."),
  information("42-02", 2, "Une clôture se déclare ici avant les travaux.", "A fence must be declared here before the works."),
  information(
    "42-03",
    2,
    "Un ravalement de façade se déclare ici avant les travaux.",
    "Works on a façade must be declared here before they begin.",
  ),
  information(
    "43",
    2,
    "Débroussaillement obligatoire : coupez la végétation autour des bâtiments, à vos frais.",
    "Brush must be cleared around buildings, at the owner’s cost.",
    "onf",
  ),
  information(
    "98",
    2,
    "La justice a annulé une partie du document ici : demandez à {authority} quelle règle vaut.",
    "A court has annulled a part of the document here: ask {authority} which rule applies.",
  ),
];

const notes: Rule[] = [
  information("02", 1, "Zone d’aménagement concerté : {label}", "Joint development zone: {label}"),
  information(
    "09",
    1,
    "Périmètre d’une mine ou d’un stockage souterrain : {label}",
    "Area of a mine or of an underground store: {label}",
    "prefecture",
  ),
  information("10", 1, "Zone où des carrières peuvent être ouvertes : {label}", "Area where quarries can be opened: {label}", "prefecture"),
  information(
    "16",
    1,
    "Site archéologique : des fouilles peuvent être demandées avant des travaux.",
    "Archaeological site: excavation may be required before works.",
  ),
  information("19", 1, "Eau, assainissement ou déchets : {label}", "Water, sewerage or waste: {label}"),
  information("20", 1, "La publicité et les enseignes sont réglementées.", "Advertising and shop signs are regulated."),
  information(
    "22",
    1,
    "Rive d’un plan d’eau de montagne : la construction y est limitée.",
    "Shore of a mountain lake: building is limited.",
  ),
  information(
    "23",
    1,
    "Une décision de l’État règle l’usage de ce secteur de montagne.",
    "A decision of the State regulates the use of this mountain area.",
    "prefecture",
  ),
  information(
    "30",
    1,
    "Projet urbain partenarial : un projet peut devoir payer une part des équipements.",
    "Partnership project: a project may have to pay a part of the facilities.",
  ),
  information(
    "31",
    1,
    "Certains matériaux ou panneaux solaires peuvent être refusés ici.",
    "Some materials or solar panels may be refused here.",
  ),
  information("32", 1, "La taxe d’aménagement a ici un taux particulier.", "The development tax has a special rate here."),
  information(
    "34",
    1,
    "Opération d’intérêt national : l’État délivre les autorisations.",
    "Operation of national interest: the State grants the permits.",
    "prefecture",
  ),
  information("36", 1, "Un schéma règle l’aménagement de la plage.", "A scheme regulates the development of the beach."),
  information("37", 1, "Bois ou forêt géré sous le contrôle de l’État.", "Wood or forest managed under State control.", "onf"),
  information(
    "39",
    1,
    "Des propriétaires sont invités à regrouper leurs terrains pour un projet.",
    "Owners are invited to pool their land for a project.",
  ),
  information("40", 1, "Bien du patrimoine mondial : {label}", "World Heritage property: {label}", "udap"),
  information("40-02", 1, "Abords d’un bien du patrimoine mondial : {label}", "Buffer zone of a World Heritage property: {label}", "udap"),
];

const plain: Rule[] = [
  information("00", 0, "Information du document : {label}", "Information of the document: {label}"),
  information(
    "07",
    0,
    "Secteur à raccorder en priorité à un réseau de chaleur ou de froid.",
    "Area to be connected first to a heating or cooling network.",
  ),
  information("08", 0, "Les plantations d’arbres sont réglementées ici.", "Planting trees is regulated here."),
  information("13", 0, "Ancien programme d’aménagement : {label}", "Former development programme: {label}"),
  information("35", 0, "Ancien secteur à densité minimale : {label}", "Former area of minimum density: {label}"),
  information("97", 0, "Une annexe du document vaut pour ce secteur : {label}", "An annex of the document applies to this area: {label}"),
  information("99", 0, "Information du document : {label}", "Information of the document: {label}"),
];

function table(key: string, name: string, lists: string[], role: SourceRequirement["role"], ringM?: number): SourceRequirement {
  return sourceOf({
    key,
    layers: { models: ["cnig-plu", "cnig-plui", "cnig-pos", "cnig-psmv", "cnig-cc"], tables: [name] },
    role,
    place: { on: "geometry", ...(ringM === undefined ? {} : { ringM }) },
    link: "plan-document",
    signs: [["TYPEINF", "STYPEINF"]],
    code: { lists: [...lists, "informations"], fields: ["TYPEINF", "STYPEINF"], articles: { columns: ["REFDEF"], law: "Article" } },
    label: ["LIBELLE", "TXT"],
    file: { name: "NOMFIC", url: "URLFIC" },
  });
}

/** What the annexes of a plan show for information. */
export const informationTheme: Theme = themeOf({
  id: "plu.informations",
  question: "build",
  family: "informations",
  order: 30,
  title: both("À savoir aussi", "Also to know"),
  intro: both(
    "Le plan montre ces secteurs pour information ; un autre texte en fait la règle.",
    "The plan shows these areas for information; another text makes the rule.",
  ),
  sentences: {
    none: both("Le plan ne montre pas d’autre information ici.", "The plan shows no other information here."),
    noData: both("Ce portail n’a pas les informations du plan ici.", "This portal does not have the information of the plan here."),
    failed: both(
      "Les informations du plan n’ont pas pu être vérifiées. Réessayez dans quelques minutes.",
      "The information of the plan could not be checked. Try again in a few minutes.",
    ),
  },
  heldBy: "mairie",
  sources: [
    table("areas", "INFO_SURF", ["informations-s"], "needed"),
    table("lines", "INFO_LIN", ["informations-l"], "extra"),
    table("points", "INFO_PCT", ["informations-p"], "extra", 2),
  ],
  rules: [...attention, ...notes, ...plain],
});
