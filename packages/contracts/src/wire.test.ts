import { expect, test } from "vitest";
import { wire } from "./wire.ts";

const odd = JSON.parse('{"constructor":"c","prototype":"p","__proto__":"q","a.b":1}') as Record<string, unknown>;

test("a record with any key arrives as it was sent", () => {
  const sent = {
    items: [
      { fid: 1, properties: odd },
      { fid: 2, properties: { ...odd, at: new Date(0), inner: odd, none: undefined } },
    ],
  };
  const text = JSON.stringify(wire.serialize(sent));
  const arrived = wire.deserialize<typeof sent>(JSON.parse(text));
  expect(arrived).toEqual(sent);
  expect(Object.keys(arrived.items[0]?.properties ?? {})).toEqual(["constructor", "prototype", "__proto__", "a.b"]);
  expect(arrived.items[0]?.properties.constructor).toBe("c");
  expect(({} as Record<string, unknown>).c).toBeUndefined();
});

test("other values travel as superjson sends them", () => {
  const sent = { at: new Date(0), list: [1, undefined], record: Object.assign(Object.create(null), { a: 1 }) };
  expect(wire.serialize(sent)).toEqual({
    json: { at: "1970-01-01T00:00:00.000Z", list: [1, null], record: { a: 1 } },
    meta: { values: { at: ["Date"], "list.1": ["undefined"] }, v: 1 },
  });
});
