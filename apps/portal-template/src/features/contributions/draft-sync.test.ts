import { changesToSave, type Draft, deleted, opened, withGeometry, withValue } from "@archipel/map/edit/draft.ts";
import { describe, expect, it } from "vitest";
import { draftOf, isKnown, type Kept, keptOf, planOf, proposalOf } from "./draft-sync.ts";

const point = { type: "Point" as const, coordinates: [0, 0] };
const row = { layerId: "l", version: 3, label: "Un", values: { nom: "Un", note: 1 }, geometry: point };
const start = opened({}, { ...row, fid: 1 });
const kept = (draft: Draft): Kept => new Map(changesToSave(draft).map((change) => [change.key, { editId: "e", change }]));

describe("planOf", () => {
  const renamed = withValue(start, "l/1", "nom", "Deux");

  it("saves new and different changes, and nothing when core-api has stored them all", () => {
    expect(planOf(new Map(), changesToSave(renamed))).toMatchObject({ discard: [], save: [{ values: { nom: "Deux" } }] });
    expect(planOf(kept(renamed), changesToSave(renamed))).toEqual({ discard: [], save: [] });
    const both = withGeometry(renamed, "l/1", { type: "Point", coordinates: [1, 1] });
    expect(planOf(kept(renamed), changesToSave(both))).toMatchObject({ discard: [], save: [{ geometry: { coordinates: [1, 1] } }] });
  });

  it("drops an edit before saving less of it", () => {
    const both = withValue(renamed, "l/1", "note", 2);
    expect(planOf(kept(both), changesToSave(renamed))).toMatchObject({ discard: ["e"], save: [{ values: { nom: "Deux" } }] });
    expect(planOf(kept(both), changesToSave(start))).toEqual({ discard: ["e"], save: [] });
    const gone = deleted(renamed, "l/1", "détruit");
    expect(planOf(kept(gone), changesToSave(renamed))).toMatchObject({ discard: ["e"], save: [{ operation: "update" }] });
  });
});

it("marks an edit that came without its shape, so that the shape is read later", () => {
  const base = { values: { nom: "Un" }, geometry: null };
  const diff = {
    layerId: "l",
    baseVersion: 3,
    label: "Un",
    theirs: base,
    conflict: null,
    reason: "",
    changedColumns: ["nom"],
    base,
    mine: base,
  };
  const found = keptOf([
    { ...diff, id: "a", operation: "update", fid: 1, hasGeometry: false },
    { ...diff, id: "b", operation: "update", fid: 2, hasGeometry: true },
    { ...diff, id: "c", operation: "delete", fid: 3, hasGeometry: false },
  ]);
  expect([...found.values()].map(({ change }) => change.isShapeUnread)).toEqual([true, undefined, undefined]);
});

it("plans a draft of many changes without comparing each pair", () => {
  const many: Draft = Object.fromEntries(
    Array.from({ length: 5000 }, (_, fid) => Object.entries(withValue(opened({}, { ...row, fid }), `l/${fid}`, "nom", "Deux"))).flat(),
  );
  const held = kept(many);
  expect(planOf(held, changesToSave(many))).toEqual({ discard: [], save: [] });
  expect(planOf(held, changesToSave(withValue(many, "l/4000", "nom", "Trois"))).save).toHaveLength(1);
  expect(planOf(held, []).discard).toHaveLength(5000);
});

it("opens a draft as core-api has stored it", () => {
  const base = { values: { nom: "Un" }, geometry: point };
  const diff = { layerId: "l", baseVersion: 3, label: "Un", theirs: base, conflict: null, reason: "" };
  const found = keptOf([
    {
      ...diff,
      id: "a",
      operation: "update",
      fid: 1,
      changedColumns: ["nom"],
      hasGeometry: false,
      base,
      mine: { ...base, values: { nom: "Deux" } },
    },
    {
      ...diff,
      id: "b",
      operation: "insert",
      fid: null,
      baseVersion: null,
      changedColumns: ["nom"],
      hasGeometry: true,
      base: null,
      mine: base,
    },
    { ...diff, id: "c", operation: "delete", fid: 2, changedColumns: [], hasGeometry: false, base, mine: null, reason: "détruit" },
  ]);
  const changes = changesToSave(draftOf(found));
  expect(changes.map(proposalOf)).toEqual([
    { operation: "update", layerId: "l", fid: 1, baseVersion: 3, values: { nom: "Deux" } },
    { operation: "insert", editId: "b", layerId: "l", values: { nom: "Un" }, geometry: point },
    { operation: "delete", layerId: "l", fid: 2, baseVersion: 3, reason: "détruit" },
  ]);
  expect(changes[2]?.reason).toBe("détruit");
  expect(planOf(found, changes)).toEqual({ discard: [], save: [] });
});

it("counts as news a version newer than the page's, not one reported while it saved", () => {
  const standing = { status: "draft" as const, editsVersion: 7, said: 0 };
  expect([6, 7, 12].map((version) => isKnown(standing, version, "draft"))).toEqual([false, true, true]);
  expect(isKnown({ ...standing, status: "submitted" }, 12, "draft")).toBe(false);
  expect(isKnown(null, 12, "draft")).toBe(false);
});
