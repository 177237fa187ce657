import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { Messages } from "@archipel/answers/packs/texts.ts";
import type { Theme } from "@archipel/answers/packs/theme.ts";
import { fieldsThatDecide, type ValueWithoutRule, valuesWithoutRule } from "@archipel/answers/rules/values-without-rule.ts";
import type { answerValuesInput } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isStatementTimeout, withStatementLimits } from "@archipel/database/statement-limits.ts";
import type { z } from "zod";
import { type MemberActor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { attributeOf, recordOf } from "../../../layer-store/tables/attribute-columns.ts";
import { type Candidate, candidateOf } from "../policy/candidate.ts";
import { withCategory } from "../policy/category.ts";
import { candidateRows, portalRow } from "../queries/candidates.ts";
import { apart } from "../queries/read-layer.ts";
import { hasPortal } from "../queries/settings.ts";
import { MOST_VALUES, valueRows } from "../queries/values.ts";
import { codeListsOf } from "../read/code-lists.ts";
import { packsOf } from "../read/packs-of.ts";

/** The values of one layer for which a theme has no rule. */
export interface LayerValues {
  theme: string;
  title: Messages;
  source: string;
  layer: { id: string; title: string };
  /** `slow` and `down`: the layer could not be counted. */
  outcome: "read" | "slow" | "down";
  /** More different values exist than were read. */
  isCut: boolean;
  values: ValueWithoutRule[];
}

/** One layer may take this long to be counted. */
const LAYER_MILLISECONDS = 3_000;
/** Layers that were not begun by then are not counted. */
const ALL_MILLISECONDS = 10_000;

/** The values in the layers of a portal for which no rule of a pack speaks, with the published changes. */
export async function listValuesWithoutRule(
  core: Core,
  actor: MemberActor,
  { portalId, pack: packId, locale }: z.infer<typeof answerValuesInput>,
): Promise<LayerValues[]> {
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  return withStatementLimits({ milliseconds: LAYER_MILLISECONDS, isParallel: false }, () =>
    core.database.sqlAs(scope, async (sql) => {
      if (!(await hasPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
      const row = await portalRow(sql, portalId);
      const pack = row && packsOf(core, row).find(({ id }) => id === packId);
      if (!pack) throw new DomainError("not-found", "answers-not-offered");
      const candidates = (await candidateRows(sql, portalId, locale)).map(candidateOf);
      const end = performance.now() + ALL_MILLISECONDS;
      const found: LayerValues[] = [];
      for (const { theme, source, candidate } of usesOf(pack, candidates)) {
        const counted = performance.now() < end ? await countedValues(core, sql, { pack, theme, source, candidate, locale }) : SLOW;
        const layer = { id: candidate.id, title: candidate.title };
        found.push({ theme: theme.id, title: theme.title, source: source.key, layer, ...counted });
      }
      return found.filter(({ outcome, values, isCut }) => outcome !== "read" || values.length > 0 || isCut);
    }),
  );
}

interface Use {
  theme: Theme;
  source: SourceRequirement;
  candidate: Candidate;
}

function usesOf({ themes }: Pack, candidates: readonly Candidate[]): Use[] {
  return themes.flatMap((theme) =>
    theme.sources.flatMap((source) =>
      candidates.filter(({ facts }) => isSource(source, facts)).map((candidate) => ({ theme, source, candidate })),
    ),
  );
}

type Counted = Pick<LayerValues, "outcome" | "isCut" | "values">;
const SLOW: Counted = { outcome: "slow", isCut: false, values: [] };

async function countedValues(core: Core, sql: SqlSession, use: Use & { pack: Pack; locale: Locale }): Promise<Counted> {
  const { pack, theme, source, candidate, locale } = use;
  const decisive = fieldsThatDecide(theme, source);
  const fields = candidate.fields.filter(({ name }) => decisive.has(name.toLowerCase()));
  const rows = await apart(sql, () => valueRows(sql, { tableName: candidate.tableName, fields })).catch((error: unknown) => {
    throwOutage(error);
    core.log.warn({ layerId: candidate.id, err: error }, "the values of a layer could not be counted");
    return isStatementTimeout(error) ? "slow" : "down";
  });
  if (typeof rows === "string") return { ...SLOW, outcome: rows === "slow" ? "slow" : "down" };
  const values = rows.slice(0, MOST_VALUES).map((row) => ({
    count: row.count,
    attributes: withCategory(recordOf(fields.map(({ name }, index) => [name, attributeOf(row[`a${index}`])] as const)), candidate.facts),
  }));
  const { model } = candidate.facts;
  const lists = [pack.codeLists, ...(model === null ? [] : [await codeListsOf(core, model)])];
  const day = new Date().toISOString().slice(0, 10);
  return {
    outcome: "read",
    isCut: rows.length > MOST_VALUES,
    values: valuesWithoutRule(theme, source.key, values, { lists, locale, day }),
  };
}
