import answers from "@archipel/i18n/messages/answers/en.json" with { type: "json" };
import common from "@archipel/i18n/messages/common/en.json" with { type: "json" };
import map from "@archipel/i18n/messages/map/en.json" with { type: "json" };
import maps from "@archipel/i18n/messages/maps/en.json" with { type: "json" };
import reports from "@archipel/i18n/messages/reports/en.json" with { type: "json" };
import search from "@archipel/i18n/messages/search/en.json" with { type: "json" };
import { viewingOf } from "./choose.ts";

/** What every visitor of the map reads. */
export const viewing = viewingOf({ answers, common, map, maps, reports, search });
