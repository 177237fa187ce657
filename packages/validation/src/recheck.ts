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

/** The result of an earlier check of the same delivery, with all findings. */
export interface EarlierCheck {
  verdict: Pick<Verdict, "ran" | "counts" | "read">;
  findings: Iterable<Finding> | AsyncIterable<Finding>;
}

/**
 * Checks a delivery again after a part of it changed, with the same result as a full check. It does not read tables that are unchanged and that
 * no rule compares with a changed one: their earlier findings are passed on. Files, records and coordinate systems are always checked. When more
 * than tables changed, or the earlier check did not pass on all findings, it runs a full check.
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
  const isRead = readPredicate(matched, only);
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
  const passedOn = new GroupCounts();
  const verdict = await check(delivery, model, {
    ...options,
    only,
    async onFinding(finding) {
      passedOn.add(finding);
      // The tables that were not read may contain geometries.
      if (finding.code === "NO_SPATIAL_DATA" && unread.some(({ shapes }) => shapes > 0)) return;
      const table = origin(finding);
      if (table === "always" || isRead(table)) await emit(finding);
    },
  });
  for (const group of verdict.groups) tally.addUnlisted(group, passedOn.get(group));
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

/** Counts findings: those passed on one by one, and those that the check only counted, by group. */
class Tally {
  readonly counts = new Map<Code, number>();
  readonly levels: Record<Level, number> = { FATAL: 0, ERROR: 0, WARNING: 0, INFO: 0 };
  readonly groups = new GroupCounts();

  add(finding: Finding): void {
    this.groups.add(finding);
    this.#count(finding, 1);
  }

  addUnlisted(group: CountedGroup, passedOn: CountedGroup | undefined): void {
    const count = group.count - (passedOn?.count ?? 0);
    if (count <= 0) return;
    this.groups.addAll({ ...group, count, repairable: group.repairable - (passedOn?.repairable ?? 0) });
    this.#count(group, count);
  }

  #count({ code, level }: Pick<Finding, "code" | "level">, count: number): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + count);
    this.levels[level] += count;
  }
}

/** The tables and all tables that rules compare with them, directly or through others. */
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

/** The origin of a finding: a table (by its file or the name of its file model), or `always` for a rule that runs in every check. */
type Origin = "always" | { file: string | null; table: string | null; fileModel: string | null };

const ALWAYS: ReadonlySet<Code> = new Set([
  "crs-unknown",
  "crs-not-accepted",
  "layer-unexpected",
  "layer-missing",
  "layer-missing-recommended",
  "layer-unreadable",
] satisfies Code[]);

function originOf({ model }: CompiledModel): (finding: Finding) => Origin {
  const sizes = (model.extras ?? []).filter(({ rule }) => rule === "table-size").map(({ params }) => String(params?.code ?? "FILE_EMPTY"));
  const ofTables = new Set([...sizes, "CNIG_IDURBA_NOT_FOUND", "FILE_EMPTY"]);
  return ({ code, file, table, fileModel }) => {
    const isOfTable = !ALWAYS.has(code) && (table !== null || ofTables.has(code));
    return isOfTable ? { file, table, fileModel } : "always";
  };
}

function readPredicate(
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
