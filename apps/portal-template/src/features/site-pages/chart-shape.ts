export interface Point {
  readonly label: string;
  readonly value: number;
}

/** Ends of an axis that holds these values and zero, and its marks: at most about `wanted`, at round values. */
export function axisOf(
  values: readonly number[],
  wanted = 4,
): { readonly low: number; readonly high: number; readonly marks: readonly number[] } {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = most - least || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? 10 * power;
  const [first, last] = [Math.floor(least / step), Math.max(Math.ceil(most / step), Math.floor(least / step) + 1)];
  const marks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { low: marks[0] ?? 0, high: marks.at(-1) ?? 1, marks };
}

export interface Arc {
  readonly label: string;
  readonly share: number;
  readonly path: string;
}

/** Shares of a ring, clockwise from the top; a lone one is the whole ring. Negative values have no share. */
export function ringOf(points: readonly Point[], outer = 100, inner = 62): Arc[] {
  const counted = points.filter(({ value }) => value > 0);
  const total = counted.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return counted.map(({ label, value }) => {
    const share = value / total;
    const start = from;
    from += share;
    return { label, share, path: share > 0.9999 ? wholeRing(outer, inner) : arc(start, from, outer, inner) };
  });
}

const at = (share: number, radius: number) => {
  const angle = 2 * Math.PI * share - Math.PI / 2;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
};

function arc(from: number, to: number, outer: number, inner: number): string {
  const isLarge = to - from > 0.5 ? 1 : 0;
  return `M${at(from, outer)}A${outer} ${outer} 0 ${isLarge} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${isLarge} 0 ${at(from, inner)}Z`;
}

function wholeRing(outer: number, inner: number): string {
  const circle = (radius: number, turn: 0 | 1) =>
    `M0 ${-radius}A${radius} ${radius} 0 1 ${turn} 0 ${radius}A${radius} ${radius} 0 1 ${turn} 0 ${-radius}Z`;
  return circle(outer, 1) + circle(inner, 0);
}
