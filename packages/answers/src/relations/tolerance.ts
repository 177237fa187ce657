/** What a reader of a map can distinguish: half a millimetre on paper. */
const PAPER_M = 0.0005;
/** No planning data is more exact than a metre. */
const LEAST_M = 1;

/**
 * The distance within which a limit is uncertain, in metres: the accuracy of the data, half a millimetre at its scale, and at least one
 * metre. 1:5,000 gives 2.5 m, 1:50,000 gives 25 m.
 */
export function toleranceOf({
  accuracyM,
  scaleDenominator,
}: {
  accuracyM?: number | undefined;
  scaleDenominator?: number | undefined;
}): number {
  return Math.max(accuracyM ?? 0, (scaleDenominator ?? 0) * PAPER_M, LEAST_M);
}
