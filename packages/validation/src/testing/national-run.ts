import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModel } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import { idOf } from "../national/build.ts";
import { readFacts } from "../national/facts.ts";
import { nationalModel } from "../national/shipped.ts";

/**
 * The configuration of the national validator's own tests is not the one that the portal publishes. These are its facts that differ, of the
 * tables that the known deliveries contain (IGNF/validator, validator-plugin-cnig/src/test/resources/config).
 */
const CONFIGURATION = `
model PLU_2013 like PLU_2013
table DOC_URBA_COM
  DATECOG date

model PLU_2017 like PLU_2017
table INFO_SURF
  STYPEINF string required max=2 values=00|01|02
  WKT multipolygon required
`;

/** The model as the validator's own tests run it: with their configuration, and without conditions unless they enable them. */
export async function modelOfNationalRun(id: string, areConditionsEnabled: boolean): Promise<Model> {
  const model = await loadModel(id);
  const published = await readFile(join(import.meta.dirname, "../../models/national/planning.facts"), "utf8");
  const facts = [...readFacts(published + CONFIGURATION).values()].find(({ name }) => idOf(name) === model.id);
  if (!facts) throw new Error(`no facts of ${id}`);
  const tables = Object.entries(nationalModel(facts).tables ?? {}).map(([name, { conditions, ...table }]) => [
    name,
    areConditionsEnabled && conditions ? { ...table, conditions } : table,
  ]);
  return { ...model, tables: Object.fromEntries(tables) };
}
