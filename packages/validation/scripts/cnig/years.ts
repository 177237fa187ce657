export type Year = 2013 | 2014 | 2017 | 2022 | 2023 | 2024 | 2025;

/** Since 2017 rows of planning tables refer to their document (IDURBA) instead of their municipality. */
export const isNew = (year: Year) => year >= 2017;

/** Two-digit codes, separated by spaces: `01 02 03`. */
export const range = (from: number, to: number, without: readonly number[] = []) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .filter((number) => !without.includes(number))
    .map((number) => String(number).padStart(2, "0"))
    .join(" ");
