import { expect, it } from "vitest";
import { partsChanged } from "./theme-parts.ts";

it("names the parts in which themes differ, whatever the order of their tokens", () => {
  const one = {
    baseTheme: "neutral",
    theme: { colours: { light: { accent: "#112233", ink: "#000000" } }, shape: { radius: "none" } },
  } as const;
  const same = {
    baseTheme: "neutral",
    theme: { shape: { radius: "none" }, colours: { dark: {}, light: { ink: "#000000", accent: "#112233" } } },
  } as const;
  expect(partsChanged(one, same)).toEqual([]);
  expect(partsChanged(one, { baseTheme: "lidar", theme: {} })).toEqual(["baseTheme", "colours", "shape"]);
  expect(
    partsChanged({ baseTheme: "lidar", theme: {} }, { baseTheme: "lidar", theme: { defaultMode: "dark", map: { look: "plan" } } }),
  ).toEqual(["map", "defaultMode"]);
});
