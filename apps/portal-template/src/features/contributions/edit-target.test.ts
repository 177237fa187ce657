import { expect, test } from "vitest";
import { readEditTarget } from "./edit-target.ts";

const layerId = "0195a3f2-0000-7000-8000-000000000001";

test("an address names a feature, a new one or the draft", () => {
  expect(readEditTarget(`${layerId}/12`)).toEqual({ layerId, fid: 12, isResumed: false });
  expect(readEditTarget(`${layerId}/new`)).toEqual({ layerId, fid: null, isResumed: false });
  expect(readEditTarget(`${layerId}/draft`)).toEqual({ layerId, fid: null, isResumed: true });
});

test("an address that cannot be read asks for nothing", () => {
  for (const text of [undefined, "", layerId, `${layerId}/0`, `${layerId}/12/3`, "x/new", `${layerId}/old`]) {
    expect(readEditTarget(text)).toBeUndefined();
  }
});
