import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Words } from "@archipel/contracts/processings.ts";
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
  /** The key of the community that it was asked with, for what it writes into the journal. */
  keyId: string | null;
  input: unknown;
  /** How many times it was started, this one included: the fence between this run and one that is thought dead. */
  attempt: number;
}

/** The job was cancelled, or another run took it over: stop, write nothing more. */
export class JobStoppedError extends Error {
  override name = "JobStoppedError";
}

/** The job cannot succeed, however often it is tried. The code names the sentence `errors.<code>`. */
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

/** A line of what a job tells of itself: the sentence is `admin.jobs.log.<code>` with the params. */
export interface LogLine {
  code: string;
  params?: ErrorParams;
  level?: "info" | "warning" | "error";
}

/** One attempt at a job, as its handler uses it. */
export interface JobRun {
  job: ClaimedJob;
  /**
   * Tells how far it is (at most twice a second for the same step). Throws `JobStoppedError` when the job was cancelled or taken over.
   */
  progress(step: string, done: number, total: number | null): Promise<void>;
  /** Tells people something of what it does, to be read beside its progress. Of very many lines, the later ones are not kept. */
  log(line: LogLine): Promise<void>;
  /**
   * Keeps what later attempts need, in the transaction of the step that made it. `datasetId` is the dataset that the job made for its
   * result.
   */
  remember(tx: Tx, input: object, datasetId?: string): Promise<void>;
  /** Ends the job well, in the transaction of its last effects: both happen, or none. */
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
  run(services: Services, run: JobRun): Promise<void>;
  /** Removes what an attempt left when the job fails or is cancelled. It may be called twice. */
  undo(services: Services, job: ClaimedJob): Promise<void>;
  /**
   * Sets the subject back to where this job works on it, when a person retries a failed or cancelled job.
   *
   * @throws DomainError when the subject went on in the meantime
   */
  resume?(tx: Tx, job: { communityId: CommunityId; subjectId: string; status: string }): Promise<void>;
}

/** Attempts are never reset, or two runs could carry the same number: each retry by a person continues at the next multiple of this. */
export const ATTEMPTS_A_RETRY = 100;
