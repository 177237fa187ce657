/** Points that any device draws, points that more than enough memory would be needed for, and what is tried first. */
const LEAST = 250_000;
const MOST = 4_000_000;
const FIRST = 800_000;
/** A frame that is slower makes moving uncomfortable; a faster one leaves something to use. */
const SLOW_MS = 40;
const FAST_MS = 24;
/** Frames of which the middle one is judged: one slow frame can be another program's. */
const SAMPLE = 3;
/** While the view moves, fewer points are enough; the rest follows when it rests. */
const MOVING_SHARE = 0.6;
const LEAST_MOVING = 60_000;
/** A view at rest has time for more: it is drawn once. */
const REST_FACTOR = 2.5;
/** A device that was fast again and slow again is not tried a third time. */
const MOST_RETURNS = 2;

/**
 * How many points the device draws without stumbling: the pace of frames while the view moves decides it. A slow device first gets fewer
 * pixels, then fewer points.
 */
export class PointBudget {
  /** Points to draw at most while the view rests. */
  points: number;
  /** Points to draw at most while it moves. */
  moving: number;
  /** A moving view is drawn with half as many pixels a side. */
  isCoarse = false;
  private readonly isFixed: boolean;
  private readonly frames: number[] = [];
  private returns = 0;

  /** @param fixed a number that the visitor chose; undefined adapts */
  constructor(fixed?: number) {
    this.isFixed = fixed !== undefined;
    this.points = Math.min(MOST, Math.max(LEAST, fixed ?? FIRST));
    this.moving = this.points * MOVING_SHARE;
  }

  /**
   * Notes a frame of a moving view.
   *
   * @param drawn points of that frame: a budget that is not used says nothing about more
   */
  note(frameMs: number, drawn: number): void {
    this.frames.push(frameMs);
    if (this.frames.length < SAMPLE) return;
    const middle = this.frames.toSorted((a, b) => a - b)[SAMPLE >> 1] as number;
    this.frames.length = 0;
    if (middle > SLOW_MS) this.slower(middle, drawn);
    else if (middle < FAST_MS) this.faster(drawn);
    if (!this.isFixed) this.points = Math.round(Math.min(MOST, Math.max(LEAST, this.restPoints())));
  }

  private slower(frameMs: number, drawn: number): void {
    const wasCoarse = this.isCoarse;
    this.isCoarse = true;
    // Half as many pixels a side are up to four times faster: enough, unless the device is much slower.
    if (!wasCoarse && frameMs < 4 * SLOW_MS) return;
    // What was drawn is what was slow, even if more was allowed.
    this.moving = Math.max(LEAST_MOVING, Math.round(Math.min(this.moving, drawn) * Math.max(0.25, SLOW_MS / frameMs)));
  }

  private faster(drawn: number): void {
    if (drawn > this.moving * 0.9) this.moving = Math.min(MOST * MOVING_SHARE, Math.round(this.moving * 1.25));
    if (!this.isCoarse || this.moving < FIRST * MOVING_SHARE || this.returns >= MOST_RETURNS) return;
    this.isCoarse = false;
    this.returns++;
  }

  private restPoints(): number {
    return Math.min(this.moving * REST_FACTOR, Math.max(this.points, this.moving / MOVING_SHARE));
  }
}
