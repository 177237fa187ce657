import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import { formatDistance } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { type MapPalette, PAPER } from "./palette.ts";
import type { Projection } from "./path.ts";

/** The family of the document: its engine has no other one for drawings. */
const fontOf = ({ ink }: MapPalette) => `font-family="Inter, sans-serif" font-size="2.9" fill="${ink}"`;
const ROUND = [1, 2, 5] as const;

/** A bar of a round length, at most a quarter of the width, with its length. */
export function scaleBar({ widthMm, heightMm, denominator }: Projection, locale: Locale, palette: MapPalette = PAPER): string {
  const metres = roundLength(((widthMm / 4) * denominator) / 1_000);
  const mm = (metres * 1_000) / denominator;
  const [x, y] = [4, heightMm - 4];
  const half = mm / 2;
  const label = escapeMarkup(formatDistance(locale, metres));
  return `<path d="M${x - 2} ${y - 7}h${mm + 4}v9h-${mm + 4}z" fill="${palette.halo}" fill-opacity="0.92"/><path d="M${x} ${y - 1.4}h${half}v1.4h-${half}z" fill="${palette.ink}"/><path d="M${x} ${y - 1.4}h${mm}v1.4h-${mm}z" fill="none" stroke="${palette.ink}" stroke-width="0.2"/><text x="${x}" y="${y - 2.4}" ${fontOf(palette)}>0</text><text x="${x + mm}" y="${y - 2.4}" text-anchor="end" ${fontOf(palette)}>${label}</text>`;
}

function roundLength(most: number): number {
  let found = 1;
  for (let power = 1; power <= most; power *= 10) for (const digit of ROUND) if (digit * power <= most) found = digit * power;
  return found;
}

/** North is at the top: the metric CRSs of France turn the meridians by less than three degrees. */
export function northArrow({ widthMm }: Projection, letter: string, palette: MapPalette = PAPER): string {
  const x = widthMm - 7;
  return `<circle cx="${x}" cy="7.4" r="5.4" fill="${palette.halo}" fill-opacity="0.92"/><path d="M${x} 3.2l2 5.4l-2 -1.2l-2 1.2z" fill="${palette.ink}"/><text x="${x}" y="11.6" text-anchor="middle" ${fontOf(palette)} font-weight="600">${escapeMarkup(letter)}</text>`;
}

/** What the ground must name, in the corner that nothing else uses. */
export function creditsOf({ widthMm, heightMm }: Projection, credits: string, palette: MapPalette): string {
  if (credits === "") return "";
  return `<text x="${widthMm - 1.2}" y="${heightMm - 1.3}" text-anchor="end" font-family="Inter, sans-serif" font-size="1.9" fill="none" stroke="${palette.halo}" stroke-width="0.6" stroke-linejoin="round">${escapeMarkup(credits)}</text><text x="${widthMm - 1.2}" y="${heightMm - 1.3}" text-anchor="end" font-family="Inter, sans-serif" font-size="1.9" fill="${palette.name}">${escapeMarkup(credits)}</text>`;
}
