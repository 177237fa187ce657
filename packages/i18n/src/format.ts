import { ZONE } from "./days.ts";
import type { Locale } from "./locales.ts";

/** Formatters for people. The country is fixed, so that a number looks the same on the server and in every browser. */
const REGION = { fr: "fr-FR", en: "en-GB" } as const satisfies Record<Locale, string>;

/** Formatters by language and options, by digits then style: making one takes longer than a hundred uses of it. */
const numbers: Record<Locale, Intl.NumberFormat[]> = { fr: [], en: [] };
const dates = new Map<string, Intl.DateTimeFormat>();

function numberFormat(locale: Locale, maximumFractionDigits: number, style: "decimal" | "percent" = "decimal"): Intl.NumberFormat {
  const index = 2 * maximumFractionDigits + (style === "percent" ? 1 : 0);
  const format = numbers[locale][index] ?? new Intl.NumberFormat(REGION[locale], { style, maximumFractionDigits });
  numbers[locale][index] = format;
  return format;
}

export function formatNumber(locale: Locale, value: number, maximumFractionDigits = 2): string {
  return numberFormat(locale, maximumFractionDigits).format(value);
}

/** A share of one, as a whole percentage: « 55 % », "55%". */
export function formatShare(locale: Locale, share: number): string {
  return formatPercent(locale, share, 0);
}

/** A share of one, as a percentage with decimals: « 96,3 % », "96.3%". */
export function formatPercent(locale: Locale, share: number, maximumFractionDigits = 1): string {
  return numberFormat(locale, maximumFractionDigits, "percent").format(share);
}

/** A day, written in full, in Paris time. Takes an ISO date or datetime. */
export function formatDate(locale: Locale, value: string | Date, style: "long" | "medium" | "short" = "long"): string {
  const key = `${locale} ${style}`;
  const format = dates.get(key) ?? new Intl.DateTimeFormat(REGION[locale], { dateStyle: style, timeZone: ZONE });
  dates.set(key, format);
  return format.format(new Date(value));
}

export function formatDateTime(locale: Locale, value: string | Date): string {
  return new Intl.DateTimeFormat(REGION[locale], { dateStyle: "medium", timeStyle: "short", timeZone: ZONE }).format(new Date(value));
}

/** A date with the time of a clock whose zone is not known: it is shown as it is written. */
export function formatClockTime(locale: Locale, value: string): string {
  return new Intl.DateTimeFormat(REGION[locale], { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(
    new Date(`${value}Z`),
  );
}

/** The time of day, for places that already show the day. */
export function formatTime(locale: Locale, value: string | Date): string {
  return new Intl.DateTimeFormat(REGION[locale], { timeStyle: "short", timeZone: ZONE }).format(new Date(value));
}

/** How long ago, in the largest fitting unit. */
export function formatAgo(locale: Locale, value: string | Date, now: Date): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const units = [
    ["year", 31_557_600],
    ["month", 2_629_800],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const relative = new Intl.RelativeTimeFormat(REGION[locale], { numeric: "auto" });
  for (const [unit, length] of units) if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  return relative.format(Math.round(seconds), "second");
}

/** Takes square metres: m² under one hectare, ha under one km², else km². */
export function formatArea(locale: Locale, squareMetres: number): string {
  if (squareMetres < 10_000) return `${formatNumber(locale, squareMetres, 0)}\u00a0m²`;
  if (squareMetres < 1_000_000) return `${formatNumber(locale, squareMetres / 10_000, 1)}\u00a0ha`;
  return `${formatNumber(locale, squareMetres / 1_000_000, 1)}\u00a0km²`;
}

/** Takes metres: m under one kilometre, else km. */
export function formatDistance(locale: Locale, metres: number): string {
  if (metres < 1000) return `${formatNumber(locale, metres, metres < 10 ? 1 : 0)}\u00a0m`;
  return `${formatNumber(locale, metres / 1000, metres < 10_000 ? 1 : 0)}\u00a0km`;
}

/** Takes bytes, in decimal units (ko, Mo in French). */
export function formatBytes(locale: Locale, bytes: number): string {
  const units = locale === "fr" ? ["o", "ko", "Mo", "Go", "To"] : ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(locale, bytes / 1000 ** power, power === 0 ? 0 : 1)}\u00a0${units[power] ?? ""}`;
}

/** Takes seconds, rounded for a person who waits. */
export function formatDuration(locale: Locale, seconds: number): string {
  if (seconds < 60) return `${formatNumber(locale, Math.max(1, seconds), 0)}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return rest === 0 ? `${minutes}\u00a0min` : `${minutes}\u00a0min ${rest}\u00a0s`;
}

/** Takes degrees; five decimals (about a metre). */
export function formatCoordinates(locale: Locale, lon: number, lat: number): string {
  const degrees = new Intl.NumberFormat(REGION[locale], { minimumFractionDigits: 5, maximumFractionDigits: 5 });
  const west = locale === "fr" ? "O" : "W";
  return `${degrees.format(Math.abs(lat))}°\u00a0${lat < 0 ? "S" : "N"}, ${degrees.format(Math.abs(lon))}°\u00a0${lon < 0 ? west : "E"}`;
}

/** One longitude or latitude, with the decimals that it has: "4,38° E". */
export function formatDegrees(locale: Locale, degrees: number, axis: "lon" | "lat"): string {
  const figure = new Intl.NumberFormat(REGION[locale], { maximumFractionDigits: 6 }).format(Math.abs(degrees));
  const [positive, negative] = axis === "lat" ? ["N", "S"] : ["E", locale === "fr" ? "O" : "W"];
  return `${figure}°\u00a0${degrees < 0 ? negative : positive}`;
}

/** Puts non-breaking spaces before “:” or “?”, so that no line begins with the sign. Leaves skeletons of ICU (`, ::percent`) unchanged. */
export function unbroken(text: string): string {
  return text.replace(/ (?=[;?!»%]|:(?!:))/g, "\u00a0").replace(/« /g, "«\u00a0");
}
