import type { VisitReport } from "@archipel/contracts/visits.ts";
import { dayOf, daysLater } from "@archipel/i18n/days.ts";

export const PERIODS = ["7", "30", "90", "365"] as const;
export type Period = (typeof PERIODS)[number];

/** The last days up to today, in Europe/Paris: `from` and `to` as YYYY-MM-DD, both included. */
export function lastDays(period: Period, now: Date): { from: string; to: string } {
  const to = dayOf(now);
  return { from: daysLater(to, 1 - Number(period)), to };
}

export function totals({ days }: Pick<VisitReport, "days">): { views: number; visitors: number } {
  return days.reduce((sum, day) => ({ views: sum.views + day.views, visitors: sum.visitors + day.visitors }), { views: 0, visitors: 0 });
}

/** How a figure changed since the days before: the share is a positive number. */
export function change(now: number, before: number): { is: "more" | "less" | "same" | "none"; share: number } {
  if (before === 0) return { is: "none", share: 0 };
  if (now === before) return { is: "same", share: 0 };
  return { is: now > before ? "more" : "less", share: Math.abs(now - before) / before };
}

/** A round number above the highest day, for the top of the chart. */
export function topOf(highest: number): number {
  if (highest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= highest) ?? 10) * power;
}
