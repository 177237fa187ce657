import { unbroken } from "./format.ts";

/** Catalogues are written with plain spaces; each text of one, at any depth, gets those that French does not break at. */
export function withFrenchSpaces<T extends object>(messages: T): T {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === "string" ? unbroken(value) : withFrenchSpaces(value)]),
  ) as T;
}
