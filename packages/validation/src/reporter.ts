import { type Code, factsOf } from "./codes.ts";
import type { Finding, Place, RepairId } from "./finding.ts";
import type { Level } from "./model/words.ts";

/** What a rule says beside the code and the place. */
export interface Remark {
  params?: Finding["params"];
  level?: Level | undefined;
  /** Another repair than the code's own; null for none. */
  repair?: RepairId | null;
}

/** Texts of findings are cut: a cell may hold megabytes. */
const MAX_TEXT = 300;

/**
 * Collects what the rules find. Every finding is counted; only the first `listed` of a code are handed on, so that a wrong model on a
 * million rows stays readable and small.
 */
export class Reporter {
  readonly counts = new Map<Code, number>();
  readonly levels: Record<Level, number> = { FATAL: 0, ERROR: 0, WARNING: 0, INFO: 0 };
  readonly #model: string;
  readonly #levels: Readonly<Partial<Record<string, Level>>>;
  readonly #listed: number;
  #queue: Finding[] = [];

  constructor(model: string, levels: Readonly<Partial<Record<string, Level>>>, listed: number) {
    this.#model = model;
    this.#levels = levels;
    this.#listed = listed;
  }

  report(code: Code, place: Place, { params = {}, level, repair }: Remark = {}): void {
    const facts = factsOf(code);
    const judged = level ?? this.#levels[code] ?? facts.level;
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    this.levels[judged]++;
    if (count > this.#listed) return;
    const {
      fileModel = null,
      table = null,
      field = null,
      file = null,
      row = null,
      featureId = null,
      bbox = null,
      place: spot = null,
    } = place;
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
      repair: repair === undefined ? (facts.repair ?? null) : repair,
    });
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
