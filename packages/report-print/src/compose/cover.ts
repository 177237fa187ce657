import { doAreasDiffer } from "@archipel/answers/report/areas.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { formatArea, formatCoordinates, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { drawMap, isRinged } from "../map/draw-map.ts";
import { projectionOf } from "../map/path.ts";
import type { Line, PrintDocument } from "./document.ts";
import type { MapFacts, Printable } from "./facts.ts";
import { givenName, placeName } from "./place-name.ts";
import type { Words } from "./words.ts";

type Cover = PrintDocument["cover"];

/** The first page: the place, its parcels and map, who made the report and when, and how it can be verified. */
export function cover({ report, facts }: Printable, words: Words): Cover {
  const { t } = words;
  const { portal, map } = facts;
  const warning = { title: t("print.warning.title"), text: t("print.warning.text") };
  const partial = { title: t("print.partial.title"), text: t("print.partial.text") };
  const restricted = { title: t("print.restricted.title"), text: t("print.restricted.text") };
  return {
    heading: t("print.title"),
    place: placeName(report.place, report.locale),
    alerts: alertsOf(report, words),
    facts: placeFacts(report, portal, words),
    parcels: parcelsOf(report, words),
    map: map && placeMap(map, report, words),
    verify:
      report.verify === null
        ? null
        : {
            title: t("print.verify.title"),
            text: t("print.verify.text"),
            link: { text: t("print.verify.link"), url: report.verify },
            alt: t("print.verify.alt"),
          },
    warnings: [warning, ...(report.partial ? [partial] : []), ...(report.restricted ? [restricted] : [])],
  };
}

/** They are those of the moment at which the report is printed. */
function alertsOf({ alerts = [], createdAt }: Report, { t, alertWords, locale }: Words): Cover["alerts"] {
  if (alerts.length === 0) return null;
  const line = (label: string, text: string, url?: string): Line => ({ label, values: [{ text, ...(url && { url }) }] });
  return {
    title: t("print.alerts.title"),
    items: alerts.map(({ level, title, startsAt, endsAt, issuedBy, isExercise, url }) => {
      const heading = alertWords("heading", { level: alertWords(`levels.${level}`), title });
      return {
        level,
        heading: isExercise ? `${alertWords("exercise")} – ${heading}` : heading,
        lines: [
          line(t("print.alerts.from"), formatDateTime(locale, startsAt)),
          line(t("print.alerts.until"), endsAt === null ? t("print.alerts.open") : formatDateTime(locale, endsAt)),
          line(t("print.alerts.source"), issuedBy),
          line(t("print.alerts.page"), url, url),
        ],
      };
    }),
    note: t("print.alerts.note", { date: formatDateTime(locale, createdAt) }),
  };
}

function placeFacts({ place, id, createdAt }: Report, portal: Printable["facts"]["portal"], { t, locale }: Words): Line[] {
  const { commune, centre, precision } = place;
  const line = (label: string, text: string): Line => ({ label, values: [{ text }] });
  const isNamed = commune.insee !== "" || commune.name !== "";
  const coordinates = formatCoordinates(locale, centre[0], centre[1]);
  const given = givenName(place);
  return [
    ...(isNamed ? [line(t("print.facts.commune"), [commune.name, commune.insee].filter(Boolean).join(" · "))] : []),
    ...(given === null ? [] : [line(t("print.facts.given"), t("print.facts.quoted", { name: given }))]),
    line(t("print.facts.precision"), `${t(`print.precisions.${place.kind === "drawn" ? "drawn" : precision}`)} · ${coordinates}`),
    line(t("print.facts.created"), formatDateTime(locale, createdAt)),
    line(t("print.facts.issuer"), portal.community === portal.name ? portal.name : `${portal.community} · ${portal.name}`),
    line(t("print.facts.id"), id),
  ];
}

function parcelsOf({ place }: Report, { t, locale, shortDate }: Words): Cover["parcels"] {
  const { parcels } = place;
  if (parcels === undefined || parcels.length === 0) return null;
  return {
    title: t("print.parcels.title"),
    head: (["id", "declared", "drawn", "date"] as const).map((column) => t(`print.parcels.${column}`)),
    figures: [false, true, true, true],
    rows: parcels.map(({ id, declaredM2, drawnM2, baseMapDate }) => [
      id,
      declaredM2 === null ? t("print.parcels.unknown") : formatArea(locale, declaredM2),
      formatArea(locale, drawnM2),
      baseMapDate === undefined ? "–" : shortDate(baseMapDate),
    ]),
    note: parcels.some(doAreasDiffer) ? t("print.parcels.differ") : null,
  };
}

function placeMap(map: MapFacts, { place }: Report, { t, locale }: Words): Cover["map"] {
  const { frame, parcels, communes, ground, graticule } = map.situation;
  const scale = formatNumber(locale, frame.denominator);
  const drawn = { ...map, ...map.situation };
  const caption = isRinged(map.place, projectionOf(frame, frame.widthMm)) ? "captionRing" : "caption";
  return {
    title: t("print.map.title"),
    svg: drawMap(drawn, { locale, north: t("print.map.north"), widthMm: frame.widthMm }),
    alt: t(caption === "caption" ? "print.map.alt" : "print.map.altRing", { place: placeName(place, locale), scale }),
    widthMm: frame.widthMm,
    captions: [
      t(`print.map.${caption}`, { scale }),
      ...(parcels ? [t("print.map.parcels", { layer: parcels.layer })] : []),
      ...(communes ? [t("print.map.communes", { layer: communes.layer })] : []),
      ...(parcels || map.parcels ? [] : [t("print.map.outline")]),
      ...(graticule ? [t("print.map.graticule")] : []),
      ...(ground && ground.credits !== "" ? [t("print.map.ground", { credits: ground.credits })] : []),
    ],
  };
}
