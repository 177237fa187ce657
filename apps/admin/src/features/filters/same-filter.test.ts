import { expect, it } from "vitest";
import { isSameFilter } from "./same-filter.ts";

it("recognises a filter, however its parts are ordered", () => {
  expect(isSameFilter({ status: ["submitted", "conflicting"], isMine: true }, { isMine: true, status: ["conflicting", "submitted"] })).toBe(
    true,
  );
  expect(isSameFilter({ status: [] }, { datasetId: undefined })).toBe(true);
  expect(isSameFilter({ isMine: true }, { isMine: false })).toBe(false);
  // A tab without snoozed reports differs from one that shows both.
  expect(isSameFilter({ isSnoozed: false }, {})).toBe(false);
  expect(isSameFilter({ status: ["submitted"] }, { status: ["submitted", "merged"] })).toBe(false);
});
