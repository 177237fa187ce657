import { expect, test } from "vitest";
import { sharedLogEnd } from "./log-end.ts";

/** A primary whose answers the test gives. */
function primary() {
  const asked: { answer: (at: bigint) => void; fail: (error: Error) => void }[] = [];
  const logEnd = sharedLogEnd(() => new Promise((answer, fail) => asked.push({ answer, fail })));
  const turn = () => new Promise(setImmediate);
  return { asked, logEnd, turn };
}

test("a call never gets an answer that was asked before it, and calls that wait share one", async () => {
  const { asked, logEnd, turn } = primary();
  const first = logEnd();
  await turn();
  const [second, third] = [logEnd(), logEnd()];
  await turn();
  expect(asked, "one question at a time").toHaveLength(1);
  asked[0]?.answer(1n);
  expect(await first).toBe(1n);
  await turn();
  expect(asked).toHaveLength(2);
  const fourth = logEnd();
  asked[1]?.answer(2n);
  expect(await Promise.all([second, third])).toEqual([2n, 2n]);
  await turn();
  asked[2]?.answer(3n);
  expect(await fourth, "it came while the second question was under way").toBe(3n);
});

test("a failure reaches those who shared the question, and the next call asks again", async () => {
  const { asked, logEnd, turn } = primary();
  const first = logEnd();
  await turn();
  const second = logEnd();
  asked[0]?.fail(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await turn();
  asked[1]?.answer(5n);
  expect(await second).toBe(5n);
});
