import type { Block } from "@archipel/blocks/blocks.ts";
import type { Picture } from "@archipel/blocks/field.ts";

/** The picture that lists show of a news item: the first of its text. */
export function coverOf(blocks: readonly Block[]): Picture | undefined {
  for (const block of blocks) if (block.type === "picture" && block.props.picture) return block.props.picture;
  return undefined;
}
