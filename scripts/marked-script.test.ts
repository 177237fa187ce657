import { expect, test } from "vitest";
import { marked } from "./marked-script.mjs";

test("the mark is the first line, and is written once", () => {
  const once = marked("/* licence */ run();");
  expect(once).toBe("//# allFunctionsCalledOnLoad\n/* licence */ run();");
  expect(marked(once)).toBe(once);
});
