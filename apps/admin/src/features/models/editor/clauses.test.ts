import type { Condition } from "@archipel/validation/model/condition.ts";
import { conditionSchema } from "@archipel/validation/model/condition.ts";
import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { expect, test } from "vitest";
import { type Clause, sentenceOf, testsOf } from "./clauses.ts";

const message = { fr: "Non.", en: "No." };
const read = (tests: Omit<Condition, "name" | "message">) => sentenceOf({ name: "c", message, ...tests });

test("conditions of the shipped models are read as sentences and written back unchanged, except a nested one", async () => {
  const byHand = new Set<string>();
  let count = 0;
  for (const id of await shippedModelIds()) {
    for (const { conditions = [] } of Object.values((await loadModel(id)).tables ?? {})) {
      for (const condition of conditions) {
        const sentence = sentenceOf(condition);
        if (sentence) expect({ ...condition, ...testsOf(sentence) }).toEqual(condition);
        else byHand.add(condition.name);
        count++;
      }
    }
  }
  expect(count).toBeGreaterThan(50);
  expect([...byHand].sort()).toEqual(["either-type", "one-asset", "one-zone", "sector-plan-number"]);
});

const clauses: [Clause, object][] = [
  [
    { field: "A", op: "filled", text: "", other: null },
    { field: "A", is: "filled" },
  ],
  [{ field: "A", op: "notIn", text: "U, AU", other: null }, { not: { field: "A", in: ["U", "AU"] } }],
  [
    { field: "A", op: "matches", text: "[0-9]+", other: null },
    { field: "A", matches: "[0-9]+" },
  ],
  [
    { field: "A", op: "below", text: "12.5", other: null },
    { field: "A", below: 12.5 },
  ],
  [
    { field: "A", op: "notBelow", text: "", other: "B" },
    { field: "A", notBelow: { field: "B" } },
  ],
];
test.each(clauses)("%o", (clause, written) => {
  const sentence = { when: [clause], must: [clause], isOneEnough: false };
  const tests = testsOf(sentence);
  expect(tests).toEqual({ when: written, must: written });
  expect(read(tests)).toEqual(sentence);
});

test("a number may have a decimal comma; other text is refused, not lost", () => {
  const clause: Clause = { field: "A", op: "above", text: "1,5", other: null };
  expect(testsOf({ when: [], must: [clause], isOneEnough: false })).toEqual({ must: { field: "A", above: 1.5 } });
  const { must } = testsOf({ when: [], must: [{ ...clause, text: "many" }], isOneEnough: false });
  expect(conditionSchema.safeParse({ name: "c", message, must }).success).toBe(false);
});

test("one of several tests is enough", () => {
  const must = {
    any: [
      { field: "A", is: "filled" as const },
      { field: "B", is: "filled" as const },
    ],
  };
  expect(read({ must })).toMatchObject({ when: [], isOneEnough: true });
});

test.each([
  [{ must: { not: { field: "A", is: "empty" as const } } }],
  [{ must: { all: [{ any: [{ field: "A", is: "filled" as const }] }] } }],
  [{ must: { field: "A", in: ["a,b"] } }],
  [{ must: { field: "A", above: 1, below: 3 } }],
])("what only its author could have written is left to him: %o", (tests) => expect(read(tests)).toBeNull());
