import { expect, it } from "vitest";
import { Recent } from "./recent.ts";

function opened(bytes?: { most: number; of: (found: { n: number }) => number }) {
  let edited: (layerId: string) => void = () => {};
  const news = { onEdited: (listener: typeof edited) => (edited = listener) };
  const recent = new Recent<{ n: number }>({ news: news as never }, 10, bytes);
  let reads = 0;
  const read = async () => ({ n: ++reads });
  return { recent, read, edit: (layerId: string) => edited(layerId) };
}

it("gives what was found a moment ago, and finds it again after a second", async () => {
  const { recent, read } = opened();
  expect(await recent.find("a", "x", read)).toEqual({ n: 1 });
  expect(await recent.find("a", "x", read)).toEqual({ n: 1 });
  expect(await recent.find("a", "y", read), "another key").toEqual({ n: 2 });
  await expect.poll(() => recent.find("a", "x", read), { timeout: 10_000, interval: 100 }).toEqual({ n: 3 });
});

it("forgets a layer when it is edited, and does not keep what was read while it was edited", async () => {
  const { recent, read, edit } = opened();
  await recent.find("a", "x", read);
  await recent.find("b", "x", read);
  edit("a");
  expect(await recent.find("a", "x", read)).toEqual({ n: 3 });
  expect(await recent.find("b", "x", read)).toEqual({ n: 2 });
  const overtaken = recent.find("c", "x", async () => {
    edit("c");
    return read();
  });
  expect(await overtaken).toEqual({ n: 4 });
  expect(await recent.find("c", "x", read)).toEqual({ n: 5 });
});

it("keeps neither what it must not nor what is large", async () => {
  const { recent, read } = opened({ most: 160, of: ({ n }) => n * 5 });
  expect(await recent.find("a", "x", read, () => false)).toEqual({ n: 1 });
  expect(await recent.find("a", "x", read), "of 10 bytes").toEqual({ n: 2 });
  expect(await recent.find("a", "x", read)).toEqual({ n: 2 });
  expect(await recent.find("a", "y", read), "of 15 bytes").toEqual({ n: 3 });
  expect(await recent.find("a", "y", read)).toEqual({ n: 4 });
});
