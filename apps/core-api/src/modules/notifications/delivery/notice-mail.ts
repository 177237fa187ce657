import { noticeKind, noticeParams, noticeSubject } from "@archipel/contracts/notifications.ts";
import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { z } from "zod";
import type { Env } from "../../../env.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { OutgoingMail } from "../../../kernel/mailer.ts";
import { stopOfNotice } from "../../follows/service/stop.ts";
import type { DueMail } from "../queries/due-mails.ts";
import { letter } from "../service/layout.ts";
import { consoleUrl, isFollowed, isOnPortals, isWritten, portalUrl } from "./addresses.ts";

/** Mail programs cut longer subjects. */
const SUBJECT_MAX = 120;

/** What an address gets only after its mailbox confirmed that it follows. */
const confirmedKinds: ReadonlySet<string> = new Set([
  "place-changed",
  "news-published",
  "alert-published",
  "alert-corrected",
  "alert-ended",
  "alert-cancelled",
]);
/**
 * What an address gets that somebody typed: it may be anybody's. These notices have our own words alone, without what was typed with the
 * address or later: anyone could send strangers any text otherwise.
 */
const unconfirmedKind = z.enum([
  "follow-asked",
  "report-received",
  "report-progressed",
  "report-accepted",
  "report-declined",
  "report-published",
  "report-commented",
  "report-message-refused",
  "report-merged",
]);

/** The mail of one notice, or of several of the same person, community and portal. */
export function noticeMail(env: Env, first: DueMail, all: readonly DueMail[]): Promise<OutgoingMail> {
  const locale = localeSchema.catch("fr").parse(first.locale);
  const [t, tMail] = [translator(locale, "notifications"), translator(locale, "mail")];
  const isGuest = first.name === null;
  const isUnconfirmed = ({ kind }: DueMail) => isGuest && !confirmedKinds.has(kind);
  const isOfFollows = all.every(({ subjectType }) => isFollowed(noticeSubject.parse(subjectType)));
  // Moderators work in the console; other people on the portal.
  const isOnPortal = first.portalHost !== null && (!first.isModerator || isOfFollows);
  const { accent, onAccent } = portalTheme(isOnPortal ? (first.baseTheme ?? "neutral") : "neutral", isOnPortal ? first.theme : {}).colours
    .light;
  const brand = { name: (isOnPortal ? first.portalName : null) ?? first.communityName, accent, onAccent };
  const list =
    isOnPortal && first.portalHost !== null
      ? `${portalOrigin(env, first.portalHost)}/${locale}/account#notices`
      : `${new URL(env.ARCHIPEL_ADMIN_URL).origin}/account#notices`;
  const sentenceOf = (due: DueMail) => {
    const { kind } = due;
    const { title, dataset = "", actor, number = 0 } = noticeParams.parse(due.params);
    if (isUnconfirmed(due)) return t(`unconfirmed.${unconfirmedKind.parse(kind)}`, { number: String(number) });
    return t(`kinds.${noticeKind.parse(kind)}`, { title, dataset, actor: actor ?? t("someone"), number: String(number) });
  };
  const linkOf = (due: DueMail) => {
    const whereabouts = { ...due, subjectType: noticeSubject.parse(due.subjectType), params: noticeParams.parse(due.params) };
    const isPortals = isOnPortal || isOnPortals(whereabouts.subjectType);
    return (isPortals ? portalUrl(env, whereabouts, locale) : null) ?? consoleUrl(env, whereabouts);
  };
  const saidIn = (due: DueMail) => {
    const { said } = noticeParams.parse(due.params);
    // The words of a person are quoted; those of the portal are its own.
    return said && !isUnconfirmed(due) ? [isWritten(due.subjectType) ? said : t("mail.said", { said })] : [];
  };
  const askedIn = ({ kind, params }: DueMail) => {
    const { follows = "place" } = noticeParams.parse(params);
    return kind === "follow-asked" ? [t(`mail.followAsked.${follows}`, { site: brand.name })] : [];
  };
  // What stays of a person who was taken out of the community, and what to do if that is wrong.
  const isOfLeaver = all.every(({ kind }) => kind === "membership-ended");
  const leftIn = ({ kind }: DueMail) => (kind === "membership-ended" ? [t("mail.left.ended"), t("mail.left.stays")] : []);
  const isOne = all.length === 1;
  const sentence = sentenceOf(first);
  const short = sentence.length > SUBJECT_MAX ? `${sentence.slice(0, SUBJECT_MAX - 1)}…` : sentence;
  const count = { count: all.length };
  return letter({
    to: first.to,
    locale,
    brand,
    subject: isOne ? t("mail.subject", { sentence: short, site: brand.name }) : t("mail.digestSubject", { ...count, site: brand.name }),
    greeting: isGuest ? tMail("greeting") : tMail("greetingName", { name: first.name ?? "" }),
    paragraphs: isOne
      ? [isWritten(first.subjectType) ? sentence : `${sentence}.`, ...saidIn(first), ...askedIn(first), ...leftIn(first)]
      : [t("mail.digestText", count), ...all.flatMap((due) => [`• ${sentenceOf(due)}`, ...saidIn(due), ...leftIn(due)])],
    // A guest has no account: their news of one report leads to the report.
    action:
      isOne || isGuest
        ? {
            label: t(`mail.actions.${first.kind === "follow-asked" ? "follow" : noticeSubject.parse(first.subjectType)}`),
            link: linkOf(first),
          }
        : { label: t("mail.digestAction"), link: list },
    notes: [
      first.kind === "follow-asked"
        ? t("mail.followNote")
        : isGuest
          ? t("mail.guest", { site: brand.name })
          : isOfLeaver
            ? t("mail.left.wrong")
            : isOfFollows
              ? t("mail.whyFollowed", { site: brand.name })
              : t("mail.why", { community: first.communityName }),
    ],
    stops: stopsOf(env, all, locale),
    settings: isGuest ? undefined : { label: t("mail.settings"), link: list },
    linkHint: tMail("linkHint"),
  });
}

/** For each subject that the person follows, a link that stops it without signing in. */
function stopsOf(env: Env, all: readonly DueMail[], locale: Locale): { label: string; link: string }[] {
  const t = translator(locale, "notifications");
  const stops = all.flatMap(({ personId, kind, params, subjectType, subjectId, portalId, portalHost, portalName }) => {
    const { stop: followId, label = "" } = noticeParams.parse(params);
    const link = portalHost && stopOfNotice(env, { personId, kind, subjectId, followId, portalId, portalHost, locale });
    if (!link) return [];
    if (kind === "news-published") return [{ label: t("mail.stop.news", { title: portalName ?? "" }), link }];
    if (subjectType === "alert")
      return [{ label: label ? t("mail.stop.usual", { title: label }) : t("mail.stop.alerts", { title: portalName ?? "" }), link }];
    const title = kind === "dataset-added" ? (portalName ?? "") : noticeParams.parse(params).title;
    return [{ label: t("mail.stop.usual", { title }), link }];
  });
  return [...new Map(stops.map((stop) => [stop.link, stop])).values()];
}
