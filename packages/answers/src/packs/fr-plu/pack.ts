import { authoritiesOf } from "../authorities.ts";
import type { Pack } from "../pack.ts";
import { both } from "../rule-writer.ts";
import { planningLists } from "./code-lists.ts";
import { dominantForms } from "./forms.ts";
import { planningGlosses } from "./glosses.ts";
import { informationTheme } from "./informations.ts";
import { prescriptionTheme } from "./prescriptions.ts";
import { zoneTheme } from "./zones.ts";

/** Planning documents in the standards of the CNIG: PLU, PLUi, POS, PSMV and municipal maps. */
export const frPlu: Pack = {
  format: "archipel-answers/1",
  id: "fr-plu",
  version: "2026-11",
  title: both("Plans d’urbanisme", "Planning documents"),
  authorities: authoritiesOf("mairie", "departement", "prefecture", "udap", "ars", "onf"),
  codeLists: { ...planningLists, "dominant-forms": dominantForms },
  glosses: planningGlosses,
  relations: {
    partly: both("Cela concerne {share} du terrain ({area}).", "This concerns {share} of the land ({area})."),
    crosses: both("Longueur sur le terrain : {length}.", "Length on the land: {length}."),
    border: both(
      "La limite passe à moins de {distance} : seule la mairie peut trancher.",
      "The limit passes within {distance}: only the town hall can tell.",
    ),
    near: both("C’est à {distance} du terrain.", "It is {distance} from the land."),
    commune: both(
      "Cela vaut pour la commune ; la position exacte n’est pas connue.",
      "This applies to the municipality; the exact position is not known.",
    ),
  },
  documents: {
    statuses: {
      "01": "pendingWithEffect",
      "02": "pendingWithEffect",
      "03": "inForce",
      "07": "pendingWithoutEffect",
      "08": "partlyAnnulled",
    },
    lines: {
      inForce: both("{document}, approuvé le {date}, en vigueur.", "{document}, approved on {date}, in force."),
      partlyAnnulled: both(
        "{document}, approuvé le {date}, annulé en partie par la justice : demandez à la mairie quelle règle vaut.",
        "{document}, approved on {date}, partly annulled by a court: ask the town hall which rule applies.",
      ),
      pendingWithEffect: both(
        "{document}, en cours d’élaboration : le maire peut reporter sa réponse à une demande (article L424-1).",
        "{document}, being prepared: the mayor can defer the decision on an application (article L424-1).",
      ),
      pendingWithoutEffect: both("{document}, approuvé, pas encore en vigueur.", "{document}, approved, not yet in force."),
      replaced: both("{document} n’est plus en vigueur.", "{document} is no longer in force."),
      unknown: both("{document} : son état n’est pas indiqué.", "{document}: its state is not given."),
    },
  },
  withoutRule: both("Le plan indique ici : {label}. Lisez le document.", "The plan shows here: {label}. Read the document."),
  disclaimers: [
    both(
      "Cette réponse informe et n’engage pas la collectivité. Seuls les documents approuvés et un certificat d’urbanisme font foi.",
      "This answer is for information and binds no authority. Only the approved documents and a planning certificate are authoritative.",
    ),
  ],
  glossary: {
    plu: {
      term: both("Plan local d’urbanisme (PLU, PLUi)", "Local plan (PLU, PLUi)"),
      text: both(
        "Le document qui dit, zone par zone, ce qu’on peut construire dans une commune ou un groupe de communes.",
        "The document that says, zone by zone, what can be built in a municipality or a group of them.",
      ),
    },
    rnu: {
      term: both("Règlement national d’urbanisme (RNU)", "National planning rules (RNU)"),
      text: both("Les règles qui valent là où il n’y a pas de document local.", "The rules that apply where there is no local document."),
    },
    "carte-communale": {
      term: both("Carte communale", "Municipal map"),
      text: both("Un plan simple : il dit seulement où l’on peut construire.", "A simple plan: it only says where building is allowed."),
    },
    prescription: {
      term: both("Règle particulière", "Special rule"),
      text: both(
        "Une règle dessinée sur le plan, qui s’ajoute à celles de la zone (« prescription »).",
        "A rule drawn on the plan, on top of those of the zone (“prescription”).",
      ),
    },
    "emplacement-reserve": {
      term: both("Emplacement réservé", "Reserved land"),
      text: both(
        "Un terrain qu’une collectivité veut acquérir pour un projet public.",
        "Land that a public body wants to acquire for a public project.",
      ),
    },
  },
  themes: [zoneTheme, prescriptionTheme, informationTheme],
};
