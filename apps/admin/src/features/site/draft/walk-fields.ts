import { blockDefinition, type StoredBlock } from "@archipel/blocks/blocks.ts";
import type { Field } from "@archipel/blocks/field.ts";
import type { Path } from "./page-draft.ts";

/** A property of a block or of one of its entries, with its value. */
export interface FoundField {
  readonly field: Field;
  readonly path: Path;
  readonly value: unknown;
  /** The properties beside it. */
  readonly beside: Readonly<Record<string, unknown>>;
}

/** All properties of a block, those of its entries after their list. */
export function fieldsIn(block: StoredBlock): FoundField[] {
  return walked(blockDefinition(block.type)?.fields ?? [], block.props, []);
}

function walked(fields: readonly Field[], props: Readonly<Record<string, unknown>>, above: Path): FoundField[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name];
    const value = props[field.name];
    const own: FoundField = { field, path, value, beside: props };
    if (field.kind.is !== "list" || !Array.isArray(value)) return [own];
    const { item } = field.kind;
    return [own, ...value.flatMap((entry: Record<string, unknown>, index) => walked(item, entry, [...path, index]))];
  });
}
