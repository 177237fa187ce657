import { sentenceOf } from "./clauses.ts";
import type { Draft } from "./draft.ts";

/** A part of a model that the form does not show. It is kept unchanged. */
interface KeptPart {
  readonly kind: "extra" | "level" | "key" | "condition" | "overlap" | "alias";
  readonly name: string;
}

export function keptParts({ rest, tables }: Draft): KeptPart[] {
  const within = tables.flatMap(({ name: table, part }): KeptPart[] => [
    ...part.fields.filter(({ levels }) => levels).map(({ name }): KeptPart => ({ kind: "level", name: `${table}, ${name}` })),
    ...(part.foreignKeys ?? []).map(({ fields }): KeptPart => ({ kind: "key", name: `${table}, ${fields.join(" + ")}` })),
    ...(part.conditions ?? [])
      .filter((condition) => sentenceOf(condition) === null)
      .map(({ name }): KeptPart => ({ kind: "condition", name: `${table}, ${name}` })),
    ...(part.geometry?.noOverlap ?? [])
      .filter(({ same, differ }) => same || differ)
      .map((): KeptPart => ({ kind: "overlap", name: table })),
  ]);
  return [
    ...(rest.extras ?? []).map(({ rule }): KeptPart => ({ kind: "extra", name: rule })),
    ...Object.keys(rest.levels ?? {}).map((code): KeptPart => ({ kind: "level", name: code })),
    ...(rest.aliases ?? []).map((name): KeptPart => ({ kind: "alias", name })),
    ...within,
  ];
}
