import type { NoticeParams, NoticeSubject } from "@archipel/contracts/notifications.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Env } from "../../../env.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";

/** What is needed to link to the page of a subject. */
export interface SubjectPlace {
  subjectType: NoticeSubject;
  subjectId: string;
  portalHost: string | null;
  params: NoticeParams;
}
type InConsole = SubjectPlace & { communitySlug: string };

interface Pages {
  console(whereabouts: InConsole): string;
  portal(whereabouts: SubjectPlace, locale: Locale): string;
}

/** The page of each kind of subject: in the console, and on a portal. */
const pages: Record<NoticeSubject, Pages> = {
  contribution: {
    console: ({ communitySlug, subjectId }) => `/c/${communitySlug}/contributions/${subjectId}`,
    portal: (_whereabouts, locale) => `/${locale}/account#contributions`,
  },
  request: {
    console: ({ communitySlug, subjectId }) => `/c/${communitySlug}/members?request=${subjectId}`,
    portal: (_whereabouts, locale) => `/${locale}/account#communities`,
  },
  domain: {
    console: ({ communitySlug, params: { path = "" } }) => `/c/${communitySlug}/portals/${path}/addresses`,
    portal: (_whereabouts, locale) => `/${locale}`,
  },
  key: {
    console: ({ communitySlug }) => `/c/${communitySlug}/keys`,
    portal: (_whereabouts, locale) => `/${locale}`,
  },
  report: {
    console: ({ communitySlug, subjectId }) => `/c/${communitySlug}/reports/${subjectId}`,
    portal: ({ params: { number, follow } }, locale) => `/${locale}/reports/${number}${follow ? `?follow=${follow}` : ""}`,
  },
  dataset: {
    console: ({ communitySlug, subjectId }) => `/c/${communitySlug}/datasets/${subjectId}`,
    portal: ({ params: { path = "catalogue" } }, locale) => `/${locale}/${path}`,
  },
  // The console has no page of a place: its notice is of the person, whatever their role.
  place: {
    console: ({ communitySlug }) => `/c/${communitySlug}`,
    // The page that confirms is outside the languages.
    portal: ({ params: { path = "answer", follow } }, locale) =>
      follow === undefined ? `/${locale}/${path}` : `/follow?${new URLSearchParams({ t: follow, lang: locale })}`,
  },
  // The person is in the community no more: the account is what stays.
  membership: {
    console: () => "/account",
    portal: (_whereabouts, locale) => `/${locale}/account`,
  },
  news: {
    console: ({ communitySlug }) => `/c/${communitySlug}/portals`,
    portal: ({ params: { path = "news" } }, locale) => `/${locale}/${path}`,
  },
  alert: {
    console: ({ communitySlug }) => `/c/${communitySlug}/portals`,
    portal: ({ params: { path = "alerts" } }, locale) => `/${locale}/${path}`,
  },
  // Managers open the rights of the dataset, the person the dataset on the portal: `path` names the one of them.
  access: {
    console: ({ communitySlug, subjectId, params: { path = "" } }) => `/c/${communitySlug}/datasets/${path}?tab=rights&grant=${subjectId}`,
    portal: ({ params: { path = "account" } }, locale) => `/${locale}/${path}`,
  },
  // Managers decide on the portal itself.
  map: {
    console: ({ communitySlug }) => `/c/${communitySlug}/portals`,
    portal: ({ params: { path = "maps" } }, locale) => `/${locale}/${path}`,
  },
};

/** Subjects that people follow on a portal, which they open there whatever their role. */
export const isFollowed = (subject: NoticeSubject) => subject === "dataset" || subject === "place" || isWritten(subject);

/** What a portal writes to its followers: each is a mail of its own, in the portal's words. */
export const isWritten = (subject: string) => subject === "news" || subject === "alert";

/** Subjects whose page is on a portal, also for people who work in the console. */
export const isOnPortals = (subject: NoticeSubject) => isFollowed(subject) || subject === "map";

export function consoleUrl(env: Env, whereabouts: InConsole): string {
  return `${new URL(env.ARCHIPEL_ADMIN_URL).origin}${pages[whereabouts.subjectType].console(whereabouts)}`;
}

/** Null when no portal shows it. */
export function portalUrl(env: Env, whereabouts: SubjectPlace, locale: Locale): string | null {
  if (whereabouts.portalHost === null) return null;
  return `${portalOrigin(env, whereabouts.portalHost)}${pages[whereabouts.subjectType].portal(whereabouts, locale)}`;
}
