import { expect, it } from "vitest";
import { listedNames, valueLabel } from "./value-label.ts";

it("lists codes by their labels, and tells features of one name apart by their number", () => {
  const use = { column: "usage", rule: { values: [{ value: "dwelling", label: "Logement" }, { value: "farm" }] } };
  const item = (fid: number, usage: string) => ({ fid, label: usage, properties: { usage } });
  expect(listedNames([item(7, "dwelling"), item(12, "dwelling"), item(9, "farm"), item(1, "mixed")], [use])).toEqual([
    "Logement (n°\u00a07)",
    "Logement (n°\u00a012)",
    "farm",
    "mixed",
  ]);
  expect([valueLabel(use, "dwelling"), valueLabel(use, "farm"), valueLabel({ column: "a" }, "b")]).toEqual([
    "Logement",
    undefined,
    undefined,
  ]);
});
