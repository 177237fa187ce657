import type { Opening } from "../opening.ts";
import { nameOf } from "../read-together.ts";
import type { OneRead, Statement, TextRow } from "../sql-session.ts";
import { bytesOnReplica, rowsOnReplica } from "./batch.ts";
import type { Replica } from "./replica.ts";

/** Single reads that a replica answers if it can, and else the primary. */
export function oneReadWith(replica: Replica, opening: Opening, primary: OneRead): OneRead {
  const nameIf = (isKept: boolean | undefined, text: string) => (isKept ? nameOf(text) : "");
  return {
    query: async <Row extends object>(text: string, values: unknown[] = [], isKept?: boolean) => {
      const found = await replica.read((pool) => rowsOnReplica(pool, [{ name: nameIf(isKept, text), text, values }], opening));
      return found ? ((found.result[0] ?? []) as Row[]) : primary.query<Row>(text, values, isKept);
    },
    texts: async (statement, isKept) => {
      const wanted = { ...statement, name: nameIf(isKept, statement.text), asTexts: true };
      const found = await replica.read((pool) => rowsOnReplica(pool, [wanted], opening));
      return found ? ((found.result[0] ?? []) as TextRow[]) : primary.texts(statement, isKept);
    },
    bytes: async (statement, isKept) => {
      const wanted = { ...statement, name: nameIf(isKept, statement.text) };
      const found = await replica.read((pool) => bytesOnReplica(pool, wanted, opening));
      return found ? found.result : primary.bytes(statement, isKept);
    },
  };
}

/** The rows of statements that do not depend on one another, of the replica if it can answer; else null. */
export async function readTogetherOn(replica: Replica, statements: readonly Statement[], opening: Opening): Promise<object[][] | null> {
  const wanted = statements.map(({ text, values }) => ({ name: nameOf(text), text, values }));
  const found = await replica.read((pool) => rowsOnReplica(pool, wanted, opening));
  return found?.result ?? null;
}
