/** Chains of causes are short; one that names itself must end too. */
const MAX_CAUSES = 20;

/** An error with its causes, outermost first. Prisma keeps those of its driver in `meta`. */
export function causesOf(error: unknown): object[] {
  const found: object[] = [];
  const left: unknown[] = [error];
  for (let seen = 0; left.length > 0 && seen < MAX_CAUSES; seen++) {
    const one = left.shift();
    if (typeof one !== "object" || one === null) continue;
    found.push(one);
    for (const name of ["cause", "meta", "driverAdapterError"]) if (name in one) left.push((one as Record<string, unknown>)[name]);
  }
  return found;
}

/** The codes of an error and of its causes: of Node, PostgreSQL and Prisma, which keeps PostgreSQL's under another name. */
export function codesOf(error: unknown): string[] {
  return causesOf(error).flatMap((one) => {
    const { code, originalCode }: { code?: unknown; originalCode?: unknown } = one;
    return [code, originalCode].filter((name) => typeof name === "string");
  });
}
