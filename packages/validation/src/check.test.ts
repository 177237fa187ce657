import { describe, expect, test } from "vitest";
import { check } from "./check.ts";
import type { Finding } from "./finding.ts";
import { FindingGroups } from "./findings/group.ts";
import { csvHead, csvHeader, csvLine, jsonlLine } from "./findings/lines.ts";
import { textLine, verdictText } from "./findings/text.ts";
import { makeDelivery, square } from "./testing/make-delivery.ts";
import { modelOf, runCheck } from "./testing/run-check.ts";

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ values: [index % 2 === 0 ? null : "x"], geometry: square(700_000, 6_600_000) }));
const delivery = (count = 4) => makeDelivery({ tables: [{ file: "T.gpkg", fields: { A: "text" }, rows: rows(count), srid: 2154 }] });
const model = modelOf({ T: { fields: [{ name: "A", type: "string", required: true }], geometry: { type: "polygon" } } });

describe("a check", () => {
  test("ends with a verdict that says whether it ran and whether the data conform", async () => {
    const broken = await check(delivery(), model);
    expect(broken).toMatchObject({
      ran: true,
      conforms: false,
      failure: null,
      rows: 4,
      tables: 1,
      counts: { ATTRIBUTE_UNEXPECTED_NULL: 2 },
    });
    const warned = await check(delivery(), { ...model, levels: { ATTRIBUTE_UNEXPECTED_NULL: "WARNING" } });
    expect(warned).toMatchObject({ ran: true, conforms: true, levels: { ERROR: 0, WARNING: 2 } });
  });

  test("that cannot run reports the failure and no conformity", async () => {
    const found: Finding[] = [];
    const wrong = { ...model, tables: {} };
    const verdict = await check(delivery(), wrong, { onFinding: (finding) => void found.push(finding) });
    expect(verdict).toMatchObject({ ran: false, conforms: null, failure: expect.stringContaining("no table T") });
    expect(found).toMatchObject([{ code: "VALIDATOR_EXCEPTION", level: "FATAL" }]);
  });

  test("can be stopped", async () => {
    const controller = new AbortController();
    const verdict = await check(delivery(), model, {
      signal: controller.signal,
      onFinding: () => controller.abort(new Error("stopped by a person")),
    });
    expect(verdict).toMatchObject({ ran: false, conforms: null, failure: "stopped by a person" });
  });

  test("counts every finding, passes on a limited number per code, and awaits the callback", async () => {
    let received = 0;
    const verdict = await check(delivery(100), model, {
      listed: 3,
      onFinding: async () => {
        await Promise.resolve();
        received++;
      },
    });
    expect([received, verdict.counts.ATTRIBUTE_UNEXPECTED_NULL]).toEqual([3, 50]);
  });

  test("locates each finding: table, row, field and bounding box in degrees", async () => {
    const { findings } = await runCheck(delivery(1), model);
    expect(findings).toMatchObject([{ file: "T.gpkg", table: "T", fileModel: "T", row: 1, field: "A", level: "ERROR" }]);
    const [west, south, east, north] = findings[0]?.bbox ?? [];
    expect(west).toBeCloseTo(3, 2);
    expect(south).toBeCloseTo(46.5, 2);
    expect((east ?? 0) - (west ?? 0)).toBeGreaterThan(0);
    expect((north ?? 0) - (south ?? 0)).toBeGreaterThan(0);
  });
});

describe("reports", () => {
  test("CSV and JSONL use the national validator's names", async () => {
    const { findings } = await runCheck(delivery(1), model);
    const [finding] = findings;
    if (!finding) throw new Error("no finding");
    expect(csvHead()).toBe("code,level,message,standard,fileModel,attribute,file,id,feat_bbox,WKT,feat_id,xsd_code,xsd_msg,xsd_path\r\n");
    const line: Record<string, unknown> = JSON.parse(jsonlLine(finding, "fr"));
    expect(Object.keys(line)).toHaveLength(csvHeader.length);
    expect(line).toMatchObject({
      code: "ATTRIBUTE_UNEXPECTED_NULL",
      level: "ERROR",
      documentModel: "test",
      fileModel: "T",
      attribute: "A",
      id: "1",
    });
    expect(String(line.featureBbox).split(",")).toHaveLength(4);
    expect(csvLine({ ...finding, featureId: '=cmd|"x"' }, "fr")).toContain(`"'=cmd|""x"""`);
    expect(csvLine({ ...finding, featureId: "-2+3+cmd|' /C calc'!A0" }, "fr")).toContain(",'-2+3+cmd|");
    expect(csvLine({ ...finding, bbox: [-1, 48, 2, 49] }, "fr")).toContain(',"-1,48,2,49",');
  });

  test("the text says separately whether the check ran and whether the data conform", async () => {
    const { findings, verdict } = await runCheck(delivery(1), model);
    expect(verdictText(verdict, "fr")).toMatch(/allé à son terme.*\n.*ne sont pas conformes/);
    expect(verdictText({ ...verdict, ran: false, failure: "x", conforms: null }, "en")).not.toMatch(/conform/);
    expect(findings[0] && textLine(findings[0], "en")).toMatch(/ERROR +ATTRIBUTE_UNEXPECTED_NULL – T.gpkg #1 A/);
  });

  test("a group has the findings that one repair can correct together", async () => {
    const groups = new FindingGroups(1);
    for (const finding of (await runCheck(delivery(10), model)).findings) groups.add(finding);
    expect(groups.list()).toMatchObject([
      { code: "ATTRIBUTE_UNEXPECTED_NULL", count: 5, field: "A", repair: null, repairable: 0, examples: [{ row: 1 }] },
    ]);
  });
});
