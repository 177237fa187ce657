import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { expect, it } from "vitest";
import { allOf, isGone, NO_CHOICE, openChoices, resolutionOf } from "./resolution.ts";

const diff: EditDiff = {
  id: "0197a0a0-0000-7000-8000-000000000001",
  layerId: "0197a0a0-0000-7000-8000-000000000002",
  operation: "update",
  fid: 1,
  baseVersion: 1,
  label: "Zone 1",
  changedColumns: ["nom", "niveau"],
  hasGeometry: true,
  reason: "",
  base: { values: { nom: "A", niveau: 1 }, geometry: null },
  mine: { values: { nom: "B", niveau: 2 }, geometry: null },
  theirs: { values: { nom: "C", niveau: 3 }, geometry: null },
  conflict: { columns: ["nom", "niveau"], geometry: true, isDeleted: false },
};
const fields = [
  { name: "nom", column: "nom", type: "text" as const },
  { name: "niveau", column: "niveau", type: "boolean" as const },
];

it("asks for each attribute and for the geometry, and for nothing once the edit is dropped", () => {
  expect(openChoices(diff, NO_CHOICE)).toBe(3);
  expect(openChoices(diff, { ...NO_CHOICE, columns: { nom: { side: "mine", typed: "" } } })).toBe(2);
  expect(openChoices(diff, allOf(diff, "theirs"))).toBe(0);
  expect(openChoices(diff, { ...NO_CHOICE, decision: "drop" })).toBe(0);
  expect(openChoices({ ...diff, conflict: null }, NO_CHOICE)).toBe(0);
});

it("sends the value of the chosen side, or the typed text in the column's type", () => {
  const typed = {
    ...allOf(diff, "theirs"),
    columns: { nom: { side: "mine", typed: "" }, niveau: { side: "typed", typed: "true" } },
  } as const;
  expect(resolutionOf(diff, typed, fields)).toEqual({
    editId: diff.id,
    decision: "keep",
    values: { nom: "B", niveau: true },
    geometry: "theirs",
  });
  const emptied = { ...typed, columns: { nom: { side: "typed", typed: " " }, niveau: { side: "theirs", typed: "" } } } as const;
  expect(resolutionOf(diff, emptied, fields).values).toEqual({ nom: null, niveau: 3 });
  expect(resolutionOf(diff, { ...NO_CHOICE, decision: "drop" }, fields)).toEqual({ editId: diff.id, decision: "drop" });
});

it("offers only to drop the edit when the feature is gone", () => {
  const deleted = { columns: ["nom"], geometry: false, isDeleted: true };
  const gone: EditDiff = { ...diff, theirs: null, conflict: deleted };
  expect(isGone(gone)).toBe(true);
  expect(openChoices(gone, NO_CHOICE)).toBe(1);
  const mineGone: EditDiff = { ...diff, operation: "delete", mine: null, conflict: deleted };
  expect(isGone(mineGone)).toBe(false);
  expect(resolutionOf(mineGone, { ...NO_CHOICE, decision: "keep" }, fields).values).toEqual({});
});

it("takes a drawn shape as the result, and waits until it is drawn", () => {
  const begun = { ...allOf(diff, "mine"), geometry: "drawn" as const };
  expect(openChoices(diff, begun)).toBe(1);
  const drawn = { type: "Point", coordinates: [2, 46] };
  expect(openChoices(diff, { ...begun, drawn })).toBe(0);
  expect(resolutionOf(diff, { ...begun, drawn }, fields)).toMatchObject({ values: { nom: "B" }, geometry: drawn });
});
