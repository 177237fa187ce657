import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Act, ActQueue, rangeOf, staysIn, successor, survivorOf, UNDO_MS, withActs } from "./act-queue.ts";
import { FIRST_CHOICE, filterOf, VIEWS } from "./queue-filter.ts";

const now = new Date("2026-11-24T10:00:00Z");
const report = (number: number, part: Partial<QueuedReport> = {}): QueuedReport => ({
  id: `r${number}`,
  number,
  status: "submit",
  themeId: null,
  themeName: null,
  body: "Une flaque",
  place: { lon: 5, lat: 45 },
  datasetTitle: null,
  datasetTitleLang: null,
  featureLang: null,
  featureLabel: null,
  thumbnailPath: null,
  files: 0,
  comments: 0,
  hasProposedEdit: false,
  createdAt: now,
  updatedAt: now,
  authorName: null,
  assigneeId: null,
  assigneeName: null,
  dueAt: null,
  snoozedUntil: null,
  isHidden: false,
  review: "passed",
  entriesToReview: [],
  portalName: null,
  ...part,
});
const act = (reportIds: string[], patch: Act["patch"], send: Act["send"] = async () => {}): Act => ({ reportIds, patch, words: "", send });

describe("the acts of a triage", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const make = () => {
    const events: unknown[] = [];
    const queue = new ActQueue({
      onChange: () => {},
      onSent: ({ reportIds }) => events.push(["sent", ...reportIds]),
      onFailed: ({ reportIds }) => events.push(["failed", ...reportIds]),
    });
    return { queue, events };
  };

  it("are sent when the time to undo is over, and never after an undo", async () => {
    const { queue, events } = make();
    const send = vi.fn(async () => {});
    queue.perform(act(["r1"], { status: "valid" }, send));
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(send).not.toHaveBeenCalled();
    expect(queue.undo()?.reportIds).toEqual(["r1"]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).not.toHaveBeenCalled();
    expect(queue.undo()).toBeNull();
    queue.perform(act(["r1"], { status: "valid" }, send));
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(events).toEqual([["sent", "r1"]]);
  });

  it("are sent in order on the next act or when the page closes, and stay applied until they are forgotten", async () => {
    const { queue, events } = make();
    let release = () => {};
    const first = act(["r1"], { status: "valid" }, () => new Promise<void>((resolve) => (release = resolve)));
    const second = act(["r2"], { status: "reject" });
    queue.perform(first);
    queue.perform(second);
    queue.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual([]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual([
      ["sent", "r1"],
      ["sent", "r2"],
    ]);
    expect(queue.snapshot().sent).toEqual([first, second]);
    queue.forget([first]);
    expect(queue.snapshot().sent).toEqual([second]);
  });

  it("restore the row when one is refused, and still send the next", async () => {
    const { queue, events } = make();
    queue.perform(act(["r1"], { status: "valid" }, () => Promise.reject(new Error("no"))));
    queue.perform(act(["r2"], { status: "valid" }));
    queue.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toEqual([
      ["failed", "r1"],
      ["sent", "r2"],
    ]);
    expect(queue.snapshot().sent.flatMap(({ reportIds }) => reportIds)).toEqual(["r2"]);
  });
});

describe("the rows of the queue", () => {
  const rows = [report(1), report(2), report(3)];
  const waiting = filterOf(FIRST_CHOICE);

  it("change at once, and are removed when the filter no longer matches", () => {
    const acts = { sent: [act(["r1"], { status: "pending" })], waiting: act(["r2"], { status: "valid" }) };
    expect(withActs(rows, acts, waiting, "me", now).map(({ id, status }) => [id, status])).toEqual([
      ["r1", "pending"],
      ["r3", "submit"],
    ]);
    expect(withActs(rows, acts, {}, "me", now)).toHaveLength(3);
    expect(withActs(rows, { sent: [act(["r3"], { isGone: true })], waiting: null }, {}, "me", now)).toHaveLength(2);
  });

  it("belong to a tab by status, assignee, snooze and due date", () => {
    const tomorrow = new Date(now.getTime() + 86_400_000);
    const yesterday = new Date(now.getTime() - 86_400_000);
    expect(staysIn(report(1, { assigneeId: "me" }), VIEWS.mine as never, "me", now)).toBe(true);
    expect(staysIn(report(1, { assigneeId: "other" }), VIEWS.mine as never, "me", now)).toBe(false);
    expect(staysIn(report(1, { assigneeId: "other" }), VIEWS.unassigned as never, "me", now)).toBe(false);
    expect(staysIn(report(1, { snoozedUntil: tomorrow }), waiting, "me", now)).toBe(false);
    expect(staysIn(report(1, { snoozedUntil: yesterday }), waiting, "me", now)).toBe(true);
    expect(staysIn(report(1, { dueAt: yesterday }), { isOverdue: true }, "me", now)).toBe(true);
    expect(staysIn(report(1, { dueAt: yesterday, status: "valid" }), { isOverdue: true }, "me", now)).toBe(false);
  });

  it("move the cursor to the next row, at the end to the previous one", () => {
    expect(successor(["a", "b", "c"], ["a", "c"], "b")).toBe("c");
    expect(successor(["a", "b", "c"], ["a", "b"], "c")).toBe("b");
    expect(successor(["a", "b"], ["a", "b"], "b")).toBe("b");
    expect(successor(["a"], [], "a")).toBeNull();
    expect(rangeOf(["a", "b", "c", "d"], "c", "a")).toEqual(["a", "b", "c"]);
    expect(rangeOf(["a", "b"], "gone", "b")).toEqual(["b"]);
    expect(survivorOf([report(4), report(2), report(9)])?.number).toBe(2);
  });
});
