/** More would make a table longer to fill than it spares searching. */
const MOST_TABLE_BITS = 10;

/** Adaptive frequencies of up to 2048 symbols. Encoder and decoder update theirs after the same symbols, so that both stay equal. */
export class SymbolModel {
  readonly symbols: number;
  /** Index of the last symbol. */
  readonly last: number;
  /** Sum of the frequencies of the symbols before each one, in 1/32768. After the last symbol: a number above all that are looked for. */
  readonly distribution: Uint16Array;
  readonly counts: Uint16Array;
  /** Where the search for a value begins: symbol of each 2^tableShift values. Empty in encoders. */
  readonly table: Uint16Array;
  readonly tableShift: number;
  untilUpdate = 0;
  private total = 0;
  private cycle = 0;

  constructor(symbols: number, forDecoder: boolean) {
    this.symbols = symbols;
    this.last = symbols - 1;
    this.distribution = new Uint16Array(symbols + 1).fill(0xffff);
    this.counts = new Uint16Array(symbols);
    let tableBits = 3;
    while (tableBits < MOST_TABLE_BITS && 2 * symbols > 1 << tableBits) tableBits++;
    this.table = new Uint16Array(forDecoder ? (1 << tableBits) + 2 : 0);
    this.tableShift = 15 - tableBits;
    this.reset();
  }

  /** Back to equal frequencies. */
  reset(): void {
    this.counts.fill(1);
    this.total = 0;
    this.cycle = this.symbols;
    this.update();
    this.cycle = this.untilUpdate = (this.symbols + 6) >> 1;
  }

  /** Makes the distribution follow the counts. Rarely at first, then every 8 × (symbols + 6) symbols. */
  update(): void {
    const { counts, distribution, symbols } = this;
    this.total += this.cycle;
    if (this.total > 32768) this.halve();
    const scale = Math.floor(2 ** 31 / this.total);
    let sum = 0;
    for (let k = 0; k < symbols; k++) {
      distribution[k] = Math.imul(scale, sum) >>> 16;
      sum += counts[k] as number;
    }
    if (this.table.length > 0) this.fillTable();
    this.cycle = Math.min((5 * this.cycle) >> 2, 8 * (symbols + 6));
    this.untilUpdate = this.cycle;
  }

  /** Old symbols lose weight. */
  private halve(): void {
    this.total = 0;
    for (let k = 0; k < this.symbols; k++) {
      const half = ((this.counts[k] as number) + 1) >> 1;
      this.counts[k] = half;
      this.total += half;
    }
  }

  private fillTable(): void {
    const { distribution, symbols, table, tableShift } = this;
    let filled = 0;
    for (let k = 0; k < symbols; k++) {
      const end = (distribution[k] as number) >>> tableShift;
      while (filled < end) table[++filled] = k - 1;
    }
    table[0] = 0;
    while (filled < table.length - 1) table[++filled] = symbols - 1;
  }
}

/** The same for one bit. */
export class BitModel {
  /** Probability of 0 in 1/8192. */
  zero = 4096;
  zeroCount = 1;
  untilUpdate = 4;
  private count = 2;
  private cycle = 4;

  reset(): void {
    this.zero = 4096;
    this.zeroCount = 1;
    this.count = 2;
    this.cycle = this.untilUpdate = 4;
  }

  update(): void {
    this.count += this.cycle;
    if (this.count > 8192) {
      this.count = (this.count + 1) >> 1;
      this.zeroCount = (this.zeroCount + 1) >> 1;
      if (this.zeroCount === this.count) this.count++;
    }
    this.zero = Math.imul(this.zeroCount, Math.floor(2 ** 31 / this.count)) >>> 18;
    this.cycle = Math.min((5 * this.cycle) >> 2, 64);
    this.untilUpdate = this.cycle;
  }
}

/** Models of one alphabet, made when they are first used and kept from chunk to chunk. */
export class ModelBank {
  private readonly models: (SymbolModel | undefined)[];
  private readonly symbols: number;
  private readonly forDecoder: boolean;

  constructor(size: number, symbols: number, forDecoder: boolean) {
    this.models = new Array<SymbolModel | undefined>(size).fill(undefined);
    this.symbols = symbols;
    this.forDecoder = forDecoder;
  }

  get(index: number): SymbolModel {
    const model = this.models[index];
    if (model !== undefined) return model;
    const made = new SymbolModel(this.symbols, this.forDecoder);
    this.models[index] = made;
    return made;
  }

  reset(): void {
    for (const model of this.models) model?.reset();
  }
}
