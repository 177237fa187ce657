import { expect, test } from "vitest";
import { textOf } from "../model/condition.ts";
import { conditionOf } from "./expression.ts";
import { partsOf } from "./labels.ts";

test.each([
  ["\"a\" = 'x'", "a = x"],
  ["a='l''eau'", "a = l'eau"],
  ["\"a\" IN ('x', 'y') OR \"a\" = 3", "a = x, y, 3"],
  ["(\"a\" = 'x') or ((\"a\" = 'y'))", "a = x, y"],
  ['"n" >= 1 AND "n" < 5', "1 ≤ n < 5"],
  ['5 > "n" and 1 <= "n"', "1 ≤ n < 5"],
  ['"n" between 1 and 5', "1 ≤ n ≤ 5"],
  ['"n" > -1.5e2', "-150 < n"],
  ['"n" < 1 OR "n" >= 1 AND "n" < 5', "n < 5"],
  ["", "*"],
  ["ELSE", "ELSE"],
])("the filter %j is understood", (filter, expected) => {
  const condition = conditionOf(filter);
  expect(condition.is).not.toBe("unknown");
  expect(textOf(condition)).toBe(expected);
});

test.each([
  'length("a") > 3',
  "\"a\" LIKE 'x%'",
  "NOT \"a\" = 'x'",
  '"a" = "b"',
  '"a" + 1 = 2',
  "\"a\" = 'x' AND \"b\" = 'y'",
  "\"a\" <> 'x'",
  "$area > 5",
  '"a" = \'x',
  "(".repeat(5000),
])("the filter %j is kept as text", (filter) => {
  expect(conditionOf(filter)).toEqual({ is: "unknown", text: filter });
});

test("labels made of fields and texts are read, others are not", () => {
  expect(partsOf("\"a\" || ' (' || to_string(\"b\") || ')'")).toEqual([{ field: "a" }, { text: " (" }, { field: "b" }, { text: ")" }]);
  expect(partsOf("concat(\"a\", ', ', b)")).toEqual([{ field: "a" }, { text: ", " }, { field: "b" }]);
  expect(partsOf("'a, (b' || \"c\"")).toEqual([{ text: "a, (b" }, { field: "c" }]);
  for (const other of ['upper("a")', "'only text'", '"a" || round("b")', 'concat("a"))(']) expect(partsOf(other)).toBeNull();
});
