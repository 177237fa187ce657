import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import { expect, it } from "vitest";
import { filterOf } from "./filter.ts";
import { readReportsQuery } from "./query.ts";

it("reads the tracker's address and ignores invalid parts", () => {
  const theme = "0b7d1bc8-5f0c-4a7c-8c41-0d1f2c2e6a01";
  expect(readReportsQuery({ q: [" eau ", "x"], status: "pending1", theme, mine: "1" })).toEqual({
    q: "eau",
    status: "pending1",
    theme,
    mine: "1",
    dataset: undefined,
    cursor: undefined,
  });
  const nothing = { q: undefined, status: undefined, theme: undefined, mine: undefined, dataset: undefined, cursor: undefined };
  expect(readReportsQuery({ q: "", status: "perdu", theme: "42", mine: "yes" })).toEqual(nothing);
});

it("translates open and closed to core-api's states", () => {
  expect(filterOf({ status: "open" })).toEqual({ status: openStatuses });
  expect(filterOf({ status: "closed", mine: "1", q: "eau" })).toEqual({
    status: ["valid", "valid0", "reject", "reject0"],
    isMine: true,
    search: "eau",
  });
  expect(filterOf({ status: "refused" })).toEqual({ status: ["reject", "reject0"] });
  expect(filterOf({ status: "pending1" })).toEqual({ status: ["pending1"] });
  expect(readReportsQuery({ status: "underWay" }).status).toBe("underWay");
  expect(filterOf({ dataset: "zonage" }, "0b7d1bc8")).toEqual({ datasetId: "0b7d1bc8" });
  expect(filterOf({})).toEqual({});
});
