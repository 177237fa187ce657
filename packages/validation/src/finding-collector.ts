import { type Code, factsOf } from "./codes.ts";
import { type Finding, type Place, type RepairId, repairIds } from "./finding.ts";
import { type Level, levels } from "./model/words.ts";

/** What a rule says beside the code and the place. */
export interface FindingDetails {
  params?: Finding["params"];
  level?: Level | undefined;
  /** Another repair than the code's own; null for none. */
  repair?: RepairId | null;
}

/** Findings of one code and level on one field of one file model, all of them counted. */
export interface CountedGroup {
  code: Code;
  level: Level;
  fileModel: string | null;
  field: string | null;
  count: number;
  /** The repair that is offered for them, or for those of them that it can help; the first of `repairIds` where there are several. */
  repair: RepairId | null;
  /** How many of them are offered a repair, whichever. */
  repairable: number;
}

type GroupPlace = Pick<CountedGroup, "code" | "level" | "fileModel" | "field">;

/** Tells the groups of findings apart. */
export function groupKey({ code, level, fileModel, field }: GroupPlace): string {
  return `${code}\n${level}\n${fileModel ?? ""}\n${field ?? ""}`;
}

/** Of two repairs, the one that a group is offered first: the same whatever order they come in. */
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

  /** The gravest and largest first. */
  list(): CountedGroup[] {
    return [...this.#groups.values()].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.count - a.count);
  }
}

/** Texts of findings are cut: a cell may hold megabytes. */
const MAX_TEXT = 300;

/**
 * Collects what the rules find. Every finding is counted; only the first `listed` of a code are handed on, so that a wrong model on a
 * million rows stays readable and small.
 */
export class FindingCollector {
  readonly counts = new Map<Code, number>();
  readonly levels: Record<Level, number> = { FATAL: 0, ERROR: 0, WARNING: 0, INFO: 0 };
  readonly #groups = new GroupCounts();
  readonly #model: string;
  readonly #levels: Readonly<Partial<Record<string, Level>>>;
  readonly #listed: number;
  /** Looks for the repair of findings that come without one, while it is set: for rules that cannot know it themselves. */
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
      featureId: featureId === null ? null : cut(featureId),
      bbox,
      place: spot,
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? cut(value) : value])),
      repair: offered,
    });
  }

  /** The gravest and largest first. */
  groups(): CountedGroup[] {
    return this.#groups.list();
  }

  /** Would another finding of this code be handed on? Places that cost to find are only looked for when it would. */
  isListed(code: Code): boolean {
    return (this.counts.get(code) ?? 0) < this.#listed;
  }

  /** What was found since the last call. */
  take(): Finding[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
