import { randomUUID } from "node:crypto";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { assembleReport } from "@archipel/answers/report/assemble.ts";
import { compareReports, type ThemePair } from "@archipel/answers/report/compare.ts";
import type { Place } from "@archipel/answers/report/place.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace, tryAnswersInput } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type ChangeMistake, mistakesIn, type StoredChange } from "../policy/changes.ts";
import { overrideRows } from "../queries/changes.ts";
import { hasPortal } from "../queries/settings.ts";
import { askAt } from "../read/ask-at.ts";
import { packsOf, packsWithDrafts } from "../read/packs-of.ts";

export interface Trial {
  place: Place;
  /** What is wrong with the change: the report with it is then that without it. */
  mistakes: ChangeMistake[];
  themes: ThemePair[];
  isRestricted: boolean;
}

/** The report of a place as it is and as it would be: with a change that is not stored, or with all drafts. The layers are read once. */
export async function tryAnswers(core: Core, actor: MemberActor, input: z.infer<typeof tryAnswersInput>): Promise<Trial> {
  const { change } = input;
  const mistakes = change ? mistakesOf(change) : [];
  const used = mistakes.length > 0 ? [] : change && [change];
  const { place, reports } = await readBoth(core, actor, input, used);
  const { before, after } = reports(input.locale);
  return { place, mistakes, themes: compareReports(before, after), isRestricted: before.restricted || after.restricted };
}

/** @throws DomainError when the pack is unknown */
export function mistakesOf({ pack: id, ruleKey, change }: StoredChange & { pack: string }): ChangeMistake[] {
  const pack = shippedPacks.find((one) => one.id === id);
  if (!pack) throw new DomainError("not-found", "answer-pack-unknown");
  return mistakesIn(pack, { ruleKey, change });
}

/**
 * Reads a place for two editions of the rules. The caller's own rights decide which layers are read, as in a report.
 *
 * @param changes what is tried over the published rules; undefined: all drafts
 */
export async function readBoth(
  core: Core,
  actor: MemberActor,
  where: { portalId: string; place: AnswerPlace },
  changes: readonly (StoredChange & { pack: string })[] | undefined,
): Promise<{ place: Place; reports: (locale: Locale) => { before: Report; after: Report } }> {
  const { located, made, read, unread, shown } = await askAt(core, actor, where, async (sql, row) => {
    if (!(await hasPortal(sql, actor.communityId, where.portalId))) throw new DomainError("not-found", "portal-not-found");
    const drafts = changes ?? (await overrideRows(sql, where.portalId)).filter(({ state }) => state === "draft");
    const [before, after] = [packsOf(core, row), packsWithDrafts(row, drafts)];
    return { before, after, packs: withRulesOfBoth(before, after) };
  });
  const themes = await read();
  const { place, placeM2 } = located;
  const createdAt = new Date().toISOString();
  const reports = (locale: Locale) => {
    const reportOf = (packs: readonly Pack[]) =>
      assembleReport(shown(packs), { place, placeM2, themes, unread }, { id: randomUUID(), createdAt, locale });
    return { before: reportOf(made.before), after: reportOf(made.after) };
  };
  return { place, reports };
}

/** Fields that only one of the editions tests keep features apart in both. */
function withRulesOfBoth(before: readonly Pack[], after: readonly Pack[]): Pack[] {
  return before.map((pack, index) => ({
    ...pack,
    themes: pack.themes.map((theme) => {
      const other = after[index]?.themes.find(({ id }) => id === theme.id);
      return { ...theme, rules: [...theme.rules, ...(other?.rules ?? [])] };
    }),
  }));
}
