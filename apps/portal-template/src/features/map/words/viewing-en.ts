import answers from "@archipel/i18n/messages/answers/en.json" with { type: "json" };
import common from "@archipel/i18n/messages/common/en.json" with { type: "json" };
import map from "@archipel/i18n/messages/map/en.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/en.json" with { type: "json" };
import reports from "@archipel/i18n/messages/reports/en.json" with { type: "json" };
import search from "@archipel/i18n/messages/search/en.json" with { type: "json" };

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
export const viewing = words;
