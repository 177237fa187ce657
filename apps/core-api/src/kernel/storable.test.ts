import { expect, test } from "vitest";
import { assertStorable } from "./storable.ts";

test("a text that cannot be stored is refused wherever it is, with its place", () => {
  const refused = (input: unknown) => {
    try {
      assertStorable(input);
      return null;
    } catch (error) {
      return error;
    }
  };
  expect(refused({ a: [{ b: "x\0" }] })).toMatchObject({ kind: "malformed", code: "text-not-storable", field: "a.0.b" });
  expect(refused({ a: { "k\0": 1 } })).toMatchObject({ field: "a" });
  expect(refused(Object.assign(Object.create(Object.create(null)), { part: "x\0" }))).toMatchObject({ field: "part" });
  expect(refused("half \ud800")).toMatchObject({ code: "text-not-storable" });
  for (const input of [undefined, null, 1, "whole \u{1F30D}", { a: [new Date(), new Map(), Buffer.from([0])] }])
    expect(refused(input)).toBeNull();
  let deep: unknown = "x";
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  expect(refused(deep)).toBeNull();
});
