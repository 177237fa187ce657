import { type Block, blockDefinition, shownBlocks } from "./blocks.ts";
import type { Texts } from "./texts.ts";

/** What a small drawing of a page shows of a block. */
export interface BlockSketch {
  readonly type: string;
  /** How an opening, a list of data or a chart looks. */
  readonly looks?: string;
  readonly title: Texts;
  readonly text: Texts;
  /** Of its list, the first entries by their first text. */
  readonly entries: readonly Texts[];
  readonly hasPicture: boolean;
}

const ENTRIES = 4;
const LETTERS = 160;

/** The blocks that visitors see, shortened for a drawing of the page. */
export function sketchOf(blocks: readonly Block[], most = Number.POSITIVE_INFINITY): BlockSketch[] {
  return shownBlocks(blocks).slice(0, most).map(sketchOfBlock);
}

function sketchOfBlock({ type, props }: Block): BlockSketch {
  const values = props as Readonly<Record<string, unknown>>;
  const fields = blockDefinition(type)?.fields ?? [];
  const texts = fields.filter(({ kind }) => kind.is === "line" || kind.is === "lines" || kind.is === "markdown");
  const [title, text] = texts.map(({ name }) => shortened((values[name] ?? {}) as Texts));
  const list = fields.find(({ kind }) => kind.is === "list");
  const items = list ? ((values[list.name] ?? []) as Readonly<Record<string, unknown>>[]) : [];
  const named = list?.kind.is === "list" ? list.kind.item.find(({ kind }) => kind.is === "line" || kind.is === "markdown") : undefined;
  const looks = values.layout ?? values.looks;
  return {
    type,
    ...(typeof looks === "string" && { looks }),
    title: title ?? {},
    text: text ?? {},
    entries: items.slice(0, ENTRIES).map((item) => shortened((named ? (item[named.name] ?? {}) : {}) as Texts)),
    hasPicture: values.picture !== undefined,
  };
}

function shortened(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.slice(0, LETTERS)]));
}
