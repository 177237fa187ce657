/** The hour at which a snoozed report comes back. */
const MORNING = 8;

export type SnoozeChoice = "tomorrow" | "week" | "month";
export const SNOOZES: readonly SnoozeChoice[] = ["tomorrow", "week", "month"];

/** The end of a snooze, in the person's time zone: tomorrow, next Monday, or the first day of next month. */
export function snoozeEnd(choice: SnoozeChoice, now: Date): Date {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  if (choice === "tomorrow") return new Date(year, month, day + 1, MORNING);
  if (choice === "month") return new Date(year, month + 1, 1, MORNING);
  return new Date(year, month, day + ((8 - now.getDay()) % 7 || 7), MORNING);
}

/** The morning of a day as a date input writes it; null when the day is invalid or past. */
export function morningOf(day: string, now: Date): Date | null {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return null;
  const morning = new Date(year, month - 1, date, MORNING);
  return morning > now ? morning : null;
}
