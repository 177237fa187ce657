import { withFrenchSpaces } from "./french-spaces.ts";
import type { Locale } from "./locales.ts";
import adminEn from "./messages/admin/en.json" with { type: "json" };
import adminFr from "./messages/admin/fr.json" with { type: "json" };
import checksEn from "./messages/checks/en.json" with { type: "json" };
import checksFr from "./messages/checks/fr.json" with { type: "json" };
import commandsEn from "./messages/commands/en.json" with { type: "json" };
import commandsFr from "./messages/commands/fr.json" with { type: "json" };
import commonEn from "./messages/common/en.json" with { type: "json" };
import commonFr from "./messages/common/fr.json" with { type: "json" };
import conflictsEn from "./messages/conflicts/en.json" with { type: "json" };
import conflictsFr from "./messages/conflicts/fr.json" with { type: "json" };
import conformityEn from "./messages/conformity/en.json" with { type: "json" };
import conformityFr from "./messages/conformity/fr.json" with { type: "json" };
import editEn from "./messages/edit/en.json" with { type: "json" };
import editFr from "./messages/edit/fr.json" with { type: "json" };
import errorsEn from "./messages/errors/en.json" with { type: "json" };
import errorsFr from "./messages/errors/fr.json" with { type: "json" };
import failureEn from "./messages/failure/en.json" with { type: "json" };
import failureFr from "./messages/failure/fr.json" with { type: "json" };
import findingsEn from "./messages/findings/en.json" with { type: "json" };
import findingsFr from "./messages/findings/fr.json" with { type: "json" };
import hubEn from "./messages/hub/en.json" with { type: "json" };
import hubFr from "./messages/hub/fr.json" with { type: "json" };
import mailEn from "./messages/mail/en.json" with { type: "json" };
import mailFr from "./messages/mail/fr.json" with { type: "json" };
import mapEn from "./messages/map/en.json" with { type: "json" };
import mapFr from "./messages/map/fr.json" with { type: "json" };
import modeleditorEn from "./messages/modeleditor/en.json" with { type: "json" };
import modeleditorFr from "./messages/modeleditor/fr.json" with { type: "json" };
import noticesEn from "./messages/notices/en.json" with { type: "json" };
import noticesFr from "./messages/notices/fr.json" with { type: "json" };
import ogcEn from "./messages/ogc/en.json" with { type: "json" };
import ogcFr from "./messages/ogc/fr.json" with { type: "json" };
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
import triageEn from "./messages/triage/en.json" with { type: "json" };
import triageFr from "./messages/triage/fr.json" with { type: "json" };

/** Every message, by language then area. An area is one folder of `messages/`; a page loads only the areas that it shows. */
const MESSAGES = {
  fr: withFrenchSpaces({
    admin: adminFr,
    checks: checksFr,
    commands: commandsFr,
    common: commonFr,
    conflicts: conflictsFr,
    conformity: conformityFr,
    edit: editFr,
    errors: errorsFr,
    failure: failureFr,
    findings: findingsFr,
    hub: hubFr,
    mail: mailFr,
    map: mapFr,
    modeleditor: modeleditorFr,
    notices: noticesFr,
    ogc: ogcFr,
    portal: portalFr,
    presence: presenceFr,
    repairs: repairsFr,
    processing: processingFr,
    reports: reportsFr,
    triage: triageFr,
  }),
  en: {
    admin: adminEn,
    checks: checksEn,
    commands: commandsEn,
    common: commonEn,
    conflicts: conflictsEn,
    conformity: conformityEn,
    edit: editEn,
    errors: errorsEn,
    failure: failureEn,
    findings: findingsEn,
    hub: hubEn,
    mail: mailEn,
    map: mapEn,
    modeleditor: modeleditorEn,
    notices: noticesEn,
    ogc: ogcEn,
    portal: portalEn,
    presence: presenceEn,
    repairs: repairsEn,
    processing: processingEn,
    reports: reportsEn,
    triage: triageEn,
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
