import type { InspectionFinding } from "@archipel/gdal/model.ts";
import type { NewFinding } from "./findings.ts";

/** A finding of the sandbox as it is stored: the part of the file that it is about is one of its parameters. */
export function translate({ rule, severity, subject, field, params, featureIndex, occurrences }: InspectionFinding): NewFinding {
  const texts = Object.entries(params).map(([name, value]) => [name, typeof value === "boolean" ? String(value) : value] as const);
  return {
    rule,
    severity,
    params: { ...Object.fromEntries(texts), ...(subject ? { subject } : {}) },
    ...(field ? { field } : {}),
    ...(featureIndex === undefined ? {} : { featureIndex }),
    ...(occurrences === undefined ? {} : { occurrences }),
  };
}
