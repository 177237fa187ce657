import type { Readings } from "@archipel/answers/report/reading.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { COMMUNE_LAYER_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import type { Located } from "../locate/locate.ts";
import { type Candidate, fieldNamed } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import { isInCommunes } from "../queries/in-commune.ts";
import { codeOf, limited } from "./read-need.ts";

/** The layers that are asked: more would take longer than a person who only names a street wants to wait. */
const MOST_LAYERS = 40;

/**
 * For a place of which only the street or the commune is known: the themes of risk that have something somewhere in the commune, so that
 * the visitor knows what the house may be concerned by. Undefined for other places. Layers that the caller sees in part are not asked.
 */
export async function themesInCommune(
  core: Core,
  actor: Actor,
  { located, candidates, needs }: { located: Located; candidates: readonly Candidate[]; needs: readonly Need[] },
): Promise<Readings["inCommune"]> {
  const { place, communes } = located;
  if (place.precision !== "street" && place.precision !== "commune") return undefined;
  const layer = candidates.find((one) => one.lens === null && one.facts.tags.includes("communes") && codeField(one));
  const code = layer && codeField(layer);
  const wanted = needs.filter((need) => need.candidate.lens === null && usesFor(need).length > 0).slice(0, MOST_LAYERS);
  if (!layer || !code || communes.length === 0 || wanted.length === 0) return undefined;
  const codes = communes.map(({ insee }) => insee);
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  try {
    const table = { tableName: layer.tableName, codeColumn: code.column };
    const tables = wanted.map(({ candidate }) => candidate.tableName);
    const isIn = await limited(() => core.database.sqlAs(scope, (sql) => isInCommunes(sql, table, codes, tables)));
    return wanted.filter((_, index) => isIn[index]).flatMap((need) => usesFor(need).map(({ pack, theme }) => ({ pack, theme })));
  } catch (error) {
    throwOutage(error);
    core.log.warn({ code: codeOf(error) }, "what is known in a commune could not be read");
    return undefined;
  }
}

const codeField = (candidate: Candidate) => fieldNamed(candidate, COMMUNE_LAYER_CODE_FIELDS);

/** What is known by the commune's code answers for a street too. */
const usesFor = ({ communeField, uses }: Need) => (communeField === null ? uses.filter(({ isRisk }) => isRisk) : []);
