/** Milliseconds that a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The value in the middle; of an even number, the higher of the two there. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** `name p50 … p95 … max …`, in milliseconds. */
export function timesRow(name: string, values: readonly number[]): string {
  const at = (share: number) => quantile(values, share).toFixed(1).padStart(7);
  return `${name} p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)}`;
}
