import type { Level, Rule } from "../rule.ts";
import { both, has, law, ruleOf } from "../rule-writer.ts";
import type { BothLanguages } from "../texts.ts";
import { PLANNING_CODE } from "./laws.ts";

interface More {
  articles?: string[];
  consequence?: BothLanguages;
  isFavourable?: true;
  udap?: true;
}

const askHeritage = {
  text: both("Demandez avant de couper, d’agrandir ou de démolir.", "Ask before you fell, extend or demolish."),
  authority: "mairie",
};

/** A rule for a family of prescriptions (`05`), or for some of its subtypes (`05-07`). */
function prescription(code: string, level: Level, fr: string, en: string, { articles, consequence, isFavourable, udap }: More = {}): Rule {
  const [family = "", ...subtypes] = code.split("-");
  return ruleOf({
    key: `psc-${code}`,
    when: has({ TYPEPSC: family, ...(subtypes.length === 0 ? {} : { STYPEPSC: subtypes.length === 1 ? (subtypes[0] ?? "") : subtypes }) }),
    level,
    legalEffect: "binding",
    says: both(fr, en),
    ...(consequence ? { consequence } : {}),
    ...(isFavourable ? { isFavourable } : {}),
    ...(udap ? { advice: [askHeritage] } : {}),
    provisions: articles ? [law(PLANNING_CODE, ...articles)] : [],
    examples: [{ attributes: { TYPEPSC: family, STYPEPSC: subtypes[0] ?? "00", LIBELLE: "ER 12" }, level }],
  });
}

const canForcePurchase = both(
  "Le propriétaire peut mettre la collectivité en demeure d’acheter le terrain.",
  "The owner can require the public body to buy the land.",
);

const prohibited: Rule[] = [
  prescription(
    "01",
    4,
    "Espace boisé classé : on ne peut pas défricher, et les coupes d’arbres se déclarent.",
    "Protected woodland: it must stay wooded, and felling must be declared.",
    { articles: ["L113-1", "L113-2"] },
  ),
  prescription(
    "02-01",
    4,
    "On ne construit pas ici : un risque, l’environnement ou l’intérêt général l’interdit. {label}",
    "No building here: a risk, the environment or the public interest forbids it. {label}",
  ),
  prescription(
    "03-01",
    4,
    "Un bâtiment détruit par un sinistre ne peut pas être reconstruit à l’identique.",
    "A building destroyed by an accident cannot be rebuilt as it was.",
  ),
  prescription("03-02", 4, "Restaurer un bâtiment en ruine est interdit.", "Restoring a ruined building is forbidden."),
  prescription(
    "03-03",
    4,
    "Reconstruire à l’identique un bâtiment démoli est interdit.",
    "Rebuilding a demolished building as it was is forbidden.",
  ),
  prescription(
    "05",
    4,
    "Emplacement réservé : {label}. On n’y construit rien d’autre.",
    "Land reserved for a public project: {label}. Nothing else can be built on it.",
    {
      articles: ["L152-2"],
      consequence: canForcePurchase,
    },
  ),
  prescription(
    "05-07",
    4,
    "Secteur en attente d’un projet d’ensemble : les constructions y sont bloquées, cinq ans au plus.",
    "Area that waits for an overall project: building is blocked, for five years at most.",
    { articles: ["L152-2"], consequence: canForcePurchase },
  ),
  prescription(
    "08",
    4,
    "Terrain cultivé ou non bâti à protéger : on n’y construit pas.",
    "Cultivated or open land to be protected: no building on it.",
  ),
  prescription(
    "31",
    4,
    "Espace remarquable du littoral : seuls des aménagements légers sont possibles.",
    "Outstanding coastal area: only light facilities are possible.",
  ),
  prescription(
    "54-01",
    4,
    "Zone que la mer peut atteindre d’ici 30 ans : les constructions nouvelles sont en principe interdites.",
    "Area that the sea may reach within 30 years: new buildings are in principle forbidden.",
  ),
];

