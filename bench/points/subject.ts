/** What the page of a viewer offers to the benchmark. */
export interface Subject {
  /** Opens a COPC file, seen as a whole. */
  open(file: BenchFile): void;
  /** Points that are on the screen now. */
  points(): number;
  /** Turns the view by some degrees. */
  turn(degrees: number): void;
}

export interface BenchFile {
  readonly url: string;
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
  readonly points: number;
}

declare global {
  interface Window {
    subject: Subject;
  }
}
