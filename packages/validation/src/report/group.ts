import type { Code } from "../codes.ts";
import type { Finding, RepairId } from "../finding.ts";
import type { Level } from "../model/words.ts";

/** Findings of one code on one field of one file model: what a person repairs in one go. */
export interface FindingGroup {
  code: Code;
  level: Level;
  fileModel: string | null;
  field: string | null;
  file: string | null;
  count: number;
  /** The first ones. */
  examples: Finding[];
  /** The repair that all of them share; null when they differ or have none. */
  repair: RepairId | null;
}

const RANK: Record<Level, number> = { FATAL: 0, ERROR: 1, WARNING: 2, INFO: 3 };

/** Gathers findings into groups, the gravest and largest first. Memory grows with groups, not with findings. */
export class FindingGroups {
  readonly #groups = new Map<string, FindingGroup>();
  readonly #examples: number;

  constructor(examples = 5) {
    this.#examples = examples;
  }

  add(finding: Finding): void {
    const key = JSON.stringify([finding.code, finding.level, finding.fileModel, finding.field, finding.file]);
    const group = this.#groups.get(key);
    if (!group) {
      const { code, level, fileModel, field, file, repair } = finding;
      this.#groups.set(key, { code, level, fileModel, field, file, repair, count: 1, examples: [finding] });
      return;
    }
    group.count++;
    if (group.repair !== finding.repair) group.repair = null;
    if (group.examples.length < this.#examples) group.examples.push(finding);
  }

  list(): FindingGroup[] {
    return [...this.#groups.values()].sort((a, b) => RANK[a.level] - RANK[b.level] || b.count - a.count);
  }
}
