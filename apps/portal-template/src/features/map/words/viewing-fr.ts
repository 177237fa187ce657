import { withFrenchSpaces } from "@archipel/i18n/french-spaces.ts";
import answers from "@archipel/i18n/messages/answers/fr.json" with { type: "json" };
import common from "@archipel/i18n/messages/common/fr.json" with { type: "json" };
import map from "@archipel/i18n/messages/map/fr.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/fr.json" with { type: "json" };
import reports from "@archipel/i18n/messages/reports/fr.json" with { type: "json" };
import search from "@archipel/i18n/messages/search/fr.json" with { type: "json" };
import { viewingOf } from "./choose.ts";

/** What every visitor of the map reads. */
export const viewing = withFrenchSpaces(viewingOf({ answers, common, map, maps, reports, search }));
