import { isOneChange, isOneChangeOfBeginning } from "./distance.ts";

export interface CountedWord {
  word: string;
  /** Number of names that contain the word. */
  count: number;
}

/** Shorter words are only found as they are written: too many words are one change away. */
export const SHORTEST_CORRECTED = 4;
/** Changed words that are compared one by one; with more of them, the tables are built again. */
const MOST_CHANGES = 1_000;
/** Longer words are cut in the table of corrections. */
const LONGEST = 40;

/**
 * The words of a set of names with their counts: corrects one typing error (symmetric deletion: two words one change apart have a form with a
 * letter less in common) and completes beginnings. It takes 60 to 90 bytes a word, in a few large arrays.
 */
export class Vocabulary {
  readonly #tables: Tables;
  /** Words whose count changed after the tables were built; 0 for a word that no name contains any more. */
  readonly #changes: ReadonlyMap<string, number>;

  private constructor(tables: Tables, changes: ReadonlyMap<string, number>) {
    this.#tables = tables;
    this.#changes = changes;
  }

  /** @param words in any order; each word once */
  static of(words: Iterable<CountedWord>): Vocabulary {
    return new Vocabulary(new Tables([...words].filter(({ count }) => count > 0)), new Map());
  }

  /** The same vocabulary with other counts for some words. Cheap for few words; a count of 0 removes a word. */
  changed(words: Iterable<CountedWord>): Vocabulary {
    const changes = new Map(this.#changes);
    for (const { word, count } of words) changes.set(word, count);
    if (changes.size <= MOST_CHANGES) return new Vocabulary(this.#tables, changes);
    const all = new Map(this.#tables.all());
    for (const [word, count] of changes) all.set(word, count);
    return Vocabulary.of([...all].map(([word, count]) => ({ word, count })));
  }

  /** Bytes in memory, about. */
  get bytes(): number {
    return this.#tables.bytes + this.#changes.size * 100;
  }

  /** Number of names that contain the word. */
  countOf(word: string): number {
    return this.#changes.get(word) ?? this.#tables.countOf(word);
  }

  /** Words that are one change away, most frequent first. None for words of less than four letters and for numbers. */
  near(word: string): CountedWord[] {
    if (!isCorrected(word)) return [];
    const found = this.#tables.near(word).filter((one) => !this.#changes.has(one.word));
    for (const [other, count] of this.#changes) if (count > 0 && isOneChange(word, other)) found.push({ word: other, count });
    return found.sort(byCount);
  }

  /** Longer words that begin so, most frequent first. */
  beginning(prefix: string): CountedWord[] {
    return this.#beginning(prefix, () => true);
  }

  #beginning(prefix: string, isWanted: (word: string) => boolean): CountedWord[] {
    const found = this.#tables.beginning(prefix, (word) => isWanted(word) && !this.#changes.has(word));
    for (const [word, count] of this.#changes) {
      if (word !== prefix && word.startsWith(prefix) && count > 0 && isWanted(word)) found.push({ word, count });
    }
    return found.sort(byCount);
  }

  /** Number of names with a longer word that begins so, each as often as it has these words. */
  completionsOf(prefix: string): number {
    let sum = this.#tables.completionsOf(prefix);
    for (const [word, count] of this.#changes) if (word !== prefix && word.startsWith(prefix)) sum += count - this.#tables.countOf(word);
    return sum;
  }

  /** Words whose beginning is one change away from the typed one; the first letter must be right. */
  nearBeginning(prefix: string, limit: number): CountedWord[] {
    if (!isCorrected(prefix)) return [];
    return this.#beginning(prefix.slice(0, 1), (word) => isOneChangeOfBeginning(prefix, word)).slice(0, limit);
  }
}

const byCount = (a: CountedWord, b: CountedWord) => b.count - a.count || (a.word < b.word ? -1 : 1);
const isCorrected = (word: string) => word.length >= SHORTEST_CORRECTED && word.length <= LONGEST && !/\d/.test(word);

/** All words in one text, in their order, and the buckets of their forms with a letter less. */
class Tables {
  readonly #text: string;
  readonly #ends: Uint32Array;
  readonly #counts: Uint32Array;
  /** The counts of the words up to each. */
  readonly #sums: Float64Array;
  readonly #bucketEnds: Uint32Array;
  readonly #members: Uint32Array;

  constructor(words: CountedWord[]) {
    words.sort((a, b) => (a.word < b.word ? -1 : 1));
    this.#text = words.map(({ word }) => word).join("");
    this.#ends = new Uint32Array(words.length);
    this.#counts = new Uint32Array(words.length);
    this.#sums = new Float64Array(words.length);
    let end = 0;
    let sum = 0;
    let forms = 0;
    words.forEach(({ word, count }, index) => {
      end += word.length;
      this.#ends[index] = end;
      this.#counts[index] = count;
      sum += count;
      this.#sums[index] = sum;
      if (isCorrected(word) || word.length === SHORTEST_CORRECTED - 1) forms += word.length + 1;
    });
    const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(forms + 1)) - 1);
    this.#bucketEnds = new Uint32Array(buckets + 1);
    this.#members = new Uint32Array(forms);
    this.#fill(words);
  }

  /** Counting sort: sizes of the buckets, then their places, then their members. */
  #fill(words: readonly CountedWord[]): void {
    const ends = this.#bucketEnds;
    const mask = ends.length - 2;
    const each = (visit: (bucket: number, index: number) => void) =>
      words.forEach(({ word }, index) => {
        if (!isCorrected(word) && word.length !== SHORTEST_CORRECTED - 1) return;
        for (let without = -1; without < word.length; without++) visit(hashOf(word, without) & mask, index);
      });
    each((bucket) => {
      ends[bucket + 1] = (ends[bucket + 1] ?? 0) + 1;
    });
    for (let bucket = 1; bucket < ends.length; bucket++) ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
    const next = ends.slice();
    each((bucket, index) => {
      const at = next[bucket] ?? 0;
      if (at < this.#members.length) this.#members[at] = index;
      next[bucket] = at + 1;
    });
  }

  get bytes(): number {
    return this.#text.length * 2 + 4 * (this.#ends.length + 3 * this.#counts.length + this.#bucketEnds.length + this.#members.length);
  }

  *all(): Generator<[word: string, count: number]> {
    for (let index = 0; index < this.#ends.length; index++) yield [this.#word(index), this.#counts[index] ?? 0];
  }

  countOf(word: string): number {
    const index = this.#firstFrom(word);
    return this.#word(index) === word ? (this.#counts[index] ?? 0) : 0;
  }

  near(word: string): CountedWord[] {
    const mask = this.#bucketEnds.length - 2;
    const seen = new Set<number>();
    for (let without = -1; without < word.length; without++) {
      const bucket = hashOf(word, without) & mask;
      const end = this.#bucketEnds[bucket + 1] ?? 0;
      for (let at = this.#bucketEnds[bucket] ?? 0; at < end; at++) seen.add(this.#members[at] ?? 0);
    }
    const found: CountedWord[] = [];
    for (const index of seen) {
      const other = this.#word(index);
      if (isOneChange(word, other)) found.push({ word: other, count: this.#counts[index] ?? 0 });
    }
    return found;
  }

  beginning(prefix: string, isWanted: (word: string) => boolean): CountedWord[] {
    const words: CountedWord[] = [];
    for (let index = this.#firstFrom(prefix); index < this.#ends.length; index++) {
      const word = this.#word(index);
      if (!word.startsWith(prefix)) break;
      if (word !== prefix && isWanted(word)) words.push({ word, count: this.#counts[index] ?? 0 });
    }
    return words;
  }

  completionsOf(prefix: string): number {
    const first = this.#firstFrom(prefix);
    const upTo = (index: number) => (index === 0 ? 0 : (this.#sums[index - 1] ?? 0));
    return upTo(this.#firstFrom(`${prefix}\uFFFF`)) - upTo(first) - (this.#word(first) === prefix ? (this.#counts[first] ?? 0) : 0);
  }

  #word(index: number): string {
    return this.#text.slice(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index] ?? 0);
  }

  /** The place of the first word that is not before the given one. */
  #firstFrom(word: string): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#word(middle) < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** FNV-1a of a word without one of its letters; -1 leaves none out. */
function hashOf(word: string, without: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    if (index === without) continue;
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
