import { BLOCKS_MAX, blockDefinition, type StoredBlock } from "@archipel/blocks/blocks.ts";
import type { Field, FieldKind } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { moved } from "../../../kit/forms/moved.ts";

/** What the editor changes: the texts of a page and its blocks. Properties may be incomplete or wrong while a person types. */
export interface PageDraft {
  readonly title: Texts;
  readonly description: Texts;
  /** Whether the portal's own search and search engines find it. */
  readonly isInSearch: boolean;
  readonly blocks: readonly StoredBlock[];
}

/** Where a property is: `["items", 0, "title"]`. */
export type Path = readonly (string | number)[];

const ID_LENGTH = 8;

/** A new id of a block, which no other block of a site is likely to have. */
export function newBlockId(): string {
  const random = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return Array.from(random, (byte) => (byte % 36).toString(36)).join("");
}

/** The first value of a property. */
function emptyValue(kind: FieldKind): unknown {
  switch (kind.is) {
    case "line":
    case "lines":
    case "markdown":
      return {};
    case "choice":
      return kind.values[0];
    case "number":
      return kind.min;
    case "switch":
      return false;
    case "colour":
      return "#888888";
    case "figure":
      return { of: "datasets" };
    case "datasets":
      return [];
    case "list":
      return Array.from({ length: kind.min }, () => emptyItem(kind.item));
    default:
      return undefined;
  }
}

/** A new entry of a list. */
export function emptyItem(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, kind }) => [name, emptyValue(kind)]).filter(([, value]) => value !== undefined));
}

/** A new block. Its lists have the entries that they need at least, so that the form shows what to write. */
export function emptyBlock(type: string, id: string): StoredBlock {
  const definition = blockDefinition(type);
  if (!definition) throw new Error(`no kind of block is called ${type}`);
  const props = definition.schema.parse({}) as Record<string, unknown>;
  const lists = definition.fields.filter(({ kind }) => kind.is === "list").map(({ name, kind }) => [name, emptyValue(kind)]);
  return { id, type, v: definition.v, props: { ...props, ...Object.fromEntries(lists) } };
}

/** Why no block of this kind can be added; undefined when one can. */
export function whyNotAdd({ blocks }: PageDraft, type: string): "full" | "once" | undefined {
  const place = blockDefinition(type)?.place;
  if (place !== "anywhere" && blocks.some((block) => block.type === type)) return "once";
  return blocks.length >= BLOCKS_MAX ? "full" : undefined;
}

/** Adds a block below another, or at the end; an opening is always the first. */
export function addBlock(draft: PageDraft, block: StoredBlock, below: string | null): PageDraft {
  if (whyNotAdd(draft, block.type)) return draft;
  const isFirst = blockDefinition(block.type)?.place === "first";
  const found = draft.blocks.findIndex(({ id }) => id === below);
  const at = isFirst ? 0 : found === -1 ? draft.blocks.length : found + 1;
  return { ...draft, blocks: draft.blocks.toSpliced(at, 0, block) };
}

export function removeBlock(draft: PageDraft, id: string): PageDraft {
  return { ...draft, blocks: draft.blocks.filter((block) => block.id !== id) };
}

/** Adds a copy below its original. */
export function duplicateBlock(draft: PageDraft, id: string, copyId: string): PageDraft {
  const original = draft.blocks.find((block) => block.id === id);
  return original ? addBlock(draft, { ...structuredClone(original), id: copyId }, id) : draft;
}

/** The places that a block can take: an opening stays first, and the others stay below it. */
export function placesOf({ blocks }: PageDraft, id: string): { readonly first: number; readonly last: number } {
  const isFixed = (type: string | undefined) => type !== undefined && blockDefinition(type)?.place === "first";
  if (isFixed(blocks.find((block) => block.id === id)?.type)) return { first: 0, last: 0 };
  return { first: isFixed(blocks[0]?.type) ? 1 : 0, last: blocks.length - 1 };
}

/** Moves a block to a place of the list, as near as it may. */
export function moveBlock(draft: PageDraft, id: string, to: number): PageDraft {
  const from = draft.blocks.findIndex((block) => block.id === id);
  const { first, last } = placesOf(draft, id);
  const at = Math.min(last, Math.max(first, to));
  return from === -1 || from === at ? draft : { ...draft, blocks: moved(draft.blocks, from, at) };
}

/** Hides a block from visitors, or shows it again. It keeps its place and what was written. */
export function setHidden(draft: PageDraft, id: string, isHidden: boolean): PageDraft {
  const changed = ({ isHidden: _, ...block }: StoredBlock): StoredBlock => (isHidden ? { ...block, isHidden } : block);
  return { ...draft, blocks: draft.blocks.map((block) => (block.id === id ? changed(block) : block)) };
}

/** Writes a property; undefined removes it. */
export function setProperty(draft: PageDraft, id: string, path: Path, value: unknown): PageDraft {
  return {
    ...draft,
    blocks: draft.blocks.map((block) =>
      block.id === id ? { ...block, props: written(block.props, path, value) as Record<string, unknown> } : block,
    ),
  };
}

/** A value with one property written at a path; undefined removes it. */
export function written(within: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(within)) return within.map((item, index) => (index === step ? written(item, rest, value) : item));
  const before = (within ?? {}) as Record<string, unknown>;
  const next = written(before[step], rest, value);
  if (next !== undefined) return { ...before, [step]: next };
  const { [step]: _removed, ...others } = before;
  return others;
}

export function propertyAt(props: unknown, path: Path): unknown {
  return path.reduce<unknown>((within, step) => (within as Record<string | number, unknown> | undefined)?.[step], props);
}

/** Texts with one language changed; an empty text is removed, so that it counts as not written. */
export function withText(texts: Texts, language: keyof Texts, text: string): Texts {
  const { [language]: _before, ...others } = texts;
  return text === "" ? others : { ...texts, [language]: text };
}
