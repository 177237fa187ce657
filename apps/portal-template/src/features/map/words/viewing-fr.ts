import { withFrenchSpaces } from "@archipel/i18n/french-spaces.ts";
import answers from "@archipel/i18n/messages/answers/fr.json" with { type: "json" };
import common from "@archipel/i18n/messages/common/fr.json" with { type: "json" };
import map from "@archipel/i18n/messages/map/fr.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/fr.json" with { type: "json" };
import reports from "@archipel/i18n/messages/reports/fr.json" with { type: "json" };
import search from "@archipel/i18n/messages/search/fr.json" with { type: "json" };

// The words of the page and of its tools stay on the server.
const { page: _page, tools: _tools, ...card } = answers.card;
const { action, title, hint, signIn, signInAction } = maps.save;
const words = {
  map,
  search,
  common,
  reports,
  answers: { card },
  // Visitors read saved maps; the words for saving are for people who can.
  maps: { save: { action, title, hint, signIn, signInAction }, view: maps.view },
};

/** What every visitor of the map reads. */
export const viewing = withFrenchSpaces(words);
