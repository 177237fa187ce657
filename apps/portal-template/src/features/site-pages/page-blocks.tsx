import type { Block } from "@archipel/blocks/blocks.ts";
import { BlockView } from "./block.tsx";
import { Heading } from "./heading.tsx";
import type { BlockWorld } from "./world.ts";

/** The blocks of a page below its one title: that of its opening, else the page's own. */
export function PageBlocks({ blocks, world }: { readonly blocks: readonly Block[]; readonly world: BlockWorld }) {
  const hasOpening = blocks[0]?.type === "hero";
  return (
    <>
      {!hasOpening && (
        <div className="mx-auto w-full max-w-7xl px-4 pt-8 lg:px-8 lg:pt-12">
          <Heading level={1} said={world.title} className="break-words text-headline" />
        </div>
      )}
      {blocks.map((block) => (
        // The anchor by which the editor scrolls its preview to a block.
        <div key={block.id} id={`b-${block.id}`} className="not-first:-mt-px">
          <BlockView block={block} world={world} />
        </div>
      ))}
    </>
  );
}
