/**
 * Pseudo-random numbers in [0, 1), the same sequence for the same seed on every machine, for generated terrain, drawings and test data.
 * Never for secrets: its 32 bits of state can be guessed in seconds.
 *
 * @param seed an integer, of which only the lowest 32 bits are used
 * @see mulberry32 by Tommy Ettinger (public domain)
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
