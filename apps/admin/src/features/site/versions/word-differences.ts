/** A run of text that both have, or that only one of them has. */
export interface Run {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** The table of the longest common part has this many cells at most: 4,000,000 are 8 MB and some 20 ms. */
const MOST_CELLS = 4_000_000;

/**
 * What changed between two texts, in words. The texts of all runs but `added` are the first one, and of all but `removed` the second. Very
 * long texts are compared by lines first, and only then by words where lines differ.
 */
export function wordDifferences(before: string, after: string): Run[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const words = compared(wordsOf(before), wordsOf(after));
  if (words) return words;
  const lines = compared(linesOf(before), linesOf(after)) ?? whole(before, after);
  return merged(lines.flatMap((run, at) => withinLines(lines, run, at)));
}

/** A removed run that an added one follows is compared again, word by word; the added one is then part of the result. */
function withinLines(lines: readonly Run[], run: Run, at: number): Run[] {
  const next = lines[at + 1];
  if (run.kind === "removed" && next?.kind === "added")
    return compared(wordsOf(run.text), wordsOf(next.text)) ?? whole(run.text, next.text);
  return run.kind === "added" && lines[at - 1]?.kind === "removed" ? [] : [run];
}

const whole = (before: string, after: string): Run[] => [
  { kind: "removed", text: before },
  { kind: "added", text: after },
];

/** Words, spaces and marks, each on its own. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? [];
const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Null when the parts are too many to compare. */
function compared(before: readonly string[], after: readonly string[]): Run[] | null {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const old = before.slice(start, before.length - end);
  const young = after.slice(start, after.length - end);
  if ((old.length + 1) * (young.length + 1) > MOST_CELLS) return null;
  const same = (parts: readonly string[]): Run[] => [{ kind: "same", text: parts.join("") }];
  return merged([...same(before.slice(0, start)), ...middle(old, young), ...same(before.slice(before.length - end))]);
}

/** By the longest common part: `common[i, j]` is its length in what follows `old[i]` and `young[j]`. */
function middle(old: readonly string[], young: readonly string[]): Run[] {
  const width = young.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === young[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const runs: Run[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < young.length) {
    const [left, right] = [old[i], young[j]];
    if (left !== undefined && left === right) {
      runs.push({ kind: "same", text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      runs.push({ kind: "removed", text: left });
      i++;
    } else {
      runs.push({ kind: "added", text: right ?? "" });
      j++;
    }
  }
  return runs;
}

/** Runs of one kind joined: between two parts that both have, what was removed comes before what was added. */
function merged(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  let removed = "";
  let added = "";
  let same = "";
  const close = () => {
    if (removed) joined.push({ kind: "removed", text: removed });
    if (added) joined.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  const closeSame = () => {
    if (same) joined.push({ kind: "same", text: same });
    same = "";
  };
  for (const { kind, text } of runs) {
    if (text === "") continue;
    if (kind === "same") {
      close();
      same += text;
      continue;
    }
    closeSame();
    if (kind === "removed") removed += text;
    else added += text;
  }
  closeSame();
  close();
  return joined;
}
