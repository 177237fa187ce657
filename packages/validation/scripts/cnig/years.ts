export type Year = 2013 | 2014 | 2017 | 2022 | 2023 | 2024 | 2025;

/** Tables of planning documents changed in 2017: rows name their document instead of their municipality. */
export const isNew = (year: Year) => year >= 2017;

/** Codes of two digits: `01 02 03`. */
export const range = (from: number, to: number, without: readonly number[] = []) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .filter((number) => !without.includes(number))
    .map((number) => String(number).padStart(2, "0"))
    .join(" ");
