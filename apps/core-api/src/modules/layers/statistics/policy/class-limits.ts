import type { ComputedMethod } from "@archipel/contracts/layers.ts";

/** Neighbouring values of a column in one bin, or a single value; bins ascend and do not overlap. */
export interface Bin {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
}

/**
 * Where each class starts, ascending; the first is the lowest value. There are fewer classes than wanted when there are fewer bins, and
 * never two with the same start.
 *
 * @param bins in ascending order; up to a thousand or so, because natural breaks compare each with each
 */
export function classStarts(method: ComputedMethod, bins: readonly Bin[], classCount: number): number[] {
  const [first] = bins;
  const last = bins.at(-1);
  if (!first || !last) return [];
  const count = Math.min(classCount, bins.length);
  if (count < 2) return [first.min];
  if (method === "equal") {
    const step = (last.max - first.min) / classCount;
    return Array.from({ length: classCount }, (_, index) => first.min + index * step);
  }
  const starts = method === "quantile" ? quantileStarts(bins, count) : naturalStarts(bins, count);
  return starts.map((place) => bins[place]?.min ?? first.min);
}

/** Indexes of the bins that begin the classes: as many features in each class as the bins allow. */
function quantileStarts(bins: readonly Bin[], count: number): number[] {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const starts = [0];
  let before = 0;
  bins.forEach((bin, place) => {
    const wanted = (starts.length * total) / count;
    // The class begins at the bin whose start is nearest to the wanted share.
    if (place > 0 && starts.length < count && (before >= wanted || wanted - before < before + bin.count - wanted)) {
      if (before > 0) starts.push(place);
    }
    before += bin.count;
  });
  return starts;
}

/**
 * Natural breaks (Jenks; Fisher's exact solution): the classes with the least sum of squared differences from their means. Dynamic
 * programming over the bins: `best[k][i]` is the least sum of the first `i` bins in `k` classes.
 */
function naturalStarts(bins: readonly Bin[], count: number): number[] {
  const size = bins.length;
  // Differences from the first mean: squares of large, near numbers would lose all digits.
  const origin = bins[0]?.mean ?? 0;
  const weight = new Float64Array(size + 1);
  const sum = new Float64Array(size + 1);
  const square = new Float64Array(size + 1);
  bins.forEach(({ mean, count: features }, index) => {
    const value = mean - origin;
    weight[index + 1] = (weight[index] ?? 0) + features;
    sum[index + 1] = (sum[index] ?? 0) + features * value;
    square[index + 1] = (square[index] ?? 0) + features * value * value;
  });
  const at = (list: Float64Array, index: number) => list[index] ?? 0;
  /** The squared differences within bins `from` (inclusive) to `to` (exclusive). */
  const spread = (from: number, to: number) => {
    const part = at(sum, to) - at(sum, from);
    return at(square, to) - at(square, from) - (part * part) / (at(weight, to) - at(weight, from));
  };
  let best = Float64Array.from({ length: size + 1 }, (_, to) => (to === 0 ? 0 : spread(0, to)));
  const cuts: Int32Array[] = [];
  for (let classes = 2; classes <= count; classes++) {
    const next = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Int32Array(size + 1);
    for (let to = classes; to <= size; to++) {
      for (let from = classes - 1; from < to; from++) {
        const found = at(best, from) + spread(from, to);
        if (found < at(next, to)) {
          next[to] = found;
          cut[to] = from;
        }
      }
    }
    best = next;
    cuts.push(cut);
  }
  const starts: number[] = [];
  let end = size;
  for (const cut of cuts.toReversed()) {
    end = cut[end] ?? 0;
    starts.unshift(end);
  }
  return [0, ...starts];
}
