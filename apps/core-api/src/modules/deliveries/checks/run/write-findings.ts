import type { CheckGroup } from "@archipel/contracts/checks.ts";
import type { Database, Tx } from "@archipel/database/database.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import { type CountedGroup, groupKey } from "@archipel/validation/finding-collector.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import type { StoredGroups } from "../policy.ts";
import { deleteFindings, insertFindings, type NewFinding } from "../queries.ts";

/** Rows per statement. */
const BATCH = 1_000;
/** Maximum number of file or table names offered as a filter. */
const MAX_NAMES = 500;

/**
 * Writes findings in batches as they come. Each batch verifies in its transaction that the job still belongs to this run: a run that was
 * declared dead cannot write after its successor has started.
 */
export class FindingWriter {
  readonly #database: Database;
  readonly #run: JobRun;
  readonly #groups = new Map<string, { number: number; listed: number; example: Finding & { sequence: number } }>();
  readonly #tables = new Set<string>();
  readonly #files = new Set<string>();
  #sequence = 0;
  #waiting: NewFinding[] = [];

  constructor(database: Database, run: JobRun) {
    this.#database = database;
    this.#run = run;
  }

  /** Deletes the findings of an earlier attempt. */
  async begin(): Promise<void> {
    await this.#mine((tx) => deleteFindings(tx, this.#run.job.communityId, this.#run.job.subjectId));
  }

  async add(finding: Finding): Promise<void> {
    const sequence = ++this.#sequence;
    const key = groupKey(finding);
    let group = this.#groups.get(key);
    if (!group) {
      group = { number: this.#groups.size, listed: 0, example: { ...finding, sequence } };
      this.#groups.set(key, group);
    }
    group.listed++;
    if (finding.table !== null && this.#tables.size < MAX_NAMES) this.#tables.add(finding.table);
    if (finding.file !== null && this.#files.size < MAX_NAMES) this.#files.add(finding.file);
    this.#waiting.push({ ...finding, sequence, group: group.number });
    if (this.#waiting.length >= BATCH) await this.#mine((tx) => this.flush(tx));
  }

  /** Writes the last batch, in the transaction that ends the check. */
  async flush(tx: Tx): Promise<void> {
    const { communityId, subjectId } = this.#run.job;
    await insertFindings(tx, communityId, subjectId, this.#waiting);
    this.#waiting = [];
  }

  /** The groups that the engine counted, with the number of findings listed for each. */
  groups(counted: readonly CountedGroup[]): StoredGroups {
    const groups = counted.map((group): CheckGroup => {
      const known = this.#groups.get(groupKey(group));
      const number = known?.number ?? this.#groups.size + counted.indexOf(group);
      return { ...group, number, listed: known?.listed ?? 0, example: known ? exampleOf(known.example, number) : null };
    });
    return { groups, tables: [...this.#tables].sort(), files: [...this.#files].sort() };
  }

  async #mine(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.#database.withWorker(this.#run.job.communityId, async (tx) => {
      await this.#run.remember(tx, { listed: this.#sequence });
      await work(tx);
    });
  }
}

function exampleOf({ model: _model, place: _place, ...finding }: Finding & { sequence: number }, group: number): CheckGroup["example"] {
  return { ...finding, group };
}
