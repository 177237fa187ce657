/** Programs print no longer number. */
const LONGEST = 100;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[ +-]?\d{1,4})?$/i;

/**
 * The number of a text from an address, as JavaScript, Python, Java and R print them: `0.12345678901234567`, `5e-7`, `-1.2E-05`, `+3.5`. An address
 * has a space for a `+` that was not escaped (`1e+05`), so spaces are accepted around the number and in place of that sign. Null for all other texts.
 */
export function numberIn(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST || !NUMBER.test(trimmed)) return null;
  const value = Number(trimmed.replace(" ", "+"));
  return Number.isFinite(value) ? value : null;
}

/** The numbers of a text, separated by commas; null when a part of it is not a number. */
export function numbersIn(text: string): number[] | null {
  const numbers = text.split(",").map(numberIn);
  return numbers.every((value) => value !== null) ? numbers : null;
}
