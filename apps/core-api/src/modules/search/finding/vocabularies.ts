import type { SqlSession } from "@archipel/database/sql-session.ts";
import { Lexicon } from "@archipel/search/lexicon.ts";
import { Vocabulary } from "@archipel/search/vocabulary.ts";
import { LRUCache } from "lru-cache";
import { perCore } from "../../../kernel/per-core.ts";
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

/** The words of these layers, and of no other: what a person types is never compared with words that they may not see. */
export async function lexiconOf(core: { memory: object }, sql: SqlSession, layerIds: readonly string[]): Promise<Lexicon> {
  const cache = loadedOf(core);
  const loaded: Loaded[] = [];
  for (const state of await wordsStates(sql, layerIds)) {
    const known = cache.get(state.layerId);
    const current = known && Number(known.version) === Number(state.version) ? known : await load(sql, state, known);
    if (current !== known) cache.set(state.layerId, current);
    loaded.push(current);
  }
  return new Lexicon(
    loaded.map(({ vocabulary }) => vocabulary),
    loaded.some(({ isPartial }) => isPartial),
  );
}

async function load(sql: SqlSession, state: WordsState, known: Loaded | undefined): Promise<Loaded> {
  const version = Number(state.version);
  const isPartial = state.words > MOST_WORDS;
  if (!known || known.version < Number(state.rebuiltIn)) {
    return { vocabulary: Vocabulary.of(await readWords(sql, state.layerId, 0, MOST_WORDS)), version, isPartial };
  }
  return { vocabulary: known.vocabulary.changed(await readWords(sql, state.layerId, known.version, MOST_WORDS)), version, isPartial };
}
