import type { SqlSession } from "@archipel/database/sql-session.ts";

/**
 * Settings of a transaction that reads or writes a whole layer. The planner overestimates the cost of PostGIS functions, so it would
 * JIT-compile each statement (a third of a second) for no gain; and it uses parallel workers only if they look cheap. The embedded database
 * has one process, and plans for it. Memory is per sort, in each of three processes.
 */
export async function atFullSpeed(sql: SqlSession): Promise<void> {
  await sql.script(`
    SET LOCAL jit = off;
    SET LOCAL work_mem = '64MB';
    SET LOCAL maintenance_work_mem = '128MB';
    SET LOCAL parallel_setup_cost = 0;
    SET LOCAL parallel_tuple_cost = 0`);
}

/** Statistics from 6,000 rows are enough to distinguish few values from many, and cost little compared with building the table. */
export const SMALL_SAMPLE = "SET LOCAL default_statistics_target = 20";
