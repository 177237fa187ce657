import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { createExpression, latest as styleReference } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { withSpan } from "./time-filter.ts";
import { isDay, nextDay, startOf, stepAt, stepsOf, unitOf } from "./time-steps.ts";

describe("steps", () => {
  it("are days, months or years, as long as the span needs", () => {
    expect(unitOf("2023-01-01", "2023-02-01")).toBe("day");
    expect(unitOf("2022-04-12", "2023-10-08")).toBe("month");
    expect(unitOf("1950-01-01", "2023-10-08")).toBe("year");
  });

  it("end with their day, month or year, and cover the whole span", () => {
    expect(stepsOf("2023-02-27", "2023-03-01")).toEqual(["2023-02-27", "2023-02-28", "2023-03-01"]);
    expect(stepsOf("2023-12-10", "2024-02-03", "month")).toEqual(["2023-12-31", "2024-01-31", "2024-02-29"]);
    expect(stepsOf("2021-05-01", "2022-01-01", "year")).toEqual(["2021-12-31", "2022-12-31"]);
    expect(stepsOf("2021-05-01", "2021-05-01")).toEqual(["2021-05-01"]);
  });

  it("know their first day, and the step of a day", () => {
    const steps = stepsOf("2023-01-10", "2023-12-01", "month");
    expect([startOf("2023-02-28", "month"), startOf("2023-12-31", "year"), startOf("2023-05-05", "day")]).toEqual([
      "2023-02-01",
      "2023-01-01",
      "2023-05-05",
    ]);
    expect([stepAt(steps, "2023-02-15"), stepAt(steps, "1999-01-01"), stepAt(steps, "2099-01-01")]).toEqual([1, 0, 11]);
    expect(nextDay("2024-02-28")).toBe("2024-02-29");
    expect(["2024-02-29", "2023-02-29", "2023-1-1", "x", undefined].map(isDay)).toEqual([true, false, false, false, false]);
  });
});

describe("the filter of a span", () => {
  const id = "0190aaaa-0000-7000-8000-000000000001";
  const style: StyleSpecification = {
    version: 8,
    sources: {},
    layers: [
      { id: "sea", type: "background" },
      { id: "land", type: "fill", source: "world" },
      { id: "data", type: "fill", source: `data-${id}`, filter: ["==", ["get", "kind"], "a"] },
    ],
  };
  const layer = { id } as PortalLayer;

  function shows(isCompact: boolean, from: string | null, to: string, properties: Record<string, unknown>): boolean {
    const drawn = withSpan(style, [{ layer, column: "day", isCompact }], { from, to }).layers;
    expect(drawn.slice(0, 2)).toEqual(style.layers.slice(0, 2));
    const filter = (drawn[2] as { filter?: unknown }).filter;
    const made = createExpression(filter, styleReference.filter as never);
    if (made.result === "error") throw new Error(made.value.map(({ message }) => message).join());
    return made.value.evaluate({ zoom: 10 }, { type: 3, properties: { kind: "a", ...properties } } as never) as boolean;
  }

  it("contains both days, moments of the last day, and nothing without a date", () => {
    const days = ["2022-04-11", "2022-04-12", "2023-10-08", "2023-10-08T23:59:59Z", "2023-10-09"];
    expect(days.map((day) => shows(false, "2022-04-12", "2023-10-08", { day }))).toEqual([false, true, true, true, false]);
    expect(days.map((day) => shows(false, null, "2023-10-08", { day }))).toEqual([true, true, true, true, false]);
    expect([{}, { day: null }, { day: "" }].map((one) => shows(false, null, "2023-10-08", one))).toEqual([false, false, false]);
  });

  it("reads days without dashes, and keeps the layer's own filter", () => {
    expect(shows(true, "2022-04-12", "2023-10-08", { day: "20220412" })).toBe(true);
    expect(shows(true, "2022-04-12", "2023-10-08", { day: "20231009" })).toBe(false);
    expect(shows(true, null, "2023-10-08", { day: "20220412", kind: "b" })).toBe(false);
  });
});
