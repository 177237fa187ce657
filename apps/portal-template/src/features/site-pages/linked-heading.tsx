import type { Link } from "@archipel/blocks/field.ts";
import { clsx } from "clsx";
import type { Said } from "../site/said.ts";
import { BlockLink, hrefOf } from "./block-link.tsx";
import type { BlockWorld } from "./world.ts";

interface LinkedHeadingProps {
  readonly world: BlockWorld;
  readonly level: 2 | 3;
  readonly said: Said;
  readonly link: Link | undefined;
  readonly className?: string;
  /** The whole card around it is the target. */
  readonly isCard?: boolean;
}

/** The heading of an entry, which is its link when there is one; nothing without a text. */
export function LinkedHeading({ world, level, said: { text, attrs }, link, className = "text-large", isCard = false }: LinkedHeadingProps) {
  if (text === "") return null;
  const Tag = `h${level}` as const;
  return (
    <Tag {...attrs} className={clsx("break-words", className)}>
      <BlockLink
        world={world}
        link={link}
        className={
          isCard
            ? "text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
            : "text-ink underline decoration-accent underline-offset-6 hover:text-accent-ink"
        }
      >
        {text}
      </BlockLink>
    </Tag>
  );
}

/** Whether an entry is a link. */
export const isLink = (world: BlockWorld, link: Link | undefined) => Boolean(hrefOf(world, link));
