import { authoritiesOf } from "../authorities.ts";
import { notTheStatementOfRisks } from "../disclaimers.ts";
import type { Pack } from "../pack.ts";
import { both, sourceOf, themeOf } from "../rule-writer.ts";
import type { BothLanguages } from "../texts.ts";
import type { Theme } from "../theme.ts";
import { preventionGlosses } from "./glosses.ts";
import { hazardList } from "./hazards.ts";
import { hazardRules, landRules, perimeterRule, planningRules } from "./rules.ts";

const layers = (...tables: string[]) => ({ models: ["cnig-ppr"], tables });
const link = "risk-procedure" as const;

function themeFor(
  facts: Pick<Theme, "id" | "order" | "sources" | "rules"> & Partial<Theme>,
  title: BothLanguages,
  none: BothLanguages,
  noData: BothLanguages,
): Theme {
  return themeOf({
    question: "risk",
    family: "ppr",
    title,
    heldBy: "prefecture",
    terms: ["ppr"],
    sentences: {
      none,
      noData,
      failed: both(
        "Les plans de prévention n’ont pas pu être vérifiés. Réessayez dans quelques minutes.",
        "The prevention plans could not be checked. Try again in a few minutes.",
      ),
    },
    ...facts,
  });
}

const named = ["libellezonereglement", "codezonereglement"];
/** Land beside a danger gets a finding about it too. */
const nearby = { on: "geometry" as const, ringM: 50 };
/** The table of purchases has the same columns, and is far rarer. */
const zoneSigns = [["codezonereglement", "typereglement"]];
const zoned = { code: { lists: ["reglements-urbanisme"], fields: ["typereglement"] }, label: named, link };
const bought = { code: { lists: ["reglements-fonciers"], fields: ["typereglement"] }, label: named, link };

/** Risk prevention plans in the standard of the CNIG (PPR 1.0): natural, mining and industrial risks. */
export const frPpr: Pack = {
  format: "archipel-answers/1",
  id: "fr-ppr",
  version: "2026-11",
  title: both("Plans de prévention des risques", "Risk prevention plans"),
  authorities: authoritiesOf("prefecture", "ddt", "georisques"),
  codeLists: { hazards: hazardList },
  glosses: preventionGlosses,
  relations: {
    partly: both("Cela concerne {share} du terrain ({area}).", "This concerns {share} of the land ({area})."),
    crosses: both("Longueur sur le terrain : {length}.", "Length on the land: {length}."),
    border: both(
      "La limite passe à moins de {distance} : seul le service de l’État qui tient la carte peut trancher.",
      "The limit passes within {distance}: only the State office that keeps the map can tell.",
    ),
    near: both("C’est à {distance} du terrain.", "It is {distance} from the land."),
    commune: both(
      "Cela vaut pour la commune, pas pour ce terrain en particulier.",
      "This applies to the municipality, not to this land in particular.",
    ),
  },
  documents: {
    statuses: {
      APPROUVE: "inForce",
      ANTICIPE: "inForce",
      PRESCRIT: "pendingWithoutEffect",
      PAC: "pendingWithoutEffect",
      PROROGE: "pendingWithoutEffect",
      DEB_PRG: "pendingWithoutEffect",
      DEB_MTG: "pendingWithoutEffect",
    },
    lines: {
      inForce: both("{document}, en vigueur depuis le {date}.", "{document}, in force since {date}."),
      pendingWithoutEffect: both(
        "{document}, à l’étude : il ne s’applique pas encore.",
        "{document}, being studied: it does not apply yet.",
      ),
      unknown: both("{document} : son état n’est pas indiqué.", "{document}: its state is not given."),
    },
  },
  withoutRule: both(
    "Le plan de prévention indique ici : {label}. Lisez son règlement.",
    "The prevention plan shows here: {label}. Read its rules.",
  ),
  disclaimers: [notTheStatementOfRisks],
  glossary: {
    ppr: {
      term: both("Plan de prévention des risques (PPR)", "Risk prevention plan (PPR)"),
      text: both(
        "Un document de l’État qui interdit ou encadre les constructions là où un danger est connu.",
        "A document of the State that forbids or controls building where a danger is known.",
      ),
    },
  },
  themes: [
    themeFor(
      { id: "ppr.planning", order: 300, rules: [...planningRules], sources: planningSources() },
      both("Règles du plan de prévention des risques", "Rules of the risk prevention plan"),
      both("Aucune règle de construction d’un plan de prévention ne vaut ici.", "No building rule of a prevention plan applies here."),
      both(
        "Ce portail n’a pas les règles des plans de prévention des risques ici.",
        "This portal does not have the rules of risk prevention plans here.",
      ),
    ),
    themeFor(
      {
        id: "ppr.land",
        order: 310,
        rules: [...landRules],
        sources: [sourceOf({ key: "areas", layers: layers("zonereglementairefoncier_*"), role: "needed", ...bought })],
      },
      both("Rachat de biens exposés", "Purchase of exposed property"),
      both("Aucun rachat n’est prévu ici.", "No purchase is provided here."),
      both("Ce portail ne sait pas où des rachats sont prévus.", "This portal does not know where purchases are provided."),
    ),
    themeFor(
      {
        id: "ppr.perimeter",
        order: 320,
        denies: { none: ["prevention-plan"], noData: ["prevention-plan"] },
        rules: [perimeterRule],
        sources: [
          sourceOf({
            key: "perimeters",
            layers: layers("perimetre_s", "perimetreetude_s"),
            role: "needed",
            link,
            signs: [["idperimetre", "etatprocedure"]],
          }),
        ],
      },
      both("Périmètre d’un plan de prévention", "Area of a prevention plan"),
      both("Aucun plan de prévention ne couvre ce terrain.", "No prevention plan covers this land."),
      both("Ce portail n’a pas de plan de prévention des risques ici.", "This portal has no risk prevention plan here."),
    ),
    themeFor(
      {
        id: "ppr.hazard",
        order: 330,
        denies: { none: ["plan-danger"] },
        oneFor: ["typealea"],
        rules: [...hazardRules],
        worstOf: "label",
        sources: [
          sourceOf({
            key: "hazards",
            layers: layers("zonealea*"),
            role: "needed",
            link,
            code: { lists: ["niveaux"], fields: ["niveaualea"] },
            label: ["description"],
            place: nearby,
            signs: [["typealea", "niveaualea"]],
          }),
        ],
      },
      both("Danger connu par le plan de prévention", "Danger known by the prevention plan"),
      both("Les cartes de danger des plans de prévention ne montrent rien ici.", "The hazard maps of prevention plans show nothing here."),
      both(
        "Ce portail n’a pas toutes les cartes de danger des plans de prévention ici.",
        "This portal does not have all hazard maps of prevention plans here.",
      ),
    ),
  ],
};

function planningSources(): Theme["sources"] {
  return [
    sourceOf({ key: "areas", layers: layers("zonereglementaireurba_s"), role: "needed", ...zoned, place: nearby, signs: zoneSigns }),
    sourceOf({ key: "lines", layers: layers("zonereglementaireurba_l"), role: "extra", ...zoned, signs: zoneSigns }),
    sourceOf({ key: "points", layers: layers("zonereglementaireurba_p"), role: "extra", ...zoned, signs: zoneSigns }),
  ];
}
