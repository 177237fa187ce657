import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SequenceWindow } from "./sequence-window.ts";

const snapshot = (xmin: number, xmax: number) => ({ xmin: BigInt(xmin), xmax: BigInt(xmax) });

describe("the window over the outbox's sequence", () => {
  it("waits for a number that may still come, without holding back later ones", () => {
    const window = new SequenceWindow(10);
    window.see([11, 13], snapshot(5, 9), 0);
    expect([window.floor, window.top, window.awaited]).toEqual([11, 13, [12]]);
    // Long after: a transaction from then is still open.
    window.see([14], snapshot(5, 20), 5000);
    window.see([], snapshot(7, 30), 90_000);
    expect(window.awaited).toEqual([12]);
    window.see([12], snapshot(7, 31), 90_001);
    expect([window.floor, window.awaited]).toEqual([14, []]);
  });

  it("gives a number up once all transactions that could bring it are over", () => {
    const window = new SequenceWindow(0);
    window.see([2], snapshot(5, 9), 0);
    window.see([], snapshot(9, 12), 500);
    // Not yet: the transaction that took the number may get its id a moment later.
    expect(window.floor).toBe(0);
    window.see([], snapshot(9, 12), 1000);
    window.see([], snapshot(11, 40), 1001);
    expect(window.floor).toBe(0);
    window.see([], snapshot(12, 50), 1002);
    expect([window.floor, window.awaited]).toEqual([2, []]);
  });

  it("never moves its floor past a number that comes later, in any order of commits", () => {
    // Each transaction takes a number, in order, and commits or rolls back at a time of its own.
    const transactions = fc.array(fc.record({ lasts: fc.nat(6000), isCommitted: fc.boolean() }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(transactions, (all) => {
        const begun = all.map(({ lasts, isCommitted }, index) => ({
          sequence: index + 1,
          start: index * 100,
          end: index * 100 + lasts,
          isCommitted,
        }));
        const window = new SequenceWindow(0);
        const seen = new Set<number>();
        for (let now = 0; now <= 20_000; now += 250) {
          const active = begun.filter(({ start, end }) => start <= now && end > now);
          const xmax = begun.filter(({ start }) => start <= now).length + 1;
          const visible = begun.filter(
            ({ end, isCommitted, sequence }) => isCommitted && end <= now && (sequence > window.top || window.awaited.includes(sequence)),
          );
          for (const { sequence } of visible) {
            expect(seen.has(sequence)).toBe(false);
            seen.add(sequence);
          }
          window.see(
            visible.map(({ sequence }) => sequence),
            snapshot(active[0]?.sequence ?? xmax, xmax),
            now,
          );
          const owed = begun.filter(({ end, isCommitted }) => isCommitted && end > now).map(({ sequence }) => sequence);
          expect(Math.min(...owed)).toBeGreaterThan(window.floor);
        }
        expect(seen).toEqual(new Set(begun.filter(({ isCommitted }) => isCommitted).map(({ sequence }) => sequence)));
        expect(window.awaited).toEqual([]);
      }),
    );
  });
});
