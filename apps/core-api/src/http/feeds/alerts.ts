import { readText } from "@archipel/blocks/texts.ts";
import { ALERTS_MAX } from "@archipel/contracts/alerts.ts";
import { plainText } from "@archipel/i18n/markdown.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { alertAsCap } from "../../modules/alerts/cap/read-cap.ts";
import { recentAlerts } from "../../modules/alerts/service/read.ts";
import { type HttpRequest, idIn } from "../route.ts";
import type { AtomFeed } from "./atom.ts";
import { ENTRIES, type FeedCall } from "./feed-call.ts";

const SUMMARY_MAX = 1_000;

/** The alerts of a portal, the latest revision first, each with its CAP message. The cursor is the number of the entries before. */
export async function alertsFeed({ core, visit, locale, cursor, portalName, origin, self }: FeedCall): Promise<AtomFeed> {
  const asked = /^\d{1,4}$/.test(cursor ?? "") ? Number(cursor) : 0;
  const offset = Math.min(asked, ALERTS_MAX);
  const { items, total } = await recentAlerts(core, visit.portalId, { limit: ENTRIES, offset });
  const t = translator(locale, "alerts");
  const next = offset + items.length;
  return {
    id: `urn:uuid:${visit.portalId}#alerts`,
    title: t("feed.title", { portal: portalName }),
    subtitle: t("feed.text", { portal: portalName }),
    language: locale,
    updated: items[0]?.revisedAt ?? new Date(0),
    author: visit.communityName,
    links: {
      self: self(cursor),
      alternate: `${origin}/${locale}/alerts`,
      first: self(null),
      next: items.length > 0 && next < total ? self(String(next)) : null,
    },
    entries: items.map(({ id, level, state, title, text, isExercise, issuedBy, publishedAt, revisedAt }) => {
      const name = t("heading", { level: t(`levels.${level}`), title: readText(title, locale, "fr").text });
      return {
        id: `urn:uuid:${id}`,
        title: isExercise ? `${t("exercise")} – ${name}` : name,
        updated: revisedAt,
        published: publishedAt,
        author: issuedBy,
        link: `${origin}/${locale}/alerts/${id}`,
        also: { href: `${origin}/feeds/alerts/${id}.cap?portal=${visit.portalId}`, type: "application/cap+xml" },
        summary: plainText(readText(text, locale, "fr").text, SUMMARY_MAX),
        categories: [t(`levels.${level}`), t(`states.${state}`)],
      };
    }),
  };
}

/** One alert as a CAP 1.2 message. */
export async function capMessage({ core, visit, portalName, origin }: FeedCall, request: HttpRequest): Promise<string> {
  const xml = await alertAsCap(core, { id: visit.portalId, name: portalName, origin }, idIn(request, "alertId"));
  if (xml === null) throw new DomainError("not-found", "alert-not-found");
  return xml;
}
