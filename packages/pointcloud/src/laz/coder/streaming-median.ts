/** A running estimate of the median: five values in order, of which the highest and the lowest are replaced in turn. */
export class StreamingMedian {
  private a = 0;
  private b = 0;
  /** The estimate. */
  median = 0;
  private d = 0;
  private e = 0;
  private dropsHighest = true;

  reset(): void {
    this.a = this.b = this.median = this.d = this.e = 0;
    this.dropsHighest = true;
  }

  add(value: number): void {
    if (this.dropsHighest) this.addDroppingHighest(value);
    else this.addDroppingLowest(value);
  }

  private addDroppingHighest(value: number): void {
    if (value >= this.median) {
      if (value < this.d) {
        this.e = this.d;
        this.d = value;
      } else this.e = value;
      this.dropsHighest = false;
      return;
    }
    this.e = this.d;
    this.d = this.median;
    if (value < this.a) {
      this.median = this.b;
      this.b = this.a;
      this.a = value;
    } else if (value < this.b) {
      this.median = this.b;
      this.b = value;
    } else this.median = value;
  }

  private addDroppingLowest(value: number): void {
    if (value <= this.median) {
      if (value > this.b) {
        this.a = this.b;
        this.b = value;
      } else this.a = value;
      this.dropsHighest = true;
      return;
    }
    this.a = this.b;
    this.b = this.median;
    if (value > this.e) {
      this.median = this.d;
      this.d = this.e;
      this.e = value;
    } else if (value > this.d) {
      this.median = this.d;
      this.d = value;
    } else this.median = value;
  }
}