const strong: Rule[] = [
  prescription(
    "02",
    3,
    "La construction est limitée pour un risque, l’environnement ou l’intérêt général. {label}",
    "Building is limited because of a risk, the environment or the public interest. {label}",
  ),
  prescription(
    "05-05",
    3,
    "Emplacement réservé à des logements : {label}. Un projet doit respecter ce programme.",
    "Land reserved for housing: {label}. A project must follow this programme.",
    { articles: ["L152-2"], consequence: canForcePurchase },
  ),
  prescription(
    "07",
    3,
    "Patrimoine ou paysage protégé : {label}. Les travaux qui le modifient se déclarent, et la démolition demande un permis.",
    "Protected heritage or landscape: {label}. Works that change it must be declared, and demolition needs a permit.",
    { udap: true },
  ),
  prescription(
    "07-03-05",
    3,
    "Bois protégé : {label}. Les coupes d’arbres se déclarent.",
    "Protected trees: {label}. Felling must be declared.",
    { udap: true },
  ),
  prescription(
    "14",
    3,
    "Un plan en trois dimensions fixe où et comment construire.",
    "A three-dimensional plan sets where and how to build.",
  ),
  prescription(
    "16",
    3,
    "Zone agricole ou naturelle : une exception est prévue. {label}",
    "Agricultural or natural zone: an exception is provided. {label}",
  ),
  prescription(
    "17",
    3,
    "Un programme de logements doit comprendre des logements sociaux ou intermédiaires. {label}",
    "A housing project must include social or intermediate housing. {label}",
  ),
  prescription(
    "18",
    3,
    "Orientation d’aménagement : {label}. Un projet doit être compatible avec elle.",
    "Development guideline: {label}. A project must be compatible with it.",
  ),
  prescription(
    "18-01",
    3,
    "Orientation d’aménagement qui remplace le règlement : {label}. Un projet doit être compatible avec elle.",
    "Development guideline that replaces the zone’s rules: {label}. A project must be compatible with it.",
  ),
  prescription(
    "23",
    3,
    "Une part des logements doit avoir une taille minimale. {label}",
    "A share of the dwellings must have a minimum size. {label}",
  ),
  prescription(
    "25",
    3,
    "Continuité écologique : le projet doit laisser passer la faune et garder la végétation.",
    "Ecological corridor: the project must let wildlife pass and keep the vegetation.",
  ),
  prescription(
    "32",
    3,
    "Plan d’eau de montagne : la protection de ses rives ne s’applique pas ici.",
    "Mountain lake: the protection of its shores does not apply here.",
  ),
  prescription(
    "33",
    3,
    "Rive d’un plan d’eau de montagne : une exception à sa protection est prévue ici.",
    "Shore of a mountain lake: an exception to its protection is provided here.",
  ),
  prescription("34", 3, "Paysage ou milieu de montagne à préserver.", "Mountain landscape or habitat to be preserved."),
  prescription(
    "35",
    3,
    "Terres nécessaires à l’agriculture et à la forêt de montagne : elles sont à préserver.",
    "Land that mountain farming and forestry need: it must be preserved.",
  ),
  prescription("36", 3, "Plusieurs usages doivent être réunis ici. {label}", "Several uses must be combined here. {label}"),
  prescription(
    "37",
    3,
    "Le rez-de-chaussée a d’autres règles que les étages. {label}",
    "The ground floor has other rules than the upper floors. {label}",
  ),
  prescription(
    "37-01",
    3,
    "Le rez-de-chaussée a des règles propres, à cause du risque d’inondation.",
    "The ground floor has rules of its own, because of the flood risk.",
  ),
  prescription(
    "42",
    3,
    "Une part du terrain doit rester favorable à la nature : {label}",
    "A share of the land must stay favourable to nature: {label}",
  ),
  prescription("46", 3, "Bois ancien où la construction suit des règles propres.", "Old woodland where building follows rules of its own."),
  prescription(
    "49",
    3,
    "On construit ici par un projet d’ensemble, ou quand les équipements de la zone sont réalisés.",
    "Building here takes an overall project, or the facilities of the zone first.",
  ),
  prescription("50", 3, "Certains usages sont interdits ici : {label}", "Some uses are forbidden here: {label}"),
  prescription(
    "54",
    3,
    "Zone que la mer peut atteindre : les constructions y sont limitées.",
    "Area that the sea may reach: building is limited.",
  ),
  prescription(
    "54-02",
    3,
    "Zone que la mer peut atteindre entre 30 et 100 ans : une construction nouvelle devra pouvoir être démolie.",
    "Area that the sea may reach between 30 and 100 years: a new building must be removable later.",
  ),
  prescription(
    "55-02",
    3,
    "Les installations d’énergie renouvelable sont exclues ici, sauf celles des toitures ou de l’autoconsommation.",
    "Renewable energy installations are excluded here, except on roofs or for one’s own use.",
  ),
  prescription(
    "56",
    3,
    "Les logements nouveaux ne peuvent être que des résidences principales.",
    "New dwellings can only be main residences.",
    { articles: ["L151-14-1"] },
  ),
];

/** The prescriptions that forbid or strongly limit. */
export const severePrescriptions: readonly Rule[] = [...prohibited, ...strong];

