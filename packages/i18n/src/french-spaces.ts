import { unbroken } from "./format.ts";

/** Catalogues are written with plain spaces; replaces them by non-breaking ones in each text, at any depth, where French requires it. */
export function withFrenchSpaces<T extends object>(messages: T): T {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === "string" ? unbroken(value) : withFrenchSpaces(value)]),
  ) as T;
}
