import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Words } from "@archipel/contracts/processing.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { ErrorParams } from "../domain-error.ts";

/** A job as its handler sees it. */
export interface ClaimedJob {
  id: string;
  kind: string;
  communityId: CommunityId;
  subjectId: string;
  createdById: string;
  /** The community's key that started the job, for its audit entries. */
  keyId: string | null;
  input: unknown;
  /** Number of starts, this one included: it distinguishes this run from an earlier one that is thought dead. */
  attempt: number;
}

/** The job was cancelled or taken over by another run: stop and write nothing more. */
export class JobStoppedError extends Error {
  override name = "JobStoppedError";
}

/** The job cannot succeed by another attempt. The code names the message `errors.<code>`. */
export class JobFailedError extends Error {
  override name = "JobFailedError";
  readonly code: string;
  readonly params: ErrorParams;

  constructor(code: string, params: ErrorParams = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** A line of a job's log. The message is `admin.jobs.log.<code>` with the params. */
export interface LogLine {
  code: string;
  params?: ErrorParams;
  level?: "info" | "warning" | "error";
}

/** One attempt at a job, as its handler uses it. */
export interface JobRun {
  job: ClaimedJob;
  /** Reports progress (at most twice a second for the same step). Throws `JobStoppedError` when the job was cancelled or taken over. */
  progress(step: string, done: number, total: number | null): Promise<void>;
  /** Writes a line for people, shown beside the progress. After very many lines, later ones are dropped. */
  log(line: LogLine): Promise<void>;
  /** Saves what later attempts need, in the transaction of the step that made it. `datasetId` is the dataset created for the result. */
  remember(tx: Tx, input: object, datasetId?: string): Promise<void>;
  /** Marks the job as done, in the transaction of its last effects: both happen, or neither. */
  succeed(tx: Tx): Promise<void>;
  /** The same, in a transaction of raw SQL. */
  succeedIn(sql: SqlSession): Promise<void>;
}

/** One kind of job: its words, what it does, how it is undone and resumed. It is listed in `jobs/handlers.ts`. */
export interface JobHandler<Services> {
  /** Stored in the job's row: never change it. */
  kind: string;
  title: Words;
  /** The steps that it reports as progress, with their words. Reporting any other step is an error. */
  steps: Readonly<Record<string, Words>>;
  /** How many times the budget of an ordinary job it may use, because its input is more than files that it reads; 1 by default. */
  budgetShare?: number;
  run(services: Services, run: JobRun): Promise<void>;
  /** Removes what an attempt left, when the job fails or is cancelled. It may be called twice. */
  undo(services: Services, job: ClaimedJob): Promise<void>;
  /** The input without what attempts remembered and `undo` removed, so that a retry by a person makes it again. */
  forget?(input: unknown): object;
  /**
   * Sets the subject back to the state that the job expects, when a person retries a failed or cancelled job.
   *
   * @throws DomainError when the subject has changed its state in the meantime
   */
  resume?(tx: Tx, job: { communityId: CommunityId; subjectId: string; status: string }): Promise<void>;
}

/** Attempts are never reset, or two runs could have the same number: each retry by a person continues at the next multiple of this. */
export const ATTEMPTS_A_RETRY = 100;
