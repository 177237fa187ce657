import { describe, expect, it } from "vitest";
import { withCells } from "./cells.ts";
import { added, changesToSave, type Draft, deleted, done, historyOf, opened, redone, undone, withGeometry, withValue } from "./draft.ts";
import { isSameChange, rebased, rebasedHistory } from "./follow-draft.ts";

const point = (x: number) => ({ type: "Point" as const, coordinates: [x, 0] });
const open = (draft: Draft, fid: number) =>
  opened(draft, { layerId: "l", fid, version: 1, label: `Feature ${fid}`, values: { nom: "Un", note: 1 }, geometry: point(fid) });
const start = open(open({}, 1), 2);
const saved = (draft: Draft) =>
  Object.fromEntries(
    changesToSave(draft).map(({ key, operation, values, geometry }) => [key, { operation, values, ...(geometry && { geometry }) }]),
  );

describe("a draft that follows what another page saved", () => {
  const known = withValue(start, "l/1", "nom", "Deux");

  it("takes everything when nothing is unsaved here", () => {
    const after = withGeometry(withValue(withValue(known, "l/1", "nom", "Trois"), "l/2", "note", 5), "l/2", point(9));
    expect(saved(rebased(known, known, after))).toEqual(saved(after));
    // A change undone in the other page is undone here; the feature stays open.
    const back = rebased(known, known, start);
    expect(saved(back)).toEqual({});
    expect(back["l/1"]).toBeDefined();
  });

  it("keeps what is not saved yet, column by column", () => {
    const mine = withValue(known, "l/1", "note", 7);
    const after = withGeometry(withValue(withValue(known, "l/1", "nom", "Trois"), "l/1", "note", 3), "l/1", point(4));
    expect(saved(rebased(mine, known, after))).toEqual({
      "l/1": { operation: "update", values: { nom: "Trois", note: 7 }, geometry: point(4) },
    });
  });

  it("keeps a feature that was dropped or drawn here, and a deletion against a change", () => {
    const { "l/1": _, ...dropped } = known;
    expect(saved(rebased(dropped, known, withValue(known, "l/1", "nom", "Trois")))).toEqual({});
    const drawn = added(known, { editId: "e", layerId: "l", label: "", values: {}, geometry: point(3) });
    expect(Object.keys(saved(rebased(drawn, known, withValue(known, "l/2", "note", 2))))).toEqual(["l/1", "l/2", "new/e"]);
    expect(saved(rebased(deleted(known, "l/1", "Gone"), known, withValue(known, "l/1", "nom", "Trois")))["l/1"]).toMatchObject({
      operation: "delete",
    });
  });

  it("keeps only the unsaved changes when the rest was sent in another page", () => {
    const mine = withValue(withValue(known, "l/1", "note", 7), "l/2", "nom", "Nouveau");
    expect(saved(rebased(mine, known, {}))).toEqual({
      "l/1": { operation: "update", values: { note: 7 } },
      "l/2": { operation: "update", values: { nom: "Nouveau" } },
    });
    expect(saved(rebased(known, known, {}))).toEqual({});
  });

  it("keeps the geometry that was read here, and texts that do not fit yet", () => {
    const unread = (draft: Draft): Draft => {
      const change = draft["l/1"];
      return change?.base ? { ...draft, "l/1": { ...change, base: { ...change.base, geometry: null }, isShapeUnread: true } } : draft;
    };
    const after = unread(withValue(known, "l/1", "nom", "Trois"));
    const mine = known["l/1"] ? { ...known, "l/1": { ...known["l/1"], wrong: { note: "beaucoup" } } } : known;
    const next = rebased(mine, known, after)["l/1"];
    expect(next).toMatchObject({ values: { nom: "Trois" }, base: { geometry: point(1) }, wrong: { note: "beaucoup" } });
    expect(next).not.toHaveProperty("isShapeUnread");
  });

  it("keeps texts that were written here and do not fit, whatever comes in", () => {
    const mine = withCells(known, new Map(), [
      { key: "l/1", column: "note", wrong: "douze" },
      { key: "l/2", column: "note", wrong: "treize" },
    ]);
    const next = rebased(mine, known, withValue(withValue(known, "l/1", "nom", "Trois"), "l/2", "nom", "Quatre"));
    expect([next["l/1"], next["l/2"]]).toMatchObject([
      { values: { nom: "Trois" }, wrong: { note: "douze" } },
      { values: { nom: "Quatre" }, wrong: { note: "treize" } },
    ]);
  });

  it("does not treat another order of columns as a change", () => {
    const one = withValue(withValue(start, "l/1", "nom", "A"), "l/1", "note", 2);
    const other = withValue(withValue(start, "l/1", "note", 2), "l/1", "nom", "A");
    expect(isSameChange(one["l/1"], other["l/1"])).toBe(true);
    expect(rebased(one, one, other)).toEqual(one);
  });
});

it("undoes what was done here, never what was saved in another page", () => {
  const first = withValue(start, "l/1", "nom", "Deux");
  const second = withValue(first, "l/1", "note", 7);
  const history = done(done(historyOf(start), first), second);
  // All of it is saved; then another page changes the other feature.
  const after = withValue(second, "l/2", "nom", "Autre");
  const now = rebasedHistory(history, second, after);
  expect(saved(now.present)).toEqual(saved(after));
  const back = undone(undone(now));
  expect(saved(back.present)).toEqual({ "l/2": { operation: "update", values: { nom: "Autre" } } });
  expect(saved(redone(redone(back)).present)).toEqual(saved(after));
});
