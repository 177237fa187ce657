import { id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { z } from "zod";
import { type SentAlert, sentAlert, wordsOfAlert } from "../../alerts/service/send.ts";
import { followersOfPlaces, portalFollowers } from "../../follows/service/portal-followers.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ revisionId: id });

const KINDS = {
  first: "alert-published",
  correction: "alert-corrected",
  end: "alert-ended",
  cancellation: "alert-cancelled",
} as const satisfies Record<SentAlert["kind"], NoticeKind>;

/** Notices of one revision of an alert: to the followers of the portal's alerts, and of places within its area. Each person gets one. */
export const alertsRecipe: Recipe = {
  topics: ["alerts.published", "alerts.in-force", "alerts.corrected", "alerts.ended", "alerts.cancelled"],
  async notices(sql, { payload: given }) {
    const revisionId = payload.safeParse(given).data?.revisionId;
    const alert = revisionId === undefined ? null : await sentAlert(sql, revisionId);
    if (revisionId === undefined || alert === null) return [];
    const { people, guests } = await portalFollowers(sql, alert.portalId, "alerts");
    const known = new Set([...people.map(({ personId }) => personId), ...guests.map(({ email }) => email)]);
    const places = await followersOfPlaces(sql, alert.portalId, alert.area);
    const others = places.filter(({ personId, email }) => !known.has(personId ?? email ?? ""));
    const noticeIn = noticeOf(revisionId, alert);
    return LOCALES.flatMap((locale): NewNotice[] => {
      const reads = (one: { locale: Locale }) => one.locale === locale;
      const notice = noticeIn(locale);
      const readers = people.filter(reads).map(({ personId }) => personId);
      return [
        ...(readers.length > 0 ? [{ ...notice, people: readers }] : []),
        ...guests.filter(reads).map(({ followId, email }) => ({
          ...notice,
          params: { ...notice.params, stop: followId },
          guests: [{ email, locale }],
        })),
        ...others.filter(reads).map(({ followId, personId, email, label }) => ({
          ...notice,
          params: { ...notice.params, stop: followId, label },
          people: [personId],
          guests: email === null ? [] : [{ email, locale }],
        })),
      ];
    });
  },
};

function noticeOf(revisionId: string, alert: SentAlert): (locale: Locale) => NewNotice {
  return (locale) => {
    const { heading, text } = wordsOfAlert(alert, locale);
    return {
      communityId: alert.communityId,
      kind: KINDS[alert.kind],
      params: { title: heading, said: text, actor: null, path: `alerts/${alert.alertId}` },
      subject: { type: "alert", id: revisionId },
      // Its author follows the alerts too, and sees what the others get.
      actorId: null,
      people: [],
      needs: null,
      portalId: alert.portalId,
      mailed: "at-once",
    };
  };
}
