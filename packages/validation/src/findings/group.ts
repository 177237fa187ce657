import type { Code } from "../codes.ts";
import type { Finding, RepairId } from "../finding.ts";
import { firstRepair } from "../finding-collector.ts";
import type { Level } from "../model/words.ts";

/** Findings of one code on one field of one file model, which a person repairs together. */
export interface FindingGroup {
  code: Code;
  level: Level;
  fileModel: string | null;
  field: string | null;
  file: string | null;
  count: number;
  /** The first ones. */
  examples: Finding[];
  /** The repair offered for all or some of the findings; the first in the order of `repairIds` when there are several. */
  repair: RepairId | null;
  /** How many of the findings have a repair. */
  repairable: number;
}

const RANK: Record<Level, number> = { FATAL: 0, ERROR: 1, WARNING: 2, INFO: 3 };

/** Collects findings into groups, most severe first, then by count. Memory grows with the number of groups, not of findings. */
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
      this.#groups.set(key, {
        code,
        level,
        fileModel,
        field,
        file,
        repair,
        repairable: repair === null ? 0 : 1,
        count: 1,
        examples: [finding],
      });
      return;
    }
    group.count++;
    group.repair = firstRepair(group.repair, finding.repair);
    if (finding.repair !== null) group.repairable++;
    if (group.examples.length < this.#examples) group.examples.push(finding);
  }

  list(): FindingGroup[] {
    return [...this.#groups.values()].sort((a, b) => RANK[a.level] - RANK[b.level] || b.count - a.count);
  }
}
