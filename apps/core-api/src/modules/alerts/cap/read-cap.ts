import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import { readText } from "@archipel/blocks/texts.ts";
import { ALERT_EVENTS, ALERT_TEXT_MAX, type AlertRevisionKind, alertRevisionKind } from "@archipel/contracts/alerts.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { isLocale } from "@archipel/i18n/locales.ts";
import { plainText } from "@archipel/i18n/markdown.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { contentOf, publicAlertOf } from "../policy.ts";
import { areaRows, historyRows, publicRow, territoryBbox } from "../queries/public.ts";
import { type CapMessage, writeCap } from "./write-cap.ts";

interface Portal {
  id: string;
  name: string;
  /** `https://host` */
  origin: string;
}

/** A published alert of a portal as a CAP 1.2 message; null: no published alert has this id. */
export function alertAsCap(core: Core, portal: Portal, alertId: string, now = new Date()): Promise<string | null> {
  return core.database.withTenant(scopeOf(anonymous), async (tx) => {
    const row = await publicRow(tx, portal.id, alertId);
    const revisions = await historyRows(tx, alertId);
    const last = revisions.at(-1);
    if (!row || !last) return null;
    const [shape] = await areaRows(tx, portal.id, [alertId]);
    const alert = publicAlertOf(row, now);
    const content = contentOf(row.content);
    const { area } = content;
    const written = (Object.keys(content.title) as ContentLanguage[]).filter((language) => language in CONTENT_LANGUAGES);
    const [first = "fr"] = written;
    const message: CapMessage = {
      identifier: last.id,
      // A host without its port: CAP wants the name of the sender, not an address.
      sender: new URL(portal.origin).hostname,
      sent: last.publishedAt,
      kind: kindOf(last.kind),
      isExercise: content.isExercise,
      references: revisions.slice(0, -1).map(({ id, publishedAt }) => ({ identifier: id, sent: publishedAt })),
      note: last.note,
      state: alert.state,
      level: alert.level,
      startsAt: alert.startsAt,
      endsAt: alert.endsAt,
      category: ALERT_EVENTS[content.event],
      certainty: capitalised(content.certainty),
      senderName: alert.issuedBy,
      infos: written.map((language) => {
        const locale = isLocale(language) ? language : "en";
        const t = translator(locale, "alerts");
        const name =
          alert.areaName === null ? withoutPictures(portal.name) : readText(alert.areaName, language, first).text || t("area.drawn");
        return {
          language,
          event: content.event === "other" ? t(`levels.${alert.level}`) : t(`events.${content.event}`),
          headline: readText(content.title, language, first).text,
          description: plainText(readText(content.text, language, first).text, ALERT_TEXT_MAX),
          areaDesc: name,
          web: `${portal.origin}/${locale}/alerts/${alertId}`,
        };
      }),
      communes: area.kind === "communes" ? area.communes.map(({ code }) => code) : [],
      rings: shape?.geometry ? ringsOf(shape.geometry) : frame(await territoryBbox(tx, portal.id)),
    };
    return writeCap(message);
  });
}

/** The rectangle of a portal's territory, as a closed ring. */
function frame(bbox: Bbox | null): number[][][] {
  if (bbox === null) return [];
  const [west, south, east, north] = bbox;
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ];
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A name as other programs print it: without emoji and what joins them. */
const withoutPictures = (name: string) =>
  name
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f/gu, "")
    .replace(/\s+/g, " ")
    .trim() || name;

const kindOf = (kind: string): AlertRevisionKind => alertRevisionKind.catch("correction").parse(kind);

/** The outer ring of each polygon: CAP knows no holes. */
function ringsOf(geometry: { type: string; coordinates: unknown }): number[][][] {
  const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as number[][][][];
  return polygons.flatMap(([ring]) => (ring ? [ring] : []));
}
