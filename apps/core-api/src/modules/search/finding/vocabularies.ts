import type { SqlSession } from "@archipel/database/sql-session.ts";
import { Lexicon } from "@archipel/search/lexicon.ts";
import { Vocabulary } from "@archipel/search/vocabulary.ts";
import { LRUCache } from "lru-cache";
import { perCore } from "../../../kernel/per-core.ts";
import type { EntryKind } from "../policy/gazetteer.ts";
import { type LayerWords, marksOf } from "../policy/query.ts";
import { readWords, type WordsState, wordsStates } from "../queries/words.ts";

interface Loaded {
  vocabulary: Vocabulary;
  version: number;
  /** Whether the layer has more words than were loaded. */
  isPartial: boolean;
}

/** Bytes of words in memory: about four million words. The layers that were searched the longest ago are forgotten. */
const MOST_BYTES = 256 * 1024 ** 2;
/** Of one layer, the most frequent words are corrected and completed; rarer ones are still found as they are written. */
const MOST_WORDS = 500_000;

/**
 * The words of layers, as this process last read them. Each search compares the version of its layers with the database, so that other processes
 * need not be notified: after an edit only the changed words are read.
 */
const loadedOf = perCore(
  () => new LRUCache<string, Loaded>({ maxSize: MOST_BYTES, sizeCalculation: ({ vocabulary }) => Math.max(1, vocabulary.bytes) }),
);

/** A layer whose names are searched, with its words. */
export interface NamedLayer extends LayerWords {
  layerId: string;
  kind: EntryKind;
}

/** Indexes of older formats have no marks. */
const MARKED_SINCE = 2;

/**
 * Those of these layers that have names, with their words, and the words of all of them. Words of no other layer: what a person types is never
 * compared with words that they may not see.
 */
export async function wordsOfLayers(
  core: { memory: object },
  sql: SqlSession,
  layerIds: readonly string[],
): Promise<{ layers: NamedLayer[]; lexicon: Lexicon }> {
  const cache = loadedOf(core);
  const layers: NamedLayer[] = [];
  const loaded: Loaded[] = [];
  for (const state of await wordsStates(sql, layerIds)) {
    const known = cache.get(state.layerId);
    const current = known && Number(known.version) === Number(state.version) ? known : await load(sql, state, known);
    if (current !== known) cache.set(state.layerId, current);
    const { vocabulary, isPartial } = current;
    loaded.push(current);
    layers.push({
      layerId: state.layerId,
      kind: state.kind,
      isPartial,
      marks: marksOf(state.layerId, state.format >= MARKED_SINCE),
      countOf: (word) => vocabulary.countOf(word),
      completionsOf: (beginning) => vocabulary.completionsOf(beginning),
    });
  }
  const isPartial = loaded.some((one) => one.isPartial);
  return {
    layers,
    lexicon: new Lexicon(
      loaded.map(({ vocabulary }) => vocabulary),
      isPartial,
    ),
  };
}

async function load(sql: SqlSession, state: WordsState, known: Loaded | undefined): Promise<Loaded> {
  const version = Number(state.version);
  const isPartial = state.words > MOST_WORDS;
  if (!known || known.version < Number(state.rebuiltIn)) {
    return { vocabulary: Vocabulary.of(await readWords(sql, state.layerId, 0, MOST_WORDS)), version, isPartial };
  }
  return { vocabulary: known.vocabulary.changed(await readWords(sql, state.layerId, known.version, MOST_WORDS)), version, isPartial };
}
