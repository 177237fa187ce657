/** A binary heap of integers by smallest cost. */
export class CostHeap {
  readonly #items: number[] = [];
  readonly #costs: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: number, cost: number): void {
    let slot = this.#items.length;
    this.#items.push(item);
    this.#costs.push(cost);
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if ((this.#costs[parent] as number) <= cost) break;
      this.#place(slot, this.#items[parent] as number, this.#costs[parent] as number);
      slot = parent;
    }
    this.#place(slot, item, cost);
  }

  /** Takes the cheapest item; undefined when empty. */
  pop(): { item: number; cost: number } | undefined {
    const item = this.#items[0];
    const cost = this.#costs[0];
    const lastItem = this.#items.pop();
    const lastCost = this.#costs.pop();
    if (item === undefined || cost === undefined || lastItem === undefined || lastCost === undefined) return undefined;
    const size = this.#items.length;
    if (size > 0) {
      let slot = 0;
      for (;;) {
        let child = 2 * slot + 1;
        if (child >= size) break;
        if (child + 1 < size && (this.#costs[child + 1] as number) < (this.#costs[child] as number)) child++;
        if ((this.#costs[child] as number) >= lastCost) break;
        this.#place(slot, this.#items[child] as number, this.#costs[child] as number);
        slot = child;
      }
      this.#place(slot, lastItem, lastCost);
    }
    return { item, cost };
  }

  #place(slot: number, item: number, cost: number): void {
    this.#items[slot] = item;
    this.#costs[slot] = cost;
  }
}
