/** Gives back what was put in, the greatest first. */
export class Heap<T> {
  private readonly entries: { readonly rank: number; readonly value: T }[] = [];

  put(rank: number, value: T): void {
    const { entries } = this;
    let at = entries.length;
    entries.push({ rank, value });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.rankAt(parent) >= rank) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  take(): T | undefined {
    const { entries } = this;
    const [first] = entries;
    const last = entries.pop();
    if (first && last && entries.length > 0) {
      entries[0] = last;
      this.sink();
    }
    return first?.value;
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let greatest = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.rankAt(child) > this.rankAt(greatest)) greatest = child;
      if (greatest === at) return;
      this.swap(at, greatest);
      at = greatest;
    }
  }

  private rankAt(at: number): number {
    return this.entries[at]?.rank ?? Number.NEGATIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const { entries } = this;
    [entries[a], entries[b]] = [entries[b] as (typeof entries)[0], entries[a] as (typeof entries)[0]];
  }
}
