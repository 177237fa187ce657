import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Merged, mergeThreeWay, type Proposal, type Snapshot } from "./three-way.ts";

const columns = ["a", "b", "c"];
const value = fc.constantFrom(null, 0, 1, "x", "y", true);
const values = fc.record(Object.fromEntries(columns.map((column) => [column, value])));
const geometry = fc.constantFrom(null, "00", "01", "02");
const snapshot: fc.Arbitrary<Snapshot> = fc.record({ values, geometry });
const proposal: fc.Arbitrary<Proposal> = fc.record({
  operation: fc.constantFrom("update" as const, "delete" as const),
  values: fc.subarray(columns).chain((some) => fc.record(Object.fromEntries(some.map((column) => [column, value])))),
  geometry: fc.option(geometry, { nil: undefined }),
});

/** The merged feature, if there is no conflict. */
function after(merged: Merged, theirs: Snapshot | null): Snapshot | null {
  if (merged.outcome === "delete") return null;
  if (merged.outcome !== "write" || theirs === null) return theirs;
  return {
    values: { ...theirs.values, ...merged.values },
    geometry: merged.geometry === undefined ? theirs.geometry : merged.geometry,
  };
}

/** The feature that the author of a proposal wants. */
function wanted(base: Snapshot, mine: Proposal): Snapshot | null {
  if (mine.operation === "delete") return null;
  return { values: { ...base.values, ...mine.values }, geometry: mine.geometry === undefined ? base.geometry : mine.geometry };
}

const asUpdate = (from: Snapshot, to: Snapshot): Proposal => ({
  operation: "update",
  values: Object.fromEntries(
    columns.filter((column) => from.values[column] !== to.values[column]).map((column) => [column, to.values[column] ?? null]),
  ),
  geometry: from.geometry === to.geometry ? undefined : to.geometry,
});

describe("the three-way merge", () => {
  it("gives exactly the proposal when nobody else changed anything", () => {
    fc.assert(
      fc.property(snapshot, proposal, (base, mine) => {
        const merged = mergeThreeWay(base, mine, base);
        expect(merged.outcome).not.toBe("conflict");
        expect(after(merged, base)).toEqual(wanted(base, mine));
      }),
    );
  });

  it("never silently loses a change of either side", () => {
    fc.assert(
      fc.property(snapshot, proposal, snapshot, (base, mine, theirs) => {
        const merged = mergeThreeWay(base, mine, theirs);
        if (merged.outcome === "conflict") return;
        const result = after(merged, theirs);
        const target = wanted(base, mine);
        if (result === null || target === null) {
          expect(result).toEqual(target);
          expect(theirs).toEqual(base);
          return;
        }
        for (const column of columns) {
          if (theirs.values[column] !== base.values[column]) expect(result.values[column]).toBe(theirs.values[column]);
          if (target.values[column] !== base.values[column]) expect(result.values[column]).toBe(target.values[column]);
        }
        if (theirs.geometry !== base.geometry) expect(result.geometry).toBe(theirs.geometry);
        if (target.geometry !== base.geometry) expect(result.geometry).toBe(target.geometry);
      }),
    );
  });

  it("conflicts only where both sides changed the same thing differently, and names it", () => {
    fc.assert(
      fc.property(snapshot, snapshot, snapshot, (base, mineState, theirs) => {
        const merged = mergeThreeWay(base, asUpdate(base, mineState), theirs);
        const clashes = columns.filter((column) => {
          const [b, m, t] = [base.values[column], mineState.values[column], theirs.values[column]];
          return m !== b && t !== b && m !== t;
        });
        const { geometry: g } = base;
        const geometryClashes = mineState.geometry !== g && theirs.geometry !== g && mineState.geometry !== theirs.geometry;
        if (clashes.length === 0 && !geometryClashes) expect(merged.outcome).not.toBe("conflict");
        else expect(merged).toEqual({ outcome: "conflict", conflict: { columns: clashes, geometry: geometryClashes, isDeleted: false } });
      }),
    );
  });

  it("gives the same feature in either order of two edits", () => {
    fc.assert(
      fc.property(snapshot, snapshot, snapshot, (base, one, two) => {
        const [first, second] = [asUpdate(base, one), asUpdate(base, two)];
        const results = [
          [first, second],
          [second, first],
        ].map(([early, late]) => {
          if (!early || !late) return null;
          const middle = after(mergeThreeWay(base, early, base), base);
          const merged = mergeThreeWay(base, late, middle);
          return merged.outcome === "conflict" ? "conflict" : after(merged, middle);
        });
        expect(results[0]).toEqual(results[1]);
      }),
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(snapshot, proposal, (base, mine) => {
        const once = after(mergeThreeWay(base, mine, base), base);
        expect(mergeThreeWay(base, mine, once)).toEqual({ outcome: "nothing" });
      }),
    );
  });

  it("neither deletes a feature changed meanwhile, nor changes a deleted one", () => {
    fc.assert(
      fc.property(snapshot, snapshot, (base, theirs) => {
        const deletion = mergeThreeWay(base, { operation: "delete", values: {}, geometry: undefined }, theirs);
        const isSame = JSON.stringify(theirs) === JSON.stringify(base);
        expect(deletion.outcome).toBe(isSame ? "delete" : "conflict");
        const change = mergeThreeWay(base, asUpdate(base, theirs), null);
        expect(change.outcome).toBe(isSame ? "nothing" : "conflict");
      }),
    );
  });
});