/** The prescriptions that set how to build, open a right, or only inform. */
export const milderPrescriptions: readonly Rule[] = [
  prescription(
    "03",
    2,
    "Des règles propres valent pour démolir ou reconstruire. {label}",
    "Rules of their own apply to demolition and rebuilding. {label}",
  ),
  prescription(
    "04",
    2,
    "Règles de stationnement particulières, à cause des transports en commun.",
    "Parking rules of their own, because of public transport.",
  ),
  prescription("15", 2, "La position des constructions est réglée : {label}", "The position of buildings is set: {label}"),
  prescription(
    "16-03",
    2,
    "Secteur où quelques constructions sont permises en zone agricole ou naturelle : {label}",
    "Sector where some building is allowed in an agricultural or natural zone: {label}",
    { isFavourable: true },
  ),
  prescription(
    "19",
    2,
    "Secteur protégé pour la richesse de son sol ou de son sous-sol.",
    "Area protected for the riches of its soil or subsoil.",
  ),
  prescription(
    "20",
    2,
    "Les droits à construire peuvent être regroupés sur une partie de la zone naturelle.",
    "Building rights can be brought together on a part of the natural zone.",
  ),
  prescription(
    "22",
    2,
    "Commerces à protéger ou à développer : un rez-de-chaussée peut devoir garder son commerce.",
    "Shops to be protected or developed: a ground floor may have to keep its shop.",
  ),
  prescription(
    "24",
    2,
    "Voie ou chemin à conserver, à modifier ou à créer : {label}",
    "Road or path to be kept, changed or created: {label}",
  ),
  prescription("26", 2, "Les constructions doivent être plus économes en énergie. {label}", "Buildings must use less energy. {label}"),
  prescription(
    "27",
    2,
    "Les constructions doivent pouvoir être reliées au réseau numérique.",
    "Buildings must be ready for the digital network.",
  ),
  prescription("28", 2, "Conditions d’accès au terrain : {label}", "Conditions of access to the land: {label}"),
  prescription("29", 2, "Il faut construire au moins une certaine densité. {label}", "A minimum density must be built. {label}"),
  prescription("38", 2, "L’emprise des constructions au sol est réglée : {label}", "The footprint of buildings is set: {label}"),
  prescription("38-01", 2, "Emprise au sol minimale : {label}", "Minimum footprint: {label}"),
  prescription("38-02", 2, "Emprise au sol maximale : {label}", "Maximum footprint: {label}"),
  prescription("39", 2, "La hauteur des constructions est réglée : {label}", "The height of buildings is set: {label}"),
  prescription("39-01", 2, "Hauteur minimale : {label}", "Minimum height: {label}"),
  prescription("39-02", 2, "Hauteur maximale : {label}", "Maximum height: {label}"),
  prescription("40", 2, "Le volume des constructions est réglé : {label}", "The volume of buildings is set: {label}"),
  prescription("41", 2, "L’aspect extérieur est réglé : {label}", "The outside appearance is set: {label}"),
  prescription(
    "43",
    2,
    "Un projet doit réaliser des espaces libres, des plantations ou des aires de jeux.",
    "A project must create open space, planting or playgrounds.",
  ),
  prescription("44", 2, "Le stationnement est réglé : {label}", "Parking is set: {label}"),
  prescription("45", 2, "La surface de plancher à construire est fixée. {label}", "The floor area that can be built is fixed. {label}"),
  prescription("47", 2, "Conditions de raccordement aux réseaux : {label}", "Conditions of connection to the networks: {label}"),
  prescription(
    "48",
    2,
    "Le projet doit laisser l’eau de pluie s’infiltrer ou la retenir. {label}",
    "The project must let rainwater soak in, or hold it back. {label}",
  ),
  prescription("51", 2, "Certains usages sont permis sous conditions : {label}", "Some uses are allowed on conditions: {label}"),
  prescription("52", 2, "Équipements logistiques à préserver ou à développer.", "Logistics facilities to be kept or developed."),
  prescription(
    "53",
    2,
    "Le long de la grande route, on peut construire plus près que la règle nationale.",
    "Along the main road, building is allowed closer than the national rule.",
  ),
  prescription("13", 1, "Zone aménagée pour le ski.", "Area equipped for skiing.", { isFavourable: true }),
  prescription(
    "30",
    1,
    "On peut construire plus que la règle ordinaire. {label}",
    "More can be built than the ordinary rule allows. {label}",
    { isFavourable: true },
  ),
  prescription(
    "55",
    1,
    "Les installations d’énergie renouvelable sont prévues ici, sous conditions.",
    "Renewable energy installations are planned here, on conditions.",
    { isFavourable: true },
  ),
  prescription(
    "97",
    0,
    "Une pièce écrite du document vaut pour ce secteur : {label}",
    "A written part of the document applies to this area: {label}",
  ),
  prescription("99", 0, "Autre règle du document : {label}", "Another rule of the document: {label}"),
];
