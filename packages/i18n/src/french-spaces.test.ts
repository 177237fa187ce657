import { expect, it } from "vitest";
import { unbroken } from "./format.ts";
import { translator } from "./translator.ts";

it("leaves addresses, hours and number skeletons as they are", () => {
  for (const text of ["https://exemple.fr", "à 12:30", "{share, number, ::percent}"]) expect(unbroken(text)).toBe(text);
});

it("applies to the shown messages, only in French", () => {
  expect(translator("fr", "admin")("datasets.deleteQuestion", { title: "Sols" })).toBe("Supprimer «\u00a0Sols\u00a0»\u00a0?");
  expect(translator("en", "admin")("datasets.deleteQuestion", { title: "Sols" })).not.toContain("\u00a0");
});
