import { type CheckOptions, check, type Verdict } from "../check.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { Finding } from "../finding.ts";
import type { Model } from "../model/model.ts";
import type { TableModel } from "../model/table.ts";

/** Runs a check and collects its findings. @throws Error when it did not run to its end */
export async function runCheck(
  delivery: Delivery,
  model: Model,
  options: CheckOptions = {},
): Promise<{ findings: Finding[]; codes: string[]; verdict: Verdict }> {
  const findings: Finding[] = [];
  const verdict = await check(delivery, model, { ...options, onFinding: (finding) => void findings.push(finding) });
  if (!verdict.ran) throw new Error(`the check did not run: ${verdict.failure}`);
  return { findings, codes: findings.map(({ code }) => code), verdict };
}

/** Makes a model with one file per table, named after the table. */
export function modelOf(tables: Record<string, TableModel>, rest: Partial<Model> = {}): Model {
  return {
    format: "archipel-model/1",
    id: "test",
    title: { fr: "Essai", en: "Test" },
    files: Object.keys(tables).map((name) => ({ name, kind: "table", path: name, presence: "optional", table: name })),
    tables,
    ...rest,
  };
}
