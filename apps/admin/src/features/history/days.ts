/** A day as date inputs write it (`YYYY-MM-DD`), in the person's time zone. */
export function daysAgo(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return [day.getFullYear(), String(day.getMonth() + 1).padStart(2, "0"), String(day.getDate()).padStart(2, "0")].join("-");
}

/** From the start of one day to the end of another; null when a date is invalid or they are out of order. */
export function momentsOf(from: string, to: string): { from: Date; to: Date } | null {
  const start = new Date(`${from}T00:00:00`);
  const end = new Date(`${to}T23:59:59.999`);
  return start <= end ? { from: start, to: end } : null;
}
