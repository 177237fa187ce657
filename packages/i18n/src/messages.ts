import { withFrenchSpaces } from "./french-spaces.ts";
import type { Locale } from "./locales.ts";
import accessEn from "./messages/access/en.json" with { type: "json" };
import accessFr from "./messages/access/fr.json" with { type: "json" };
import adminEn from "./messages/admin/en.json" with { type: "json" };
import adminFr from "./messages/admin/fr.json" with { type: "json" };
import alertsEn from "./messages/alerts/en.json" with { type: "json" };
import alertsFr from "./messages/alerts/fr.json" with { type: "json" };
import answersEn from "./messages/answers/en.json" with { type: "json" };
import answersFr from "./messages/answers/fr.json" with { type: "json" };
import binEn from "./messages/bin/en.json" with { type: "json" };
import binFr from "./messages/bin/fr.json" with { type: "json" };
import checksEn from "./messages/checks/en.json" with { type: "json" };
import checksFr from "./messages/checks/fr.json" with { type: "json" };
import cloudExtractsEn from "./messages/cloud-extracts/en.json" with { type: "json" };
import cloudExtractsFr from "./messages/cloud-extracts/fr.json" with { type: "json" };
import cloudsEn from "./messages/clouds/en.json" with { type: "json" };
import cloudsFr from "./messages/clouds/fr.json" with { type: "json" };
import commandsEn from "./messages/commands/en.json" with { type: "json" };
import commandsFr from "./messages/commands/fr.json" with { type: "json" };
import commonEn from "./messages/common/en.json" with { type: "json" };
import commonFr from "./messages/common/fr.json" with { type: "json" };
import communitiesEn from "./messages/communities/en.json" with { type: "json" };
import communitiesFr from "./messages/communities/fr.json" with { type: "json" };
import conflictsEn from "./messages/conflicts/en.json" with { type: "json" };
import conflictsFr from "./messages/conflicts/fr.json" with { type: "json" };
import contributionsEn from "./messages/contributions/en.json" with { type: "json" };
import contributionsFr from "./messages/contributions/fr.json" with { type: "json" };
import datasetsEn from "./messages/datasets/en.json" with { type: "json" };
import datasetsFr from "./messages/datasets/fr.json" with { type: "json" };
import domainsEn from "./messages/domains/en.json" with { type: "json" };
import domainsFr from "./messages/domains/fr.json" with { type: "json" };
import elevationEn from "./messages/elevation/en.json" with { type: "json" };
import elevationFr from "./messages/elevation/fr.json" with { type: "json" };
import errorsEn from "./messages/errors/en.json" with { type: "json" };
import errorsFr from "./messages/errors/fr.json" with { type: "json" };
import failureEn from "./messages/failure/en.json" with { type: "json" };
import failureFr from "./messages/failure/fr.json" with { type: "json" };
import findingsEn from "./messages/findings/en.json" with { type: "json" };
import findingsFr from "./messages/findings/fr.json" with { type: "json" };
import followsEn from "./messages/follows/en.json" with { type: "json" };
import followsFr from "./messages/follows/fr.json" with { type: "json" };
import grantsEn from "./messages/grants/en.json" with { type: "json" };
import grantsFr from "./messages/grants/fr.json" with { type: "json" };
import groupsEn from "./messages/groups/en.json" with { type: "json" };
import groupsFr from "./messages/groups/fr.json" with { type: "json" };
import hubEn from "./messages/hub/en.json" with { type: "json" };
import hubFr from "./messages/hub/fr.json" with { type: "json" };
import identityEn from "./messages/identity/en.json" with { type: "json" };
import identityFr from "./messages/identity/fr.json" with { type: "json" };
import layersEn from "./messages/layers/en.json" with { type: "json" };
import layersFr from "./messages/layers/fr.json" with { type: "json" };
import mailEn from "./messages/mail/en.json" with { type: "json" };
import mailFr from "./messages/mail/fr.json" with { type: "json" };
import mapEn from "./messages/map/en.json" with { type: "json" };
import mapFr from "./messages/map/fr.json" with { type: "json" };
import mapsEn from "./messages/maps/en.json" with { type: "json" };
import mapsFr from "./messages/maps/fr.json" with { type: "json" };
import modelsEn from "./messages/models/en.json" with { type: "json" };
import modelsFr from "./messages/models/fr.json" with { type: "json" };
import moderationEn from "./messages/moderation/en.json" with { type: "json" };
import moderationFr from "./messages/moderation/fr.json" with { type: "json" };
import notificationsEn from "./messages/notifications/en.json" with { type: "json" };
import notificationsFr from "./messages/notifications/fr.json" with { type: "json" };
import ogcEn from "./messages/ogc/en.json" with { type: "json" };
import ogcFr from "./messages/ogc/fr.json" with { type: "json" };
import organisationsEn from "./messages/organisations/en.json" with { type: "json" };
import organisationsFr from "./messages/organisations/fr.json" with { type: "json" };
import portalEn from "./messages/portal/en.json" with { type: "json" };
import portalFr from "./messages/portal/fr.json" with { type: "json" };
import presenceEn from "./messages/presence/en.json" with { type: "json" };
import presenceFr from "./messages/presence/fr.json" with { type: "json" };
import processingEn from "./messages/processing/en.json" with { type: "json" };
import processingFr from "./messages/processing/fr.json" with { type: "json" };
import repairsEn from "./messages/repairs/en.json" with { type: "json" };
import repairsFr from "./messages/repairs/fr.json" with { type: "json" };
import reportsEn from "./messages/reports/en.json" with { type: "json" };
import reportsFr from "./messages/reports/fr.json" with { type: "json" };
import requestsEn from "./messages/requests/en.json" with { type: "json" };
import requestsFr from "./messages/requests/fr.json" with { type: "json" };
import searchEn from "./messages/search/en.json" with { type: "json" };
import searchFr from "./messages/search/fr.json" with { type: "json" };
import siteEditorEn from "./messages/site-editor/en.json" with { type: "json" };
import siteEditorFr from "./messages/site-editor/fr.json" with { type: "json" };
import stylesEn from "./messages/styles/en.json" with { type: "json" };
import stylesFr from "./messages/styles/fr.json" with { type: "json" };
import toolsEn from "./messages/tools/en.json" with { type: "json" };
import toolsFr from "./messages/tools/fr.json" with { type: "json" };
import usageEn from "./messages/usage/en.json" with { type: "json" };
import usageFr from "./messages/usage/fr.json" with { type: "json" };
import visitsEn from "./messages/visits/en.json" with { type: "json" };
import visitsFr from "./messages/visits/fr.json" with { type: "json" };

