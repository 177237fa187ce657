import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { reportOutages } from "./outage-report.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const stopped = Object.assign(new Error("shut down"), { code: "57P01" });

it("reports an outage once at its begin and once at its end, with the calls that it refused", async () => {
  const heard: unknown[] = [];
  const state = { serves: false };
  const serves = () => (state.serves ? Promise.resolve() : Promise.reject(stopped));
  const report = reportOutages({ begins: (error) => heard.push(error), ends: (facts) => heard.push(facts) }, serves);
  report.note(new Error("bug"));
  expect(heard).toEqual([]);
  for (let call = 0; call < 20; call++) report.note(stopped);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(heard).toEqual([stopped]);
  state.serves = true;
  // A standby answers this question, and refuses calls that write.
  report.note(stopped);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(heard).toEqual([stopped]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(heard).toEqual([stopped, { seconds: 30, refused: 21 }]);
  report.note(stopped);
  expect(heard).toHaveLength(3);
  report.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toHaveLength(3);
});
