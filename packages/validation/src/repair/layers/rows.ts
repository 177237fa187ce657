import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Delivery } from "../../delivery/delivery.ts";
import { isEmpty, textOf } from "../../rules/cell.ts";
import { bindingOf } from "../../rules/columns.ts";
import { wholeRowOf } from "../../rules/whole-row.ts";
import type { OneClick } from "../recipe.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, withTables } from "./layer.ts";

/** Removes rows that repeat an earlier row with the same values and geometry. */
export function duplicateLayer(delivery: Delivery, { on }: OneClick, context: LayerContext): Delivery {
  const { effect } = context;
  const matched = matchedIn(delivery, context);
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found)) return null;
    const column = bindingOf(table, found.model).bound.find(({ field }) => field.name === on.field)?.column;
    effect.begin(table);
    return {
      rows: () => {
        const counts = effect.begin(table);
        const seen = new SeenRows();
        return {
          take: (batch) =>
            eachRow(batch, (row) => {
              if (column !== undefined && isEmpty(textOf(row.values[column]))) return row;
              if (seen.add(wholeRowOf(row))) return row;
              counts.rows++;
              return null;
            }),
          end: () => seen.close(),
        };
      },
    };
  });
}

/** Declares tables as UTF-8. Their texts are already decoded, and are written as UTF-8. */
export function encodingLayer(delivery: Delivery, { on }: OneClick, context: LayerContext): Delivery {
  const { effect } = context;
  const matched = matchedIn(delivery, context);
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found) || table.encoding === null || table.encoding === "UTF-8") return null;
    effect.begin(table);
    effect.immediate.files++;
    return { facts: { encoding: "UTF-8" } };
  });
}

/** The digests of rows seen so far, on disk so that memory does not grow with the number of rows. */
class SeenRows {
  readonly #folder = mkdtempSync(join(tmpdir(), "archipel-seen-"));
  readonly #database = new DatabaseSync(join(this.#folder, "seen.sqlite"));
  readonly #put;

  constructor() {
    this.#database.exec(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE seen (mark TEXT PRIMARY KEY) WITHOUT ROWID; BEGIN",
    );
    this.#put = this.#database.prepare("INSERT OR IGNORE INTO seen VALUES (?)");
  }

  /** Returns false when the digest was already present. */
  add(mark: string): boolean {
    return Number(this.#put.run(mark).changes) === 1;
  }

  close(): void {
    this.#database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
