import type { BlockOf } from "@archipel/blocks/blocks.ts";
import { inLocale } from "@archipel/theme/content.ts";
import type { ReactNode } from "react";
import { type Said, say } from "../../site/said.ts";
import type { BlockWorld } from "../world.ts";

/** The words of an opening. Its title is the page's one first heading. */
export interface Opening {
  readonly title: Said;
  readonly hint: Said;
  readonly tagline: string;
}

/** What each layout of an opening is given. `field`: its search field, or nothing. */
export interface OpeningProps {
  readonly block: BlockOf<"hero">;
  readonly world: BlockWorld;
  readonly opening: Opening;
  readonly field: ReactNode;
}

export function openingWords({ props }: BlockOf<"hero">, world: BlockWorld): Opening {
  const question = say(world, props.question);
  return {
    title: question.text ? question : world.title,
    hint: say(world, props.hint),
    tagline: inLocale(world.site.content.tagline, world.locale),
  };
}
