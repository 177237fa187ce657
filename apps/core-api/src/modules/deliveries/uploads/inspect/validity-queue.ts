import type { OpenSession } from "../../../../layer-store/tables/layer-table.ts";
import { findInvalid } from "../../../../layer-store/tables/validity.ts";
import type { FindingList } from "./findings.ts";

interface Waiting {
  featureIndex: number;
  /** EWKB in hexadecimal, or the reason when it is already known to be invalid. */
  shape: { hex: string } | { reason: string };
}

const MAX_WAITING = 500;
const MAX_DIGITS = 8 * 1024 * 1024;

/** Geometries that PostGIS checks, gathered over batches of features. Findings come in the order of the features. */
export class ValidityQueue {
  readonly #findings: FindingList;
  #waiting: Waiting[] = [];
  #digits = 0;

  constructor(findings: FindingList) {
    this.#findings = findings;
  }

  doubt(featureIndex: number, ewkb: Uint8Array): void {
    const hex = Buffer.from(ewkb.buffer, ewkb.byteOffset, ewkb.byteLength).toString("hex");
    this.#digits += hex.length;
    this.#waiting.push({ featureIndex, shape: { hex } });
  }

  /** Adds a geometry that is already known to be invalid. */
  add(featureIndex: number, reason: string): void {
    this.#waiting.push({ featureIndex, shape: { reason } });
  }

  async askWhenFull(open: OpenSession): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING || this.#digits >= MAX_DIGITS) await this.ask(open);
  }

  async ask(open: OpenSession): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#digits = 0;
    const doubted = waiting.flatMap(({ featureIndex, shape }) => ("hex" in shape ? [{ featureIndex, hex: shape.hex }] : []));
    const hexes = doubted.map(({ hex }) => hex);
    const answers = hexes.length > 0 ? await open((sql) => findInvalid(sql, hexes)) : [];
    const invalid = new Map(answers.map(({ position, reason, at }) => [doubted[position]?.featureIndex, { reason, at }]));
    for (const { featureIndex, shape } of waiting) {
      const found = "reason" in shape ? { reason: shape.reason, at: null } : invalid.get(featureIndex);
      if (!found) continue;
      const { reason, at } = found;
      this.#findings.add({ rule: "geometry-invalid", severity: "warning", featureIndex, params: { reason }, ...(at ? { at } : {}) });
    }
  }
}
