/**
 * Pseudo-random numbers in [0, 1), the same sequence for the same seed on every machine: generated ground, drawings, test data.
 * Never for secrets: 32 bits of state are guessed in seconds.
 *
 * @param seed an integer; only its lowest 32 bits count
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
