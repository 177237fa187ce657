import { describe, expect, test } from "vitest";
import type { Delivery } from "./delivery/delivery.ts";
import type { Finding } from "./finding.ts";
import type { Model } from "./model/model.ts";
import { recheck } from "./recheck.ts";
import { changedBetween } from "./repair/changes.ts";
import { operationFor } from "./repair/offered.ts";
import type { Operation } from "./repair/recipe.ts";
import { repairedDelivery } from "./repair/repaired.ts";
import { brokenDeliveries } from "./testing/broken-deliveries.ts";
import { type MadeTable, makeDelivery, square } from "./testing/make-delivery.ts";
import { modelOf, runCheck } from "./testing/run-check.ts";

const [X, Y] = [620_000, 6_750_000];

/** Tables that rules compare (CHILD with PARENT, PART with WHOLE), and one that no rule compares. */
const model: Model = modelOf({
  PARENT: { fields: [{ name: "ID", type: "string", unique: true }] },
  CHILD: {
    fields: [
      { name: "OF", type: "string", reference: { table: "PARENT", field: "ID" } },
      { name: "N", type: "double" },
    ],
  },
  WHOLE: { fields: [{ name: "K", type: "string" }], geometry: { type: "polygon", required: true } },
  PART: { fields: [{ name: "K", type: "string" }], geometry: { type: "polygon", inside: [{ table: "WHOLE" }], noOverlap: [{}] } },
  ALONE: { fields: [{ name: "A", type: "string", required: true, maxLength: 3 }] },
});
const read: string[] = [];
const tables: MadeTable[] = [
  { file: "PARENT.csv", fields: { ID: "text" }, rows: [{ values: ["a"] }, { values: ["b"] }, { values: ["a"] }] },
  { file: "CHILD.csv", fields: { OF: "text", N: "text" }, rows: [{ values: ["a", "1,5"] }, { values: ["z", "2"] }] },
  { file: "WHOLE.gpkg", fields: { K: "text" }, rows: [{ values: ["w"], geometry: square(X, Y, 20) }], srid: 2154 },
  {
    file: "PART.gpkg",
    fields: { K: "text" },
    rows: [
      { values: ["p"], geometry: square(X, Y, 15) },
      { values: ["q"], geometry: square(X + 10, Y, 15) },
    ],
    srid: 2154,
  },
  { file: "ALONE.csv", fields: { A: "text", B: "text" }, rows: [{ values: [null, "b"] }, { values: ["abcd", "b"] }] },
];

/** A delivery that records in `read` which of its tables are read. */
function watched(delivery: Delivery): Delivery {
  return {
    ...delivery,
    tables: delivery.tables.map((table) => ({
      ...table,
      rows() {
        read.push(table.name);
        return table.rows();
      },
    })),
  };
}

const sorted = (findings: readonly Finding[]) => findings.map((finding) => JSON.stringify(finding)).sort();

async function bothWays(delivery: Delivery, of: Model, operations: Operation[], more: Operation[]) {
  const before = repairedDelivery(delivery, of, { operations });
  const earlier = await runCheck(before, of);
  const after = repairedDelivery(delivery, of, { operations: [...operations, ...more] });
  const full = await runCheck(after, of);
  read.length = 0;
  const findings: Finding[] = [];
  const verdict = await recheck(after, of, earlier, changedBetween(before, after), { onFinding: (finding) => void findings.push(finding) });
  return { again: { findings: sorted(findings), verdict }, full: { findings: sorted(full.findings), verdict: full.verdict } };
}

function expectSame({ again, full }: Awaited<ReturnType<typeof bothWays>>): void {
  expect(again.findings).toEqual(full.findings);
  const { read: facts, groups, ...verdict } = again.verdict;
  const { read: allFacts, groups: allGroups, ...whole } = full.verdict;
  // Groups of equal size may come in another order.
  expect(new Set(groups.map((group) => JSON.stringify(group)))).toEqual(new Set(allGroups.map((group) => JSON.stringify(group))));
  expect(verdict).toEqual(whole);
  expect(new Set(facts.map((fact) => JSON.stringify(fact)))).toEqual(new Set(allFacts.map((fact) => JSON.stringify(fact))));
}

