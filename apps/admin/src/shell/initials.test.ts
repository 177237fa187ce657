import { expect, it } from "vitest";
import { initials } from "./initials.ts";

it.each([
  ["Zoé Tanguy", "ZT"],
  ["Zoé Tanguy 🌿", "ZT"],
  ["🌿 Zoé", "Z"],
  ["(dit) Émile", "DÉ"],
  ["", ""],
])("the initials of %s are %s", (name, expected) => expect(initials(name)).toBe(expected));
