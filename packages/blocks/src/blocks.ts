import { z } from "zod";
import type { BlockDefinition } from "./define-block.ts";
import * as data from "./types/data.ts";
import * as opening from "./types/opening.ts";
import * as writing from "./types/writing.ts";

/** Every kind of block, in the order in which the editor offers them. */
export const BLOCKS = [...Object.values(opening), ...Object.values(writing), ...Object.values(data)];
type Definition = (typeof BLOCKS)[number];

/** One block of a page. `id` is stable: versions are compared by it, and addresses name it. */
export type Block = {
  [Type in Definition["type"]]: {
    readonly id: string;
    readonly type: Type;
    readonly v: number;
    readonly props: z.infer<Extract<Definition, { type: Type }>["schema"]>;
    /** Kept by its editors, and not shown to visitors. */
    readonly isHidden?: true | undefined;
  };
}[Definition["type"]];
export type BlockType = Block["type"];
export type BlockOf<Type extends BlockType> = Extract<Block, { type: Type }>;

const byType = new Map<string, BlockDefinition>(BLOCKS.map((one) => [one.type, one]));

export function blockDefinition(type: string): BlockDefinition | undefined {
  return byType.get(type);
}

/** What is stored, of every version. */
export const storedBlockSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{6,16}$/),
  type: z.string().max(40),
  v: z.number().int().min(1),
  props: z.record(z.string(), z.unknown()),
  /** Absent is the only way to say "shown", so that equal blocks are stored equally. */
  isHidden: z.literal(true).optional(),
});
export type StoredBlock = z.infer<typeof storedBlockSchema>;

/** A block of today's version with valid properties; an older version is migrated first. The path of an issue leads to the property. */
export const blockSchema = storedBlockSchema.transform((stored, context): Block => {
  const definition = byType.get(stored.type);
  if (!definition || stored.v > definition.v) {
    context.addIssue({ code: "custom", message: definition ? "block-version" : "block-unknown", path: ["type"] });
    return z.NEVER;
  }
  const read = definition.schema.safeParse(migrateProps(definition, stored));
  if (!read.success) {
    for (const issue of read.error.issues) context.addIssue({ ...issue, path: ["props", ...issue.path] } as never);
    return z.NEVER;
  }
  return { ...stored, v: definition.v, props: read.data } as Block;
});

/** The properties of a stored block as the definition's version has them, not yet validated. */
export function migrateProps(definition: Pick<BlockDefinition, "v" | "migrations">, { v, props }: Pick<StoredBlock, "v" | "props">) {
  let migrated = props;
  for (let version = v; version < definition.v; version++) migrated = definition.migrations[version]?.(migrated) ?? migrated;
  return migrated;
}

/** A stored block as one of today's version; undefined for a kind that is gone or properties that no migration saves. */
export function migrateBlock(stored: StoredBlock): Block | undefined {
  const read = blockSchema.safeParse(stored);
  return read.success ? read.data : undefined;
}

/** The blocks that visitors see. */
export function shownBlocks<Any extends Pick<StoredBlock, "isHidden">>(blocks: readonly Any[]): Any[] {
  return blocks.filter(({ isHidden }) => !isHidden);
}

export const BLOCKS_MAX = 60;
/** The blocks of a page, in order. */
export const blocksSchema = z
  .array(blockSchema)
  .max(BLOCKS_MAX)
  .superRefine((blocks, context) => {
    const ids = new Set<string>();
    blocks.forEach((block, index) => {
      if (ids.has(block.id)) context.addIssue({ code: "custom", message: "block-twice", path: [index, "id"] });
      ids.add(block.id);
      if (byType.get(block.type)?.place === "first" && index > 0) {
        context.addIssue({ code: "custom", message: "block-not-first", path: [index, "type"] });
      }
    });
  });
