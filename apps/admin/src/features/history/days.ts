/** A day as a date field has it (`YYYY-MM-DD`), in the person's own time. */
export function daysAgo(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return [day.getFullYear(), String(day.getMonth() + 1).padStart(2, "0"), String(day.getDate()).padStart(2, "0")].join("-");
}

/** From the first moment of a day to the last of another; null when they are not days in that order. */
export function momentsOf(from: string, to: string): { from: Date; to: Date } | null {
  const start = new Date(`${from}T00:00:00`);
  const end = new Date(`${to}T23:59:59.999`);
  return start <= end ? { from: start, to: end } : null;
}
