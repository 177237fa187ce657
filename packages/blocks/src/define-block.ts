import { z } from "zod";
import { type Field, fieldsOf } from "./field.ts";

/** Brings the properties of version n to version n + 1. It keeps what people wrote. */
type BlockMigration = (props: Record<string, unknown>) => Record<string, unknown>;

export interface BlockDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  /** The version of its properties; stored blocks of older ones are migrated when they are read. */
  readonly v: number;
  readonly schema: Schema;
  readonly fields: readonly Field[];
  /** `migrations[n]` leads from version n to n + 1; the first version is 1. */
  readonly migrations: Readonly<Record<number, BlockMigration>>;
  /** How it may stand on a page: once at most, as its first block, or anywhere. */
  readonly place: "first" | "once" | "anywhere";
}

/** @param shape properties, each made by a function of `field.ts` */
export function defineBlock<const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
  { v = 1, migrations = {}, place = "anywhere" }: Partial<Pick<BlockDefinition, "v" | "migrations" | "place">> = {},
): BlockDefinition<Type, z.ZodObject<Shape>> {
  for (let version = 1; version < v; version++) if (!migrations[version]) throw new Error(`${type}: no migration from version ${version}`);
  return { type, v, schema: z.strictObject(shape), fields: fieldsOf(shape), migrations, place };
}
