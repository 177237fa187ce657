import type { CompiledModel } from "../model/compile.ts";
import type { GeometryRules } from "../model/geometry.ts";

type Inside = NonNullable<GeometryRules["inside"]>[number];
type Related = Pick<Inside, "match" | "where" | "within">;

/** The fields whose values are noted with each geometry of a table; null when no rule compares its geometries with others. */
export function relatedKeys(table: string, { tables }: CompiledModel): string[] | null {
  const keys = new Set<string>();
  let isRelated = false;
  const match = (own: boolean, rule: Related) => {
    isRelated = true;
    if (rule.match) keys.add(own ? rule.match.field : rule.match.equals);
    const filter = own ? rule.where : rule.within;
    if (filter) keys.add(filter.field);
  };
  for (const [name, { geometry }] of tables) {
    for (const rule of [...(geometry?.inside ?? []), ...(geometry?.partitionOf ?? [])]) {
      if (name === table) match(true, rule);
      if (rule.table === table) match(false, rule);
    }
    for (const rule of geometry?.noOverlap ?? []) {
      if (name !== table && !(rule.with ?? []).includes(table)) continue;
      isRelated = true;
      for (const field of [...(rule.same ?? []), ...(rule.differ ?? [])]) keys.add(field);
    }
  }
  return isRelated ? [...keys].sort() : null;
}
