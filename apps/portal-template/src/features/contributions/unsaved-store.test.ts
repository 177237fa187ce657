import { added, type Draft, dropped, opened, withValue } from "@archipel/map/edit/draft.ts";
import { expect, it } from "vitest";
import { type Kept, planOf, unsavedOf } from "./draft-sync.ts";
import { withUnsaved } from "./unsaved-store.ts";

const point = { type: "Point" as const, coordinates: [0, 0] };
const feature = (fid: number) => ({ layerId: "l", fid, version: 3, label: `${fid}`, values: { nom: "Un" }, geometry: point });
const keptOf = (draft: Draft): Kept =>
  new Map(Object.values(draft).map((change) => [change.key, { editId: `edit-${change.key}`, change }]));

it("brings back exactly what was not saved when the service went away, and asks core-api for the rest only", () => {
  const stored = withValue(withValue(opened(opened({}, feature(1)), feature(2)), "l/1", "nom", "Deux"), "l/2", "nom", "Trois");
  const kept = keptOf(stored);
  const renamed = withValue(stored, "l/1", "nom", "Quatre");
  const wanted = dropped(added(renamed, { editId: "e", layerId: "l", label: "", values: {}, geometry: point }), "l/2");

  const unsaved = unsavedOf(kept, Object.values(wanted));
  expect(unsaved.gone).toEqual(["l/2"]);
  expect(unsaved.changes.map(({ key }) => key)).toEqual(["l/1", "new/e"]);

  const back = withUnsaved(stored, unsaved);
  expect(back).toEqual(wanted);
  expect(planOf(kept, Object.values(back))).toEqual(planOf(kept, Object.values(wanted)));
  expect(withUnsaved(stored, unsavedOf(kept, Object.values(stored)))).toEqual(stored);
});