describe("a partial check after a change gives the same result as a full check", () => {
  test.each<[string, Operation, string[]]>([
    ["a value of a table that no rule compares", { set: { table: "ALONE", row: 1, field: "A", value: "x" } }, ["ALONE"]],
    ["a value that other rows refer to", { set: { table: "PARENT", row: 2, field: "ID", value: "z" } }, ["CHILD", "PARENT"]],
    ["a value that refers to another row", { set: { table: "CHILD", row: 2, field: "OF", value: "b" } }, ["CHILD", "PARENT"]],
    ["a removed row", { removeRow: { table: "PARENT", row: 3 } }, ["CHILD", "PARENT"]],
    ["the only geometry of a table removed", { removeRow: { table: "WHOLE", row: 1 } }, ["PART", "WHOLE"]],
    [
      "an edited geometry",
      {
        setShape: {
          table: "PART",
          row: 2,
          wkt: `POLYGON ((${X + 15} ${Y}, ${X + 20} ${Y}, ${X + 20} ${Y + 5}, ${X + 15} ${Y}))`,
          crs: "table",
        },
      },
      ["PART", "WHOLE"],
    ],
    ["a repair of a column's values", { repair: "cast", on: { code: "ATTRIBUTE_INVALID_FORMAT", field: "N" } }, ["CHILD", "PARENT"]],
    ["a removed column", { repair: "drop-field", on: { code: "TABLE_UNEXPECTED_ATTRIBUTE", field: "B" } }, ["ALONE"]],
  ])("%s, reading only the tables that it must", async (_, operation, wanted) => {
    const compared = await bothWays(watched(makeDelivery({ tables })), model, [], [operation]);
    expectSame(compared);
    expect([...new Set(read)].filter((name) => wanted.includes(name)).sort()).toEqual(wanted.filter((name) => read.includes(name)));
    expect(new Set(read).size).toBeLessThan(tables.length);
    expect(read).not.toContain(wanted.includes("ALONE") ? "PARENT" : "ALONE");
  });

  test("after an undone edit", async () => {
    const first: Operation = { set: { table: "ALONE", row: 1, field: "A", value: "x" } };
    const before = repairedDelivery(makeDelivery({ tables }), model, { operations: [first] });
    const after = repairedDelivery(makeDelivery({ tables }), model, { operations: [] });
    const earlier = await runCheck(before, model);
    const findings: Finding[] = [];
    await recheck(after, model, earlier, changedBetween(before, after), { onFinding: (finding) => void findings.push(finding) });
    expect(sorted(findings)).toEqual(sorted((await runCheck(after, model)).findings));
  });

  test("reads every table when the earlier check did not pass on all findings", async () => {
    const delivery = watched(makeDelivery({ tables }));
    const before = repairedDelivery(delivery, model, { operations: [] });
    const earlier = await runCheck(before, model, { listed: 1 });
    const after = repairedDelivery(delivery, model, { operations: [{ removeRow: { table: "PARENT", row: 1 } }] });
    read.length = 0;
    await recheck(
      after,
      model,
      { ...earlier, verdict: { ...earlier.verdict, counts: { ATTRIBUTE_UNEXPECTED_NULL: 2 } } },
      changedBetween(before, after),
      {
        listed: 1,
      },
    );
    expect(new Set(read).size).toBe(tables.length);
  });

  test.each(brokenDeliveries)("after the repair: $what", async ({ delivery, model: of, code }) => {
    const { findings } = await runCheck(delivery, of);
    const operation = findings.filter((found) => found.code === code).map((found) => operationFor(found, "group"))[0];
    if (!operation) throw new Error(`nothing is offered for ${code}`);
    expectSame(await bothWays(delivery, of, [], [operation]));
  });
});
