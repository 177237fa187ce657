import { type Block, shownBlocks } from "@archipel/blocks/blocks.ts";
import type { ReactNode } from "react";
import { BlockView } from "./block.tsx";
import { Heading } from "./heading.tsx";
import { HiddenBlock } from "./hidden-block.tsx";
import type { BlockWorld } from "./world.ts";

interface PageBlocksProps {
  readonly blocks: readonly Block[];
  readonly world: BlockWorld;
  /** What is above the blocks in place of the title. */
  readonly head?: ReactNode;
}

/** The blocks of a page below its one title: that of its opening, else the page's own. */
export function PageBlocks({ blocks, world, head }: PageBlocksProps) {
  const hasOpening = shownBlocks(blocks)[0]?.type === "hero";
  return (
    <>
      {head}
      {!head && !hasOpening && (
        <div className="mx-auto w-full max-w-7xl px-4 pt-8 lg:px-8 lg:pt-12">
          <Heading level={1} said={world.title} className="break-words text-headline" />
        </div>
      )}
      {blocks.map((block) => (
        // The anchor by which the editor scrolls its preview to a block.
        <div key={block.id} id={`b-${block.id}`} className="not-first:-mt-px scroll-mt-12">
          {block.isHidden ? (
            <HiddenBlock>
              <BlockView block={block} world={world} />
            </HiddenBlock>
          ) : (
            <BlockView block={block} world={world} />
          )}
        </div>
      ))}
    </>
  );
}
