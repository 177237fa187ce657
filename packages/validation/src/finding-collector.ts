import { type Code, factsOf } from "./codes.ts";
import { type Finding, type Place, type RepairId, repairIds } from "./finding.ts";
import { type Level, levels } from "./model/words.ts";

/** Details of a finding beside its code and place. */
export interface FindingDetails {
  params?: Finding["params"];
  level?: Level | undefined;
  /** Replaces the default repair of the code; null for no repair. */
  repair?: RepairId | null;
}

/** The number of findings of one code and level on one field of one file model. */
export interface CountedGroup {
  code: Code;
  level: Level;
  fileModel: string | null;
  field: string | null;
  count: number;
  /** The repair offered for all or some of the findings; the first in the order of `repairIds` when there are several. */
  repair: RepairId | null;
  /** How many of the findings have a repair. */
  repairable: number;
}

type GroupPlace = Pick<CountedGroup, "code" | "level" | "fileModel" | "field">;

/** The key that identifies a group of findings. */
export function groupKey({ code, level, fileModel, field }: GroupPlace): string {
  return `${code}\n${level}\n${fileModel ?? ""}\n${field ?? ""}`;
}

/** Of two repairs, the one that a group offers first. The result does not depend on the order of findings. */
export function firstRepair(a: RepairId | null, b: RepairId | null): RepairId | null {
  if (a === null || b === null) return a ?? b;
  return repairIds.indexOf(a) <= repairIds.indexOf(b) ? a : b;
}

/** Counts findings by group. */
export class GroupCounts {
  readonly #groups = new Map<string, CountedGroup>();

  add(of: GroupPlace & { repair: RepairId | null }): void {
    this.addAll({ ...of, count: 1, repairable: of.repair === null ? 0 : 1 });
  }

  addAll({ code, level, fileModel, field, count, repair, repairable }: CountedGroup): void {
    const key = groupKey({ code, level, fileModel, field });
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { code, level, fileModel, field, count, repair, repairable });
      return;
    }
    group.count += count;
    group.repair = firstRepair(group.repair, repair);
    group.repairable += repairable;
  }

  get(of: GroupPlace): CountedGroup | undefined {
    return this.#groups.get(groupKey(of));
  }

  /** Most severe first, then by count. */
  list(): CountedGroup[] {
    return [...this.#groups.values()].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.count - a.count);
  }
}

/** Texts in findings are truncated: a cell may contain megabytes. */
const MAX_TEXT = 300;

/**
 * Collects the findings of rules. Every finding is counted, but only the first `listed` of a code are passed on: a wrong model on a million
 * rows would otherwise give an unreadable, huge report.
 */
export class FindingCollector {
  readonly counts = new Map<Code, number>();
  readonly levels: Record<Level, number> = { FATAL: 0, ERROR: 0, WARNING: 0, INFO: 0 };
  readonly #groups = new GroupCounts();
  readonly #model: string;
  readonly #levels: Readonly<Partial<Record<string, Level>>>;
  readonly #listed: number;
  /** While set, finds the repair of findings that rules add without one. */
  offer: ((code: Code) => RepairId | null) | null = null;
  #queue: Finding[] = [];

  constructor(model: string, levels: Readonly<Partial<Record<string, Level>>>, listed: number) {
    this.#model = model;
    this.#levels = levels;
    this.#listed = listed;
  }

  add(code: Code, place: Place, { params = {}, level, repair }: FindingDetails = {}): void {
    const facts = factsOf(code);
    const judged = level ?? this.#levels[code] ?? facts.level;
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    this.levels[judged]++;
    const { fileModel = null, field = null } = place;
    const offered = repair === undefined ? (this.offer?.(code) ?? facts.repair ?? null) : repair;
    this.#groups.add({ code, level: judged, fileModel, field, repair: offered });
    if (count > this.#listed) return;
    const { table = null, file = null, row = null, featureId = null, bbox = null, place: spot = null } = place;
    this.#queue.push({
      code,
      level: judged,
      model: this.#model,
      fileModel,
      table,
      field,
      file,
      row,
      featureId: featureId === null ? null : truncate(featureId),
      bbox,
      place: spot,
      params: Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? truncate(value) : value]),
      ),
      repair: offered,
    });
  }

  /** Most severe first, then by count. */
  groups(): CountedGroup[] {
    return this.#groups.list();
  }

  /** True when the next finding of this code would be passed on. Rules compute costly places only then. */
  isListed(code: Code): boolean {
    return (this.counts.get(code) ?? 0) < this.#listed;
  }

  /** The findings since the last call. */
  take(): Finding[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }
}

function truncate(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
