import type { SqlSession } from "@archipel/database/sql-session.ts";
import { expect, test } from "vitest";
import { Lane } from "./lane.ts";

const session = {} as SqlSession;

/** Records when each transaction of `open` begins and ends. */
function recorder() {
  const events: string[] = [];
  const name =
    (text: string, end: () => Promise<void> = async () => {}) =>
    async () => {
      events.push(`${text} begins`);
      await end();
      events.push(`${text} ends`);
    };
  return { events, name, lane: new Lane((work) => work(session)) };
}

test("transactions follow one another, beside other work", async () => {
  const { events, name, lane } = recorder();
  const [other, first] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  lane.add(name("first", () => first.promise));
  lane.add(name("second"));
  const over = lane.beside(
    name("other", async () => {
      await other.promise;
      lane.add(name("third"));
    })(),
  );
  other.resolve();
  await Promise.resolve();
  expect(events).toEqual(["other begins", "first begins"]);
  first.resolve();
  await over;
  expect(events.filter((event) => !event.startsWith("other"))).toEqual(
    ["first", "second", "third"].flatMap((text) => [`${text} begins`, `${text} ends`]),
  );
});

test("returns what the other work and each transaction return", async () => {
  const { lane } = recorder();
  const added = lane.add(async () => "added");
  expect(await lane.beside(Promise.resolve("other"))).toBe("other");
  expect(await added).toBe("added");
});

test("after a failure nothing more begins, and the other work is waited for", async () => {
  const { events, name, lane } = recorder();
  const other = Promise.withResolvers<void>();
  lane.add(() => Promise.reject(new Error("no disk")));
  lane.add(name("second"));
  const over = lane.beside(name("other", () => other.promise)());
  over.catch(() => {});
  await new Promise(setImmediate);
  expect(events).toEqual(["other begins"]);
  other.resolve();
  await expect(over).rejects.toThrow("no disk");
  expect(events).toEqual(["other begins", "other ends"]);
});

test("a failure of the other work is thrown when the transactions have ended", async () => {
  const { events, name, lane } = recorder();
  const first = Promise.withResolvers<void>();
  lane.add(name("first", () => first.promise));
  const over = lane.beside(Promise.reject(new Error("killed")));
  over.catch(() => {});
  await new Promise(setImmediate);
  expect(events).toEqual(["first begins"]);
  first.resolve();
  await expect(over).rejects.toThrow("killed");
  expect(events).toEqual(["first begins", "first ends"]);
});
