/** The time zone of days and hours that people read. */
export const ZONE = "Europe/Paris";

/** Made when it is first needed: a slow browser takes a twentieth of a second for it. */
let paris: Intl.DateTimeFormat | undefined;

/** The day of a moment in Europe/Paris, as YYYY-MM-DD. */
export function dayOf(moment: Date): string {
  paris ??= new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
  return paris.format(moment);
}

/** Some days later; earlier for a negative number. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** All days from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return Array.from({ length: count }, (_, index) => daysLater(from, index));
}
