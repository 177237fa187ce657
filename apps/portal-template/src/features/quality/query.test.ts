import { expect, it } from "vitest";
import { readBehindQuery } from "./query.ts";

const layer = "0190a0a0-0000-7000-8000-000000000001";

it("reads the figure from an address, and ignores unknown figures", () => {
  expect(readBehindQuery({ layer, figure: "invalid" })).toEqual({ layerId: layer, behind: { figure: "invalid" }, cursor: null });
  expect(readBehindQuery({ layer, figure: "empty", column: "nom", cursor: "12" })).toEqual({
    layerId: layer,
    behind: { figure: "empty", column: "nom" },
    cursor: "12",
  });
  expect(readBehindQuery({ layer, figure: "empty" })).toBeNull();
  expect(readBehindQuery({ layer, figure: "other" })).toBeNull();
  expect(readBehindQuery({ layer: "x", figure: "invalid" })).toBeNull();
  expect(readBehindQuery({ figure: ["invalid", "empty"] })).toBeNull();
});