/** Every message, by language then area. An area is one folder of `messages/`; a page loads only the areas that it shows. */
const MESSAGES = {
  fr: withFrenchSpaces({
    access: accessFr,
    admin: adminFr,
    alerts: alertsFr,
    answers: answersFr,
    bin: binFr,
    checks: checksFr,
    "cloud-extracts": cloudExtractsFr,
    clouds: cloudsFr,
    commands: commandsFr,
    common: commonFr,
    communities: communitiesFr,
    conflicts: conflictsFr,
    contributions: contributionsFr,
    datasets: datasetsFr,
    domains: domainsFr,
    elevation: elevationFr,
    errors: errorsFr,
    failure: failureFr,
    findings: findingsFr,
    follows: followsFr,
    hub: hubFr,
    layers: layersFr,
    grants: grantsFr,
    groups: groupsFr,
    identity: identityFr,
    mail: mailFr,
    map: mapFr,
    maps: mapsFr,
    models: modelsFr,
    moderation: moderationFr,
    notifications: notificationsFr,
    ogc: ogcFr,
    organisations: organisationsFr,
    portal: portalFr,
    presence: presenceFr,
    processing: processingFr,
    repairs: repairsFr,
    reports: reportsFr,
    requests: requestsFr,
    search: searchFr,
    "site-editor": siteEditorFr,
    styles: stylesFr,
    tools: toolsFr,
    usage: usageFr,
    visits: visitsFr,
  }),
  en: {
    access: accessEn,
    admin: adminEn,
    alerts: alertsEn,
    answers: answersEn,
    bin: binEn,
    checks: checksEn,
    "cloud-extracts": cloudExtractsEn,
    clouds: cloudsEn,
    commands: commandsEn,
    common: commonEn,
    communities: communitiesEn,
    conflicts: conflictsEn,
    contributions: contributionsEn,
    datasets: datasetsEn,
    domains: domainsEn,
    elevation: elevationEn,
    errors: errorsEn,
    failure: failureEn,
    findings: findingsEn,
    follows: followsEn,
    hub: hubEn,
    layers: layersEn,
    grants: grantsEn,
    groups: groupsEn,
    identity: identityEn,
    mail: mailEn,
    map: mapEn,
    maps: mapsEn,
    models: modelsEn,
    moderation: moderationEn,
    notifications: notificationsEn,
    ogc: ogcEn,
    organisations: organisationsEn,
    portal: portalEn,
    presence: presenceEn,
    processing: processingEn,
    repairs: repairsEn,
    reports: reportsEn,
    requests: requestsEn,
    search: searchEn,
    "site-editor": siteEditorEn,
    styles: stylesEn,
    tools: toolsEn,
    usage: usageEn,
    visits: visitsEn,
  },
} as const;

export type AreaMessages = (typeof MESSAGES)["fr"];
export type MessageArea = keyof AreaMessages;

export const MESSAGE_AREAS = Object.keys(MESSAGES.fr) as MessageArea[];

/** The messages of some areas in one language, keyed by area: `t("portal.home.title")`. */
export function messagesOf<A extends MessageArea>(locale: Locale, areas: readonly A[]): Pick<AreaMessages, A> {
  const all: AreaMessages = MESSAGES[locale];
  return Object.fromEntries(areas.map((area) => [area, all[area]])) as Pick<AreaMessages, A>;
}

// Types the keys of `useTranslations` and `getTranslations` in every app that imports this package.
declare module "use-intl/core" {
  interface AppConfig {
    Locale: Locale;
    Messages: AreaMessages;
  }
}
