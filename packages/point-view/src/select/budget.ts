/** Points that any device draws, points that more than enough memory would be needed for, and what is tried first. */
const LEAST = 150_000;
const MOST = 4_000_000;
const FIRST = 800_000;
/** A frame that is slower makes moving uncomfortable; a faster one leaves something to use. */
const SLOW_MS = 60;
const FAST_MS = 24;
/** Frames of which the middle one is judged: one slow frame can be another program's. */
const SAMPLE = 5;

/**
 * How many points the device draws without stumbling: the pace of frames while the view moves decides it.
 */
export class PointBudget {
  /** Points to draw at most. */
  points: number;
  private readonly isFixed: boolean;
  private readonly frames: number[] = [];

  /** @param fixed a number that the visitor chose; undefined adapts */
  constructor(fixed?: number) {
    this.isFixed = fixed !== undefined;
    this.points = Math.min(MOST, Math.max(LEAST, fixed ?? FIRST));
  }

  /**
   * Notes a frame of a moving view.
   *
   * @param drawn points of that frame: a budget that is not used says nothing about more
   * @returns whether the budget changed
   */
  note(frameMs: number, drawn: number): boolean {
    if (this.isFixed) return false;
    this.frames.push(frameMs);
    if (this.frames.length < SAMPLE) return false;
    const middle = this.frames.toSorted((a, b) => a - b)[SAMPLE >> 1] as number;
    this.frames.length = 0;
    const next = this.after(middle, drawn);
    if (next === this.points) return false;
    this.points = next;
    return true;
  }

  private after(frameMs: number, drawn: number): number {
    // What was drawn is what was slow, even if more was allowed.
    if (frameMs > SLOW_MS) return Math.max(LEAST, Math.round(Math.min(this.points, drawn) * Math.max(0.5, SLOW_MS / frameMs)));
    if (frameMs < FAST_MS && drawn > this.points * 0.9) return Math.min(MOST, Math.round(this.points * 1.25));
    return this.points;
  }
}

/** While the view moves, fewer points are enough; the rest follows when it rests. */
export const MOVING_SHARE = 0.6;
