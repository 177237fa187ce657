import { afterEach, describe, expect, test, vi } from "vitest";
import { dataOf, keepForDrawing, type MapData } from "./map-file.ts";

const data = { layers: [{ id: "a" }], pictures: [], reporting: null } as unknown as MapData;
afterEach(() => vi.unstubAllGlobals());

describe("the data of a map", () => {
  test("are in the page of a signed-in person", () => {
    expect(dataOf({ kind: "here", data })).toBe(data);
  });

  test("are known while the server draws the page, for no more pages than are drawn at once", () => {
    keepForDrawing("/fr/map/data?v=0", data);
    expect(dataOf({ kind: "file", address: "/fr/map/data?v=0" })).toBe(data);
    for (let other = 1; other <= 300; other++) keepForDrawing(`/fr/map/data?v=${other}`, data);
    expect(() => dataOf({ kind: "file", address: "/fr/map/data?v=0" })).toThrow("not here any more");
  });

  test("are asked for once in a browser, and again after failures", async () => {
    vi.useFakeTimers();
    const answers = [new Response("", { status: 503 }), null, new Response("", { status: 503 }), Response.json(data)];
    const fetch = vi.fn(async () => answers.shift() ?? Promise.reject(new TypeError("no network")));
    vi.stubGlobal("window", {});
    vi.stubGlobal("fetch", fetch);
    const source = { kind: "file", address: "/fr/map/data?v=x" } as const;
    const first = dataOf(source);
    expect(dataOf(source)).toBe(first);
    const failed = expect(first).rejects.toThrow("answers 503");
    await vi.runAllTimersAsync();
    await failed;
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(await dataOf(source)).toEqual(data);
    vi.useRealTimers();
  });
});
