import { expect, it } from "vitest";
import { queryOf } from "./page-address.ts";

it("reads the first value of each name, as the browser does", async () => {
  const asked = await queryOf(Promise.resolve({ status: "draft", view: ["all", "merged"], none: undefined }));
  expect([...asked]).toEqual([
    ["status", "draft"],
    ["view", "all"],
  ]);
});
