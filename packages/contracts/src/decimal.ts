const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A number as people and programs write it, with a decimal point, which the database reads as the same. JavaScript also reads `0b1`, `0o7`,
 * `0x1f` and `1e-999` as numbers: here they are not.
 *
 * @param text outer spaces are ignored
 * @returns undefined when the text is not such a number
 */
export function decimalOf(text: string): number | undefined {
  const plain = text.trim();
  const number = DECIMAL.test(plain) ? Number(plain) : Number.NaN;
  const isLost = number === 0 && /[1-9]/.test(plain.split(/e/i)[0] ?? "");
  return Number.isFinite(number) && !isLost ? number : undefined;
}
