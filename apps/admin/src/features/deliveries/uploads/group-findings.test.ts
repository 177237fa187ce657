import type { Finding } from "@archipel/contracts/uploads.ts";
import { describe, expect, it } from "vitest";
import { groupFindings } from "./group-findings.ts";

function finding(rule: string, severity: Finding["severity"], occurrences: number): Finding {
  return {
    id: crypto.randomUUID(),
    uploadLayerId: null,
    rule,
    severity,
    featureIndex: null,
    field: null,
    point: null,
    params: {},
    occurrences,
  };
}

describe("groupFindings", () => {
  it("puts the most severe first, then the most frequent, and adds up capped counts", () => {
    const groups = groupFindings([
      finding("field-renamed", "info", 90),
      finding("geometry-empty", "warning", 2),
      finding("encoding-doubtful", "warning", 14),
      finding("geometry-invalid", "error", 1),
      finding("geometry-invalid", "error", 40),
    ]);
    expect(groups.map(({ rule, occurrences }) => [rule, occurrences])).toEqual([
      ["geometry-invalid", 41],
      ["encoding-doubtful", 14],
      ["geometry-empty", 2],
      ["field-renamed", 90],
    ]);
    expect(groups[0]?.findings).toHaveLength(2);
  });
});
