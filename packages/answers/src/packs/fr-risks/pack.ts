import { authoritiesOf } from "../authorities.ts";
import { notTheStatementOfRisks } from "../disclaimers.ts";
import type { Pack } from "../pack.ts";
import { both } from "../rule-writer.ts";
import { activityThemes } from "./activities.ts";
import { floodKinds, floodScenarios, floodThemes } from "./floods.ts";
import { groundThemes } from "./ground.ts";

/** Risks that are known outside of prevention plans: floods, ground, industry, pollution, noise and fire. */
export const frRisks: Pack = {
  format: "archipel-answers/1",
  id: "fr-risks",
  version: "2026-11",
  title: both("Risques connus", "Known risks"),
  authorities: authoritiesOf("mairie", "prefecture", "ddt", "dreal", "ars", "onf", "brgm", "georisques", "radiation-safety"),
  codeLists: { "flood-scenarios": floodScenarios, "flood-kinds": floodKinds },
  relations: {
    partly: both("Cela concerne {share} du terrain ({area}).", "This concerns {share} of the land ({area})."),
    crosses: both("Longueur sur le terrain : {length}.", "Length on the land: {length}."),
    border: both(
      "La limite passe à moins de {distance} : la carte n’est pas assez précise pour trancher.",
      "The limit passes within {distance}: the map is not exact enough to tell.",
    ),
    near: both("C’est à {distance} du terrain.", "It is {distance} from the land."),
    commune: both(
      "Cela vaut pour toute la commune, pas pour ce terrain en particulier.",
      "This applies to the whole municipality, not to this land in particular.",
    ),
  },
  documents: {
    statuses: {},
    lines: { unknown: both("{document}.", "{document}.") },
  },
  withoutRule: both("La carte indique ici : {label}.", "The map shows here: {label}."),
  disclaimers: [notTheStatementOfRisks],
  glossary: {},
  themes: [...floodThemes, ...groundThemes, ...activityThemes],
};
