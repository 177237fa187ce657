import { isStatementTimeout, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { JobFailedError } from "../../../../kernel/jobs/handler.ts";
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
/** As many shapes of people take a second. PostGIS looks at this limit only between shapes, each of which takes ten seconds at most. */
const SECONDS = 60;
const DIGITS_A_SECOND = 512 * 1024;

/** Geometries that PostGIS checks, gathered over batches of features. Findings come in the order of the features. */
export class ValidityQueue {
  readonly #findings: FindingList;
  readonly #seconds: number;
  #waiting: Waiting[] = [];
  #digits = 0;

  /** @param seconds how long PostGIS may take for the shapes of one question, before their size adds to it */
  constructor(findings: FindingList, seconds = SECONDS) {
    this.#findings = findings;
    this.#seconds = seconds;
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

  /** @throws JobFailedError when PostGIS takes too long for them */
  async ask(open: OpenSession): Promise<void> {
    const waiting = this.#waiting;
    const milliseconds = 1000 * (this.#seconds + this.#digits / DIGITS_A_SECOND);
    this.#waiting = [];
    this.#digits = 0;
    const doubted = waiting.flatMap(({ featureIndex, shape }) => ("hex" in shape ? [{ featureIndex, hex: shape.hex }] : []));
    const hexes = doubted.map(({ hex }) => hex);
    const find = () => (hexes.length > 0 ? open((sql) => findInvalid(sql, hexes)) : Promise.resolve([]));
    const answers = await withStatementLimits({ milliseconds, isParallel: true }, find).catch((error: unknown) => {
      throw isStatementTimeout(error) ? tooComplex(doubted) : error;
    });
    // Publishing would ask PostGIS to repair it.
    const complex = answers.find(({ isTooComplex }) => isTooComplex);
    if (complex) throw tooComplex([doubted[complex.position]]);
    const invalid = new Map(answers.map(({ position, reason, at }) => [doubted[position]?.featureIndex, { reason, at }]));
    for (const { featureIndex, shape } of waiting) {
      const found = "reason" in shape ? { reason: shape.reason, at: null } : invalid.get(featureIndex);
      if (!found) continue;
      const { reason, at } = found;
      this.#findings.add({ rule: "geometry-invalid", severity: "warning", featureIndex, params: { reason }, ...(at ? { at } : {}) });
    }
  }
}

function tooComplex(shapes: readonly ({ featureIndex: number } | undefined)[]): JobFailedError {
  const [first, last] = [shapes[0], shapes.at(-1)].map((shape) => (shape?.featureIndex ?? 0) + 1);
  return new JobFailedError("shapes-too-complex", { first: first ?? 1, last: last ?? 1 });
}
