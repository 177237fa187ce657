import type { SqlSession } from "@archipel/database/sql-session.ts";

/**
 * Settings of a transaction that reads or writes a whole layer. PostGIS's functions look so dear to the planner that it would compile
 * each statement (a third of a second) to save less; and it takes more processors only where they look for free. The embedded database
 * has one, and plans accordingly. Memory is what each sort may hold, in each of three processes.
 */
export async function atFullSpeed(sql: SqlSession): Promise<void> {
  await sql.script(`
    SET LOCAL jit = off;
    SET LOCAL work_mem = '64MB';
    SET LOCAL maintenance_work_mem = '128MB';
    SET LOCAL parallel_setup_cost = 0;
    SET LOCAL parallel_tuple_cost = 0`);
}

/** What ANALYZE then reads of a table (6,000 rows) is enough to tell few values from many, and costs little beside building the table. */
export const SMALL_SAMPLE = "SET LOCAL default_statistics_target = 20";
