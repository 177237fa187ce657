import { findingLevel } from "@archipel/contracts/checks.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Code } from "@archipel/validation/codes.ts";
import { isCode } from "@archipel/validation/codes.ts";
import type { Finding, RepairId } from "@archipel/validation/finding.ts";
import { repairIds } from "@archipel/validation/finding.ts";
import { csvHead, csvLine, jsonlLine } from "@archipel/validation/findings/lines.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { type FindingRow, findingsAfter } from "../queries.ts";
import { checkIn } from "./read.ts";

const PAGE = 2_000;
const params = z.record(z.string(), z.union([z.string(), z.number()]));

const reportFormats = ["jsonl", "csv"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The findings of a check under the national validator's names, in the order in which they were found. */
export async function exportReport(
  core: Core,
  actor: MemberActor,
  checkId: string,
  format: ReportFormat,
  locale: Locale,
): Promise<{ fileName: string; text: AsyncGenerator<string> }> {
  const check = await core.database.withTenant(actor, (tx) => checkIn(tx, actor.communityId, checkId));
  if (!check.verdict) throw new DomainError("conflict", "check-not-ready");
  const line = format === "csv" ? csvLine : jsonlLine;
  async function* text() {
    if (format === "csv") yield csvHead();
    for (let sequence = 0; ; ) {
      const after = sequence;
      const rows = await core.database.sqlAs(memberScope(actor), (sql) => findingsAfter(sql, actor.communityId, checkId, after, PAGE));
      if (rows.length > 0) yield rows.map((row) => line(findingOf(row, check.model.key), locale)).join("");
      sequence = rows.at(-1)?.sequence ?? sequence;
      if (rows.length < PAGE) return;
    }
  }
  return { fileName: `${check.verdict.delivery}-${check.model.key}.${format}`, text: text() };
}

/** A stored finding in the engine's form. */
export function findingOf({ shape: _shape, group: _group, sequence: _sequence, ...row }: FindingRow, model: string): Finding {
  const [west, south, east, north] = row.bbox ?? [];
  const isBox = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  return {
    ...row,
    code: codeOf(row.code),
    level: findingLevel.parse(row.level),
    model,
    bbox: isBox ? [west, south, east, north] : null,
    params: params.parse(row.params),
    repair: repairIds.find((id): id is RepairId => id === row.repair) ?? null,
  };
}

/** The codes of stored findings are known: a later version keeps all codes of an earlier one. */
function codeOf(code: string): Code {
  if (!isCode(code)) throw new Error(`a stored finding has the unknown code ${code}`);
  return code;
}
