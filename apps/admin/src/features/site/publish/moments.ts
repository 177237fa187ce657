import { ZONE } from "@archipel/i18n/days.ts";

/** Made when it is first needed. */
let parts: Intl.DateTimeFormat | undefined;

/** A moment as a field for a day and a time shows it: `2026-11-28T09:30`. */
export function typedMoment(moment: Date): string {
  parts ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const part = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/** The moment of a text of this form; null for another text. A time that a change of the clock leaves out becomes the next one that exists. */
export function momentOf(typed: string): Date | null {
  const asUtc = Date.parse(`${typed}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed) || Number.isNaN(asUtc)) return null;
  // The offset at that time is not known before the time is: two rounds settle it.
  let moment = asUtc;
  for (let round = 0; round < 2; round++) moment = asUtc - offsetAt(moment);
  return new Date(moment);
}

function offsetAt(moment: number): number {
  return Date.parse(`${typedMoment(new Date(moment))}Z`) - Math.floor(moment / 60_000) * 60_000;
}
