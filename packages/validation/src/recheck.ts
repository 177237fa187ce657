import { type CheckOptions, check, LISTED, type TableFacts, type Verdict } from "./check.ts";
import type { Code } from "./codes.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { tablesTogether } from "./extras/registry.ts";
import type { Finding } from "./finding.ts";
import { type CountedGroup, GroupCounts } from "./finding-collector.ts";
import { type CompiledModel, compileModel } from "./model/compile.ts";
import type { Model } from "./model/model.ts";
import type { Level } from "./model/words.ts";
import type { ChangedParts } from "./repair/changes.ts";
import { tableKey } from "./repair/effect.ts";
import { matchedIn } from "./repair/layers/layer.ts";

/** What an earlier check of the same delivery found, all of it. */
export interface EarlierCheck {
  verdict: Pick<Verdict, "ran" | "counts" | "read">;
  findings: Iterable<Finding> | AsyncIterable<Finding>;
}

/**
 * Checks a delivery again after some of it changed, and says all that a whole check would say. Tables that did not change, and that no rule
 * compares with one that did, are not read: what was found of them is handed on as it was. Files, records and systems are always asked.
 * Where more than tables changed, or the earlier check left findings out, everything is checked.
 */
export async function recheck(
  delivery: Delivery,
  model: Model,
  earlier: EarlierCheck,
  changed: ChangedParts,
  options: CheckOptions = {},
): Promise<Verdict> {
  const listed = options.listed ?? LISTED;
  const { verdict: before } = earlier;
  const isCut = Object.values(before.counts).some((count) => count > listed);
  if (changed.isWide || !before.ran || isCut) return check(delivery, model, options);
  const compiled = compileModel(model);
  const matched = [...matchedIn(delivery, { model: compiled, options }).values()];
  const names = new Set(matched.filter(({ table }) => changed.tables.has(tableKey(table))).map(({ name }) => name));
  const only = withRelated(names, compiled);
  const isRead = readerOf(matched, only);
  const origin = originOf(compiled);

  const tally = new Tally();
  const emit = async (finding: Finding) => {
    tally.add(finding);
    await options.onFinding?.(finding);
  };
  for await (const finding of earlier.findings) {
    const table = origin(finding);
    if (table !== "always" && !isRead(table)) await emit(finding);
  }
  const unread = before.read.filter(({ file, table }) => !isRead({ file, table, fileModel: null }));
  const handed = new GroupCounts();
  const verdict = await check(delivery, model, {
    ...options,
    only,
    async onFinding(finding) {
      handed.add(finding);
      // Tables that were not read may hold the shapes that those that were do not.
      if (finding.code === "NO_SPATIAL_DATA" && unread.some(({ shapes }) => shapes > 0)) return;
      const table = origin(finding);
      if (table === "always" || isRead(table)) await emit(finding);
    },
  });
  for (const group of verdict.groups) tally.more(group, handed.get(group));
  const read: TableFacts[] = [...unread, ...verdict.read];
  return {
    ...verdict,
    read,
    rows: read.reduce((sum, { rows }) => sum + rows, 0),
    levels: tally.levels,
    counts: Object.fromEntries(tally.counts),
    groups: tally.groups.list(),
    conforms: verdict.ran ? tally.levels.FATAL + tally.levels.ERROR === 0 : null,
  };
}

/** Findings as they are handed on, counted; those that a check counted and did not hand on are added by their group. */
class Tally {
  readonly counts = new Map<Code, number>();
  readonly levels: Record<Level, number> = { FATAL: 0, ERROR: 0, WARNING: 0, INFO: 0 };
  readonly groups = new GroupCounts();

  add(finding: Finding): void {
    this.groups.add(finding);
    this.#count(finding, 1);
  }

  more(group: CountedGroup, handed: CountedGroup | undefined): void {
    const count = group.count - (handed?.count ?? 0);
    if (count <= 0) return;
    this.groups.addAll({ ...group, count, repairable: group.repairable - (handed?.repairable ?? 0) });
    this.#count(group, count);
  }

  #count({ code, level }: Pick<Finding, "code" | "level">, count: number): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + count);
    this.levels[level] += count;
  }
}

/** Names of tables with all those that some rule compares with them, and those compared with these. */
function withRelated(names: ReadonlySet<string>, model: CompiledModel): Set<string> {
  const groups: (readonly string[])[] = [...tablesTogether(model)];
  for (const [name, { fields, foreignKeys, geometry }] of model.tables) {
    const targets = [
      ...fields.flatMap(({ reference }) => reference?.table ?? []),
      ...(foreignKeys ?? []).flatMap(({ to }) => ("table" in to ? to.table : [])),
      ...[...(geometry?.inside ?? []), ...(geometry?.partitionOf ?? [])].map(({ table }) => table),
      ...(geometry?.noOverlap ?? []).flatMap((rule) => rule.with ?? []),
    ];
    groups.push([name, ...targets]);
  }
  const related = new Set(names);
  for (let size = -1; size !== related.size; ) {
    size = related.size;
    for (const group of groups) if (group.some((name) => related.has(name))) for (const name of group) related.add(name);
  }
  return related;
}

/** What a finding is of: a table (by its file, or the name of its file model), or something that is asked at each check. */
type Origin = "always" | { file: string | null; table: string | null; fileModel: string | null };

const ALWAYS: ReadonlySet<Code> = new Set([
  "TABLE_UNEXPECTED_ENCODING",
  "crs-unknown",
  "crs-not-accepted",
  "layer-unexpected",
  "layer-missing",
  "layer-missing-recommended",
] satisfies Code[]);

function originOf({ model }: CompiledModel): (finding: Finding) => Origin {
  const sizes = (model.extras ?? []).filter(({ rule }) => rule === "table-size").map(({ params }) => String(params?.code ?? "FILE_EMPTY"));
  const ofTables = new Set([...sizes, "CNIG_IDURBA_NOT_FOUND", "FILE_EMPTY"]);
  return ({ code, file, table, fileModel }) => {
    const isOfTable = !ALWAYS.has(code) && (table !== null || ofTables.has(code));
    return isOfTable ? { file, table, fileModel } : "always";
  };
}

function readerOf(
  matched: readonly { table: { file: string; name: string }; name: string; fileModel: string }[],
  only: ReadonlySet<string>,
) {
  const read = matched.filter(({ name }) => only.has(name));
  const files = new Set(read.map(({ table }) => table.file));
  const tables = new Set(read.map(({ table }) => tableKey(table)));
  const fileModels = new Set(read.map(({ fileModel }) => fileModel));
  return ({ file, table, fileModel }: Exclude<Origin, "always">): boolean => {
    if (file === null) return fileModel !== null && fileModels.has(fileModel);
    return table === null ? files.has(file) : tables.has(tableKey({ file, name: table }));
  };
}
