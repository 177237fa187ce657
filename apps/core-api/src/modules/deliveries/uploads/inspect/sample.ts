import type { FeatureRow } from "@archipel/gdal/model.ts";

/** Features kept of each layer, to preview it in any CRS before it is published, without reading the file again. */
export interface Sample {
  features: { index: number; values: FeatureRow["values"] /** EWKB in hexadecimal, in the coordinates of the file. */; geometry: string }[];
}

const MAX_FEATURES = 2_000;
const MAX_GEOMETRY_BYTES = 12 * 1024 * 1024;
/** A larger geometry is left out of the sample, unless it is the only one. */
const MAX_ONE_BYTES = 2 * 1024 * 1024;

/** Takes features spread evenly over a layer. The size of the layer is only an estimate. */
export class Sampler {
  #step: number;
  #bytes = 0;
  readonly #isCountKnown: boolean;
  readonly sample: Sample = { features: [] };

  /** @param expected number of features; null when it is not known yet */
  constructor(expected: number | null) {
    this.#isCountKnown = expected !== null;
    this.#step = Math.max(1, Math.ceil((expected ?? 0) / MAX_FEATURES));
  }

  offer(row: FeatureRow): void {
    const { features } = this.sample;
    if (!row.ewkb || (row.index - 1) % this.#step !== 0) return;
    const wouldBe = this.#bytes + row.ewkb.length;
    if (!this.#isCountKnown && features.length > 1 && (features.length >= MAX_FEATURES || wouldBe > MAX_GEOMETRY_BYTES)) {
      this.#thinOut();
      this.offer(row);
      return;
    }
    if (features.length >= MAX_FEATURES) return;
    const bytes = row.ewkb.length;
    if (features.length > 0 && (bytes > MAX_ONE_BYTES || this.#bytes + bytes > MAX_GEOMETRY_BYTES)) return;
    this.#bytes += bytes;
    features.push({ index: row.index, values: row.values, geometry: Buffer.from(row.ewkb).toString("hex") });
  }

  /** Keeps every second feature: what remains is still spread over all that came. */
  #thinOut(): void {
    this.#step *= 2;
    this.sample.features = this.sample.features.filter(({ index }) => (index - 1) % this.#step === 0);
    this.#bytes = this.sample.features.reduce((sum, { geometry }) => sum + geometry.length / 2, 0);
  }
}
