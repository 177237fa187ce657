import { expect, test } from "vitest";
import { matchesModel } from "./matches-model.ts";

const plu = {
  key: "cnig-plu-2024",
  title: { fr: "CNIG PLU 2024 – Plan local d’urbanisme", en: "CNIG PLU 2024 – Local planning scheme" },
  standard: { name: "CNIG PLU", version: "v2024", url: null },
};

test.each([
  ["", true],
  ["plu 2024", true],
  ["2024  PLU", true],
  ["PLÚ", true],
  ["planning", true],
  ["cnig-plu-2024", true],
  ["plu 2017", false],
])("“%s” finds it: %s", (typed, expected) => expect(matchesModel(plu, typed)).toBe(expected));
