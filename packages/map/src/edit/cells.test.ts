import { describe, expect, it } from "vitest";
import { type ReadFeature, withCells, wrongCells } from "./cells.ts";
import { added, changesToSave, type Draft, deleted, done, historyOf, opened, undone, withValue } from "./draft.ts";

const feature = (fid: number): ReadFeature => ({
  layerId: "l",
  fid,
  version: 3,
  label: `n° ${fid}`,
  values: { nom: `Zone ${fid}`, niveau: 1 },
});
const read = new Map([1, 2, 3].map((fid) => [`l/${fid}`, feature(fid)]));
const point = { type: "Point" as const, coordinates: [1, 2] };

describe("cells", () => {
  it("opens features that are not in the draft with the version that was read, and only changed ones", () => {
    const draft = withCells({}, read, [
      { key: "l/1", column: "nom", value: "Neuf" },
      { key: "l/2", column: "nom", value: "Zone 2" },
      { key: "l/3", column: "niveau", value: 2 },
      { key: "l/3", column: "niveau", value: 1 },
      { key: "l/9", column: "nom", value: "inconnue" },
    ]);
    expect(Object.keys(draft)).toEqual(["l/1"]);
    expect(draft["l/1"]).toMatchObject({ baseVersion: 3, values: { nom: "Neuf" }, isShapeUnread: true, geometry: undefined });
    expect(withCells(draft, read, [{ key: "l/1", column: "nom", value: "Neuf" }])).toBe(draft);
  });

  it("keeps a text that does not fit apart from the values to save, until a value replaces it", () => {
    const wrong = withCells({}, read, [{ key: "l/1", column: "niveau", wrong: "douze" }]);
    expect([changesToSave(wrong), wrongCells(wrong, "l"), wrongCells(wrong, "m")]).toEqual([[], [{ key: "l/1", column: "niveau" }], []]);
    const mended = withValue(wrong, "l/1", "niveau", 12);
    expect(wrongCells(mended, "l")).toEqual([]);
    expect(changesToSave(mended)[0]?.values).toEqual({ niveau: 12 });
    expect(wrongCells(withCells(wrong, read, [{ key: "l/1", column: "niveau", value: 1 }]), "l")).toEqual([]);
  });

  it("writes to new features, skips deleted ones, and is one step of undo", () => {
    const start: Draft = deleted(
      added(opened({}, { ...feature(2), geometry: point }), { editId: "e", layerId: "l", label: "", values: {}, geometry: point }),
      "l/2",
      "détruit",
    );
    const history = done(
      historyOf(start),
      withCells(start, read, [
        { key: "new/e", column: "nom", value: "Nouvelle" },
        { key: "l/2", column: "nom", value: "non" },
        { key: "l/3", column: "nom", value: "Trois" },
      ]),
    );
    expect(changesToSave(history.present).map(({ key, values }) => [key, values])).toEqual([
      ["l/2", {}],
      ["new/e", { nom: "Nouvelle" }],
      ["l/3", { nom: "Trois" }],
    ]);
    expect(undone(history).present).toBe(start);
  });

  it("gets its shape when it is opened later, and keeps the written values", () => {
    const draft = withCells({}, read, [{ key: "l/1", column: "nom", value: "Neuf" }]);
    const whole = opened(draft, { ...feature(1), geometry: point });
    expect(whole["l/1"]).toMatchObject({ values: { nom: "Neuf" }, base: { geometry: point } });
    expect(whole["l/1"]).not.toHaveProperty("isShapeUnread");
    expect(opened(whole, { ...feature(1), geometry: null })).toBe(whole);
  });

  it("drops the oldest undo steps of a large draft, never the last ones", () => {
    const large: Draft = Object.fromEntries(
      Object.entries(opened({}, { ...feature(1), geometry: null })).flatMap(([, change]) =>
        Array.from({ length: 20_000 }, (_, index) => [`l/${index}`, change] as const),
      ),
    );
    let history = historyOf(large);
    for (let step = 0; step < 27; step++) history = done(history, { ...history.present });
    expect(history.past).toHaveLength(25);
    for (let step = 0; step < 300; step++) history = done(history, { [step]: large["l/1"] } as Draft);
    expect(history.past.length).toBe(325);
  });
});
