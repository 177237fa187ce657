import { type Block, blockDefinition, shownBlocks } from "./blocks.ts";
import type { Field } from "./field.ts";
import type { ContentLanguage } from "./languages.ts";
import type { Texts } from "./texts.ts";

/** A text that exists in some language and lacks in the asked one: where it is, from the block's properties. */
export interface MissingText {
  readonly block: string;
  readonly path: readonly (string | number)[];
}

export interface Completeness {
  /** Texts that are written in at least one language. */
  readonly all: number;
  readonly written: number;
  readonly missing: readonly MissingText[];
}

/** How much of the blocks is written in a language: only texts that exist in some language count, of blocks that visitors see. */
export function completeness(blocks: readonly Block[], language: ContentLanguage): Completeness {
  const found = shownBlocks(blocks).flatMap((block) =>
    textsIn(blockDefinition(block.type)?.fields ?? [], block.props as Record<string, unknown>).map(({ path, texts }) => ({
      block: block.id,
      path,
      isWritten: texts[language] !== undefined,
    })),
  );
  const missing = found.filter(({ isWritten }) => !isWritten).map(({ block, path }) => ({ block, path }));
  return { all: found.length, written: found.length - missing.length, missing };
}

interface FoundTexts {
  readonly path: readonly (string | number)[];
  readonly texts: Texts;
}

function textsIn(fields: readonly Field[], props: Readonly<Record<string, unknown>>): FoundTexts[] {
  return fields.flatMap(({ name, kind }): FoundTexts[] => {
    const value = props[name];
    if (value === undefined || value === null) return [];
    if (kind.is === "list") {
      return (value as Record<string, unknown>[]).flatMap((item, index) =>
        textsIn(kind.item, item).map(({ path, texts }) => ({ path: [name, index, ...path], texts })),
      );
    }
    const texts = kind.is === "picture" ? (value as { alt: Texts }).alt : (value as Texts);
    const isText = kind.is === "picture" || ((kind.is === "line" || kind.is === "lines" || kind.is === "markdown") && !kind.isCode);
    return isText && Object.keys(texts).length > 0 ? [{ path: [name], texts }] : [];
  });
}
