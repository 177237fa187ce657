import type { Link } from "@archipel/blocks/field.ts";
import type { ReactNode } from "react";
import { addressOf } from "../site/link-address.ts";
import type { BlockWorld } from "./world.ts";

/** Where a link of a block leads; undefined when what it names is gone or not public. */
export function hrefOf({ locale, site, found }: BlockWorld, link: Link | undefined): string | undefined {
  return addressOf({ locale, site, targets: found.targets }, link);
}

interface BlockLinkProps {
  readonly world: BlockWorld;
  readonly link: Link | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The text as a link; as plain text when the link leads nowhere. */
export function BlockLink({ world, link, className, children }: BlockLinkProps) {
  const href = hrefOf(world, link);
  if (!href) return children;
  return (
    <a href={href} className={className} {...(link?.to === "address" && { rel: "noopener" })}>
      {children}
    </a>
  );
}
