/** Days as ISO 8601 writes them, `2023-10-08`, in UTC: no clock changes. */
export type StepUnit = "day" | "month" | "year";

const DAY_MS = 86_400_000;
/** Most steps of a slider: a longer span has coarser ones. */
const MOST_STEPS = { day: 120, month: 120 };

const millis = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

export const nextDay = (day: string): string => dayOf(millis(day) + DAY_MS);

export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(millis(text)) && dayOf(millis(text)) === text;

/** The step that divides a span into neither few nor too many parts. */
export function unitOf(earliest: string, latest: string): StepUnit {
  const days = (millis(latest) - millis(earliest)) / DAY_MS;
  if (days <= MOST_STEPS.day) return "day";
  return days / 30.4 <= MOST_STEPS.month ? "month" : "year";
}

/**
 * The last days of the steps from the first date to the last one: a slider at a step shows everything until it.
 *
 * @returns at least one day; the last is not before `latest`
 */
export function stepsOf(earliest: string, latest: string, unit: StepUnit = unitOf(earliest, latest)): string[] {
  const steps: string[] = [];
  let day = endOf(earliest, unit);
  while (steps.length < 1000) {
    steps.push(day);
    if (day >= latest) break;
    day = endOf(nextDay(day), unit);
  }
  return steps;
}

/** The first day of the step that ends at a day. */
export function startOf(day: string, unit: StepUnit): string {
  if (unit === "day") return day;
  return unit === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

function endOf(day: string, unit: StepUnit): string {
  if (unit === "day") return day;
  const [year = 0, month = 0] = day.split("-").map(Number);
  return unit === "year" ? `${day.slice(0, 4)}-12-31` : dayOf(Date.UTC(year, month, 0));
}

/** The index of the step that contains a day. */
export function stepAt(steps: readonly string[], day: string): number {
  const found = steps.findIndex((step) => step >= day);
  return found < 0 ? steps.length - 1 : found;
}
