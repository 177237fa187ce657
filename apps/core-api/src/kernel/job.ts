import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { jobKind } from "@archipel/contracts/processing.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import type { ErrorParams } from "./domain-error.ts";

export type JobKind = z.infer<typeof jobKind>;

/** A job as its handler sees it. */
export interface ClaimedJob {
  id: string;
  kind: JobKind;
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
  /** Keeps what later attempts need, in the transaction of the step that made it. */
  remember(tx: Tx, input: object): Promise<void>;
  /** Ends the job well, in the transaction of its last effects: both happen, or none. */
  succeed(tx: Tx): Promise<void>;
  /** The same, in a transaction of raw SQL. */
  succeedIn(sql: SqlSession): Promise<void>;
}

/** What a kind of job does. `undo` takes back what an attempt left when the job fails or is cancelled; it may be called twice. */
export interface JobHandler<Services> {
  run(services: Services, run: JobRun): Promise<void>;
  undo(services: Services, job: ClaimedJob): Promise<void>;
}

/** Attempts are never counted anew, or two runs could carry the same number: each retry by a person goes to the next multiple of this. */
export const ATTEMPTS_A_RETRY = 100;
