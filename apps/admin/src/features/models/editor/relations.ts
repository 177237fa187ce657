import type { GeometryRules } from "@archipel/validation/model/geometry.ts";

export const relationKinds = ["apart", "apartFrom", "inside", "partitionOf"] as const;
type RelationKind = (typeof relationKinds)[number];

/** One rule between shapes as a line of the form; `kept` holds what the line does not show. */
export interface Relation {
  readonly kind: RelationKind;
  readonly table: string;
  readonly match: { readonly field: string; readonly equals: string } | null;
  readonly tolerance: number | undefined;
  readonly kept: object;
}

type Rules = Pick<GeometryRules, "noOverlap" | "inside" | "partitionOf">;

export function relationsOf({ noOverlap = [], inside = [], partitionOf = [] }: Rules): Relation[] {
  return [
    ...noOverlap.map(({ with: others, tolerance, ...kept }): Relation => {
      const [table = "", ...more] = others ?? [];
      // A rule with several tables is one line: it shows the first table and keeps the others.
      return { kind: others ? "apartFrom" : "apart", table, match: null, tolerance, kept: more.length > 0 ? { ...kept, more } : kept };
    }),
    ...(["inside", "partitionOf"] as const).flatMap((kind) =>
      (kind === "inside" ? inside : partitionOf).map(
        ({ table, match = null, tolerance, ...kept }): Relation => ({ kind, table, match, tolerance, kept }),
      ),
    ),
  ];
}

/** The geometry rules with these relations in place of the previous ones. */
export function withRelations(
  { noOverlap: _, inside: __, partitionOf: ___, ...rules }: GeometryRules,
  relations: readonly Relation[],
): GeometryRules {
  const apart = relations.filter(({ kind }) => kind === "apart" || kind === "apartFrom");
  const joined = (kind: RelationKind) => relations.filter((relation) => relation.kind === kind);
  const toOther = ({ table, match, tolerance, kept }: Relation) => ({
    table,
    ...(match && { match }),
    ...(tolerance !== undefined && { tolerance }),
    ...kept,
  });
  const noOverlap = apart.map(({ kind, table, tolerance, kept }) => {
    const { more = [], ...others }: { more?: string[] } = kept;
    return { ...(kind === "apartFrom" && { with: [table, ...more] }), ...others, ...(tolerance !== undefined && { tolerance }) };
  });
  return {
    ...rules,
    ...(noOverlap.length > 0 && { noOverlap }),
    ...(joined("inside").length > 0 && { inside: joined("inside").map(toOther) }),
    ...(joined("partitionOf").length > 0 && { partitionOf: joined("partitionOf").map(toOther) }),
  };
}
