import type { AlertLevel, AlertRevisionKind, PublicAlertState } from "@archipel/contracts/alerts.ts";
import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";

/** A CAP 1.2 message (OASIS, July 2010) of an alert's last revision. */
export interface CapMessage {
  /** Of this revision. */
  identifier: string;
  /** Its origin: a host, without spaces, commas and "<" or "&". */
  sender: string;
  sent: Date;
  kind: AlertRevisionKind;
  isExercise: boolean;
  /** Earlier revisions, which this one replaces. */
  references: readonly { identifier: string; sent: Date }[];
  note: string;
  state: PublicAlertState;
  level: AlertLevel;
  startsAt: Date;
  endsAt: Date | null;
  /** A category of CAP, such as `Met`. */
  category: string;
  /** `Observed`, `Likely`, `Possible` or `Unknown`. */
  certainty: string;
  senderName: string;
  /** One for each language in which it is written. */
  infos: readonly CapInfo[];
  /** INSEE codes. */
  communes: readonly string[];
  /** Outer rings of the area, closed; each corner lon, lat. None: the area has only a name. */
  rings: readonly (readonly (readonly number[])[])[];
}

export interface CapInfo {
  language: string;
  event: string;
  headline: string;
  description: string;
  areaDesc: string;
  web: string;
}

export const CAP_TYPE = "application/cap+xml; charset=utf-8";

const SEVERITY: Readonly<Record<AlertLevel, string>> = {
  information: "Minor",
  vigilance: "Moderate",
  alert: "Severe",
  emergency: "Extreme",
};
const URGENCY: Readonly<Record<PublicAlertState, string>> = {
  planned: "Expected",
  "in-force": "Immediate",
  ended: "Past",
  cancelled: "Past",
};
/** A correction and an end replace what was sent before. */
const MESSAGE: Readonly<Record<AlertRevisionKind, string>> = {
  first: "Alert",
  correction: "Update",
  end: "Update",
  cancellation: "Cancel",
};

/** Elements are in the order that the schema asks for. */
export function writeCap(message: CapMessage): string {
  const { identifier, sender, sent, kind, isExercise, references, note } = message;
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
${lines([
  element("identifier", identifier),
  element("sender", sender),
  element("sent", capDate(sent)),
  element("status", isExercise ? "Exercise" : "Actual"),
  element("msgType", MESSAGE[kind]),
  element("scope", "Public"),
  note && element("note", note),
  references.length > 0 && element("references", references.map((one) => `${sender},${one.identifier},${capDate(one.sent)}`).join(" ")),
  ...message.infos.map((info) => infoOf(message, info)),
])}
</alert>
`;
}

function infoOf({ state, level, startsAt, endsAt, category, certainty, senderName, communes, rings }: CapMessage, info: CapInfo): string {
  return `<info>
${lines([
  element("language", info.language),
  element("category", category),
  element("event", info.event),
  element("urgency", URGENCY[state]),
  element("severity", SEVERITY[level]),
  element("certainty", certainty),
  element("onset", capDate(startsAt)),
  endsAt && element("expires", capDate(endsAt)),
  element("senderName", senderName),
  element("headline", info.headline),
  info.description && element("description", info.description),
  element("web", info.web),
  `<area>
${lines([
  element("areaDesc", info.areaDesc),
  ...rings.map((ring) => element("polygon", ring.map(([lon, lat]) => `${lat},${lon}`).join(" "))),
  ...communes.map((code) => `<geocode>${element("valueName", "INSEE")}${element("value", code)}</geocode>`),
])}
</area>`,
])}
</info>`;
}

/** Without fractions of a second and with an offset in digits: CAP knows no "Z". */
function capDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "-00:00");
}

const lines = (parts: readonly (string | false | null | undefined)[]) => parts.filter(Boolean).join("\n");
const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

/** XML 1.0 has no control characters and no half of a pair, not even escaped. */
function escaped(text: string): string {
  return escapeMarkup(text.toWellFormed().replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));
}
