type Step = string | number;

/**
 * JSON whose dates arrive as dates: `{ value, dates }`, where `dates` are the paths of those in `value`. For answers that have no other types:
 * it is written and read several times faster than `wire`.
 */
export function writeDated(value: unknown): string {
  const dates: Step[][] = [];
  collectDates(value, [], dates);
  return JSON.stringify({ value, dates });
}

function collectDates(value: unknown, path: Step[], dates: Step[][]): void {
  if (typeof value !== "object" || value === null) return;
  // JSON has no text for an invalid date: it arrives as null.
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) dates.push([...path]);
    return;
  }
  const visit = (step: Step, part: unknown) => {
    path.push(step);
    collectDates(part, path, dates);
    path.pop();
  };
  if (Array.isArray(value)) for (const [index, part] of value.entries()) visit(index, part);
  else for (const [key, part] of Object.entries(value)) visit(key, part);
}

/**
 * Reads what `writeDated` wrote.
 *
 * @throws when the text is something else
 */
export function readDated<Value>(text: string): Value {
  const read: unknown = JSON.parse(text);
  if (!isRecord(read) || !Array.isArray(read.dates)) throw new Error("not an answer with dates");
  for (const path of read.dates) reviveAt(read, ["value", ...path]);
  return read.value as Value;
}

/** Only own properties are followed: a path must not lead to a prototype. */
function reviveAt(root: Record<Step, unknown>, path: readonly Step[]): void {
  let holder = root;
  for (const [index, step] of path.entries()) {
    const part = Object.hasOwn(holder, step) ? holder[step] : undefined;
    if (index < path.length - 1 && isRecord(part)) holder = part;
    else if (index === path.length - 1 && typeof part === "string") holder[step] = new Date(part);
    else throw new Error("a path leads to no date");
  }
}

function isRecord(value: unknown): value is Record<Step, unknown> {
  return typeof value === "object" && value !== null;
}
