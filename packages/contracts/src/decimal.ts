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

/** Programs print no longer number. */
const LONGEST = 100;

/**
 * The same in a parameter of an address, as JavaScript, Python, Java and R print numbers: `0.12345678901234567`, `5e-7`, `-1.2E-05`, `+3.5`. In an
 * address, a `+` that was not escaped is a space: `1e+05`.
 */
export function addressNumber(text: string): number | undefined {
  return text.length > LONGEST ? undefined : decimalOf(text.trim().replace(/^([^e]*e) (?=\d)/i, "$1+"));
}

/** Numbers of an address, separated by commas; undefined when a part is not one. */
export function addressNumbers(text: string): number[] | undefined {
  const numbers = text.split(",").map(addressNumber);
  return numbers.every((value) => value !== undefined) ? numbers : undefined;
}
