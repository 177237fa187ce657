import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isStatementTimeout } from "@archipel/database/statement-limits.ts";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { lensScopeOf, ownLenses } from "../../access/lens/service/through-lens.ts";
import type { Located } from "../locate/locate.ts";
import type { Candidate } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import { type AskReach, type Part, partAt } from "../policy/part.ts";
import { type ReachAsked, type ReachRow, reachRows } from "../queries/part-reach.ts";
import { codeOf, limited, NONE, type Read, readNeeds } from "./read-need.ts";

/** A layer that is read through its reader's lens. */
export type PartNeed = Need & { candidate: Candidate & { lens: Lens } };

export const isPart = (need: Need): need is PartNeed => need.candidate.lens !== null;

/** What a layer gave through a lens, and what each source may conclude from it. */
export interface PartRead extends Read {
  partOf(source: SourceRequirement): Part;
}

const UNKNOWN: Part = { reach: "less", known: new Set() };
const FAILED: PartRead = { ...NONE, outcome: "down", partOf: () => UNKNOWN };

/**
 * Reads layers through the caller's lens. How far each lens contains the place, and the features, are read in one snapshot in which the lens is still
 * the one that the caller was given: else a part that shrank meanwhile would clear the place. A layer whose grants are others now did not answer.
 */
export async function readParts(core: Core, actor: Actor, located: Located, needs: readonly PartNeed[]): Promise<Map<Need, PartRead>> {
  const found = new Map<Need, PartRead>(needs.map((need) => [need, FAILED]));
  if (needs.length === 0) return found;
  let asked: readonly { need: PartNeed; partOf: PartRead["partOf"] }[] = [];
  const inOne = <T>(work: (sql: SqlSession) => Promise<T>): Promise<T> =>
    limited(() =>
      core.database.snapshotAs(lensScopeOf(actor), async (sql) => {
        asked = await partsNow(sql, located, needs);
        return work(sql);
      }),
    );
  try {
    const reads = await readNeeds(core, inOne, located, needs);
    for (const { need, partOf } of asked) {
      const isHere = need.uses.some(({ source }) => partOf(source).reach !== "outside");
      found.set(need, { ...(isHere ? (reads.get(need) ?? NONE) : NONE), partOf });
    }
  } catch (error) {
    throwOutage(error);
    const outcome = isStatementTimeout(error) ? "slow" : "down";
    core.log.warn({ outcome, code: codeOf(error) }, "the parts of layers could not be read for a place");
    for (const need of needs) found.set(need, { ...FAILED, outcome });
  }
  return found;
}

/** The layers whose lens is still the same, with what it contains of the place. */
async function partsNow(sql: SqlSession, { metric }: Located, needs: readonly PartNeed[]) {
  const lenses = await ownLenses(
    sql,
    needs.map(({ candidate }) => candidate.id),
  );
  const same = needs.filter(({ candidate }) => lenses.get(candidate.id)?.hash === candidate.lens.hash);
  const asked = new Map<string, ReachAsked>();
  const collect =
    (layerId: string): AskReach =>
    (grantIds, reachM) => {
      asked.set(keyOf({ layerId, grantIds, reachM }), { layerId, grantIds, reachM });
      return { isInside: false, isTouched: false };
    };
  for (const { candidate, uses } of same) for (const { source } of uses) partAt(candidate, source, collect(candidate.id));
  const rows = asked.size === 0 ? [] : await reachRows(sql, metric, [...asked.values()]);
  const answers = new Map<string, ReachRow>();
  for (const [index, key] of [...asked.keys()].entries()) {
    const row = rows[index];
    if (row) answers.set(key, row);
  }
  const answered =
    (layerId: string): AskReach =>
    (grantIds, reachM) => {
      const row = answers.get(keyOf({ layerId, grantIds, reachM }));
      if (!row) throw new Error("a question about a part was not collected");
      return row;
    };
  return same.map((need) => ({ need, partOf: (source: SourceRequirement) => partAt(need.candidate, source, answered(need.candidate.id)) }));
}

const keyOf = ({ layerId, grantIds, reachM }: ReachAsked) => `${layerId} ${reachM} ${grantIds.join()}`;
