import type pg from "pg";
import { type Column, type Named, plansOf, prepared, sendBatch } from "./send-batch.ts";
import type { TextRow } from "./sql-session.ts";

/** A statement whose rows may be wanted as texts. */
export type Wanted = Named & { readonly asTexts?: boolean };

/** The rows of several statements, in one round trip. It is a submittable query of `pg`, whose client calls its event methods. */
export class BatchQuery {
  /** The rows of each statement. */
  readonly result: Promise<object[][]>;
  private readonly statements: readonly Wanted[];
  private readonly parserOf: (type: number) => (text: string) => unknown;
  private readonly rows: (Record<string, unknown> | TextRow)[][];
  private columns: (readonly Column[] | null)[] = [];
  private connection: pg.Connection | null = null;
  private current = 0;
  private failure: unknown = null;
  private resolve: (rows: object[][]) => void = () => {};
  private reject: (error: unknown) => void = () => {};

  constructor(statements: readonly Wanted[], parserOf: (type: number) => (text: string) => unknown) {
    this.statements = prepared(statements);
    this.parserOf = parserOf;
    this.rows = statements.map(() => []);
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // A connection that breaks fails a query also when nobody waits for it any more.
    this.result.catch(() => {});
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    this.columns = sendBatch(connection, this.statements);
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.parserOf(dataTypeID) }));
    this.columns[this.current] = columns;
    const name = this.statements[this.current]?.name;
    if (name && this.connection) plansOf(this.connection).set(name, columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const [columns, rows] = [this.columns[this.current], this.rows[this.current]];
    if (this.statements[this.current]?.asTexts) {
      rows?.push(fields);
      return;
    }
    try {
      const row: Record<string, unknown> = {};
      for (const [index, { name, parse }] of (columns ?? []).entries()) {
        const text = fields[index] ?? null;
        row[name] = text === null ? null : parse(text);
      }
      rows?.push(row);
    } catch (error) {
      this.failure ??= error;
    }
  }

  handleCommandComplete(): void {
    this.current++;
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.failure === null) this.resolve(this.rows);
    else this.reject(this.failure);
  }
}
