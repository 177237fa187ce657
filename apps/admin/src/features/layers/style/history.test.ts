import { describe, expect, it } from "vitest";
import { changed, redone, startHistory, undone } from "./history.ts";

describe("history of an editor", () => {
  it("undoes and redoes steps, and forgets what was undone after a new change", () => {
    let history = startHistory("a");
    history = changed(history, "b", "colour", 0);
    history = changed(history, "c", "label", 10);
    expect(undone(history).now).toBe("b");
    expect(undone(undone(undone(history))).now).toBe("a");
    expect(redone(undone(history)).now).toBe("c");
    expect(redone(changed(undone(history), "d", "colour", 20)).now).toBe("d");
  });

  it("undoes the steps of one gesture together, and those of another not", () => {
    let history = startHistory(0);
    for (let step = 1; step <= 5; step++) history = changed(history, step, "opacity", step * 100);
    history = changed(history, 6, "width", 550);
    history = changed(history, 7, "width", 5000);
    expect(undone(history).now).toBe(6);
    expect(undone(undone(history)).now).toBe(5);
    expect(undone(undone(undone(history))).now).toBe(0);
  });

  it("keeps a limited number of steps", () => {
    let history = startHistory(0);
    for (let step = 1; step <= 300; step++) history = changed(history, step, String(step), step);
    expect(history.past).toHaveLength(100);
  });
});
