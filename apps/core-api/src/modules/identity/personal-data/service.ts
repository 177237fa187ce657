import type { Core } from "../../../kernel/core.ts";
import {
  deleteDecidedRequests,
  deleteEditImports,
  deleteEndedAgreements,
  deleteEndedKeys,
  deleteInvitations,
  deleteMails,
  deleteNotices,
  deletePreviews,
  deleteUnconfirmed,
  forgetOldNetworks,
  forgetReporters,
  MOST_ROWS,
} from "./queries.ts";

const system = { role: "system" } as const;

/** Deletes invitations that ended: they hold addresses of people who may have no account. @returns the number of rows */
export function sweepInvitations({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteInvitations(sql, most));
}

/** Deletes requests that were decided long ago; the journal keeps the decision. @returns the number of rows */
export function sweepRequests({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteDecidedRequests(sql, most));
}

/** Deletes agreements of organisations that ended long ago, with the words of both sides; the journal keeps the end. @returns the number of rows */
export function sweepAgreements({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteEndedAgreements(sql, most));
}

/** Deletes old notifications. @returns the number of rows */
export function sweepNotices({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteNotices(sql, most));
}

/** Deletes mails of the mailbox of the embedded mode. @returns the number of rows */
export function sweepMails({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteMails(sql, most));
}

/** Deletes secret links to drafts that ended. @returns the number of rows */
export function sweepPreviews({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deletePreviews(sql, most));
}

/** Deletes keys of persons that ended long ago. @returns the number of rows */
export function sweepKeys({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteEndedKeys(sql, most));
}

/** Deletes imports of edits that nobody took over. @returns the number of rows */
export function sweepEditImports({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteEditImports(sql, most));
}

/** Deletes accounts whose address was never confirmed. @returns the number of rows */
export function sweepUnconfirmed({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => deleteUnconfirmed(sql, most));
}

/** Removes IP networks from old entries of the journal. @returns the number of rows */
export function forgetNetworks({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => forgetOldNetworks(sql, most));
}

/** Forgets the addresses of reporters without an account, long after the report was closed. @returns the number of rows */
export function sweepReporters({ database }: Pick<Core, "database">, most: number = MOST_ROWS): Promise<number> {
  return database.sqlAs(system, (sql) => forgetReporters(sql, most));
}
