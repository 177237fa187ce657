import { expect, it } from "vitest";
import { draftOf, ruleOf } from "./rule-draft.ts";

const empty = draftOf(undefined);

it("a typed rule is read and shown again as it was typed", () => {
  const list = { ...empty, binding: "list" as const, values: "U = Urbaine\n\nAU= À urbaniser = plus tard\nN", isRequired: true };
  const typed = ruleOf("text", list);
  const values = [{ value: "U", label: "Urbaine" }, { value: "AU", label: "À urbaniser = plus tard" }, { value: "N" }];
  expect(typed).toEqual({ rule: { isRequired: true, values } });
  if ("rule" in typed) expect(ruleOf("text", draftOf(typed.rule))).toEqual(typed);
  expect(ruleOf("integer", { ...empty, binding: "list", values: "1 = Oui\n900719925474099312" })).toEqual({
    rule: { values: [{ value: 1, label: "Oui" }, { value: "900719925474099312" }] },
  });
  expect(ruleOf("double", { ...empty, binding: "range", min: "0,5", max: "1 200" })).toEqual({ rule: { min: 0.5, max: 1200 } });
  expect(ruleOf("double", { ...empty, binding: "range", min: "0", unit: " m " })).toEqual({ rule: { min: 0, unit: "m" } });
  const day = ruleOf("text", { ...empty, binding: "day", dayFormat: "DD/MM/YYYY" });
  expect(day).toEqual({ rule: { dayFormat: "DD/MM/YYYY" } });
  if ("rule" in day) expect(ruleOf("text", draftOf(day.rule))).toEqual(day);
  expect(ruleOf("date", { ...empty, help: " Jour du vote " })).toEqual({ rule: { help: "Jour du vote" } });
  // A rule without any condition is no rule.
  expect(ruleOf("text", empty)).toEqual({ rule: undefined });
  // Text typed for another choice is ignored.
  expect(ruleOf("text", { ...list, binding: "free", isRequired: false })).toEqual({ rule: undefined });
});

it("an invalid rule says why", () => {
  const flawOf = (...typed: Parameters<typeof ruleOf>) => {
    const made = ruleOf(...typed);
    return "flaw" in made ? made.flaw.code : undefined;
  };
  expect(flawOf("text", { ...empty, binding: "list", values: " \n" })).toBe("empty");
  expect(flawOf("text", { ...empty, binding: "pattern", pattern: "\\d+" })).toBe("empty");
  expect(flawOf("text", { ...empty, binding: "pattern", pattern: "\\d+", example: "x" })).toBe("rule-example-misfit");
  expect(flawOf("double", { ...empty, binding: "range", min: "dix" })).toBe("unreadable");
  expect(flawOf("integer", { ...empty, binding: "list", values: "un" })).toBe("rule-value-misfit");
});
