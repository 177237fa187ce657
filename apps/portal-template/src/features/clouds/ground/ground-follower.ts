import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { type GroundSquare, isGoodFor, nearGround } from "@archipel/point-view/scene/ground.ts";

/** A view that is the same after so long rests: a look at it comes at most twice as late. */
const REST_MS = 600;

type Part = "near" | "whole";

/** A square of the ground in the CRS of the layer, drawn or read. */
type OfSquare<T> = (square: GroundSquare, signal: AbortSignal) => Promise<T>;

interface Following<T> {
  readonly engine: Pick<CloudEngine, "subscribe" | "camera" | "layerCamera" | "ground" | "levelBelow">;
  readonly draw: OfSquare<T>;
  /** What is drawn, the whole first, and a height below the points in the CRS of the layer. */
  readonly onLaid: (drawn: readonly T[], level: number) => void;
  readonly onDrawing: (isDrawing: boolean) => void;
  readonly onFailed: () => void;
}

/**
 * Keeps pictures of the ground, or its names, with what is seen: one of the whole, and above it a sharper one of what is near, drawn again when the view rests
 * elsewhere. One at a time: each is a whole map.
 */
export class GroundFollower<T> {
  private readonly options: Following<T>;
  private readonly stop = new AbortController();
  private readonly unsubscribe: () => void;
  private readonly drawn: { [part in Part]: { readonly made: T; readonly square: GroundSquare } | null } = { near: null, whole: null };
  private level: number;
  private seen: unknown;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isBusy = false;

  constructor(options: Following<T>) {
    this.options = options;
    this.level = options.engine.levelBelow();
    this.unsubscribe = options.engine.subscribe(() => this.later());
    void this.settle();
  }

  close(): void {
    this.stop.abort();
    clearTimeout(this.timer);
    this.unsubscribe();
  }

  private later(): void {
    if (this.stop.signal.aborted) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const { camera } = this.options.engine;
      const isResting = camera === this.seen;
      this.seen = camera;
      if (isResting) void this.settle();
      else this.later();
    }, REST_MS);
  }

  /** Draws what is missing for the view of now. */
  private async settle(): Promise<void> {
    if (this.isBusy) return;
    const { engine, onDrawing, onFailed } = this.options;
    this.follow();
    const wanted = nearGround(engine.layerCamera, engine.ground);
    const isGood = isGoodFor(this.drawn.near?.square ?? null, wanted);
    if (isGood && this.drawn.whole) return;
    this.isBusy = true;
    onDrawing(true);
    try {
      if (isGood) await this.lay("whole", engine.ground);
      else await this.lay("near", wanted);
    } catch {
      if (!this.stop.signal.aborted) {
        this.close();
        onFailed();
      }
      return;
    } finally {
      this.isBusy = false;
      if (!this.stop.signal.aborted) onDrawing(false);
    }
    // The view may have moved meanwhile, and the other picture may be missing.
    this.later();
  }

  private async lay(part: Part, square: GroundSquare | null): Promise<void> {
    const { draw } = this.options;
    const drawn = square && { made: await draw(square, this.stop.signal), square };
    this.stop.signal.throwIfAborted();
    this.drawn[part] = drawn;
    this.report();
  }

  /** The level follows the lowest points that are seen, but not each of them. */
  private follow(): void {
    const { engine } = this.options;
    const level = engine.levelBelow();
    if (Math.abs(level - this.level) < Math.max(0.5, engine.camera.distance / 200)) return;
    this.level = level;
    this.report();
  }

  private report(): void {
    const laid = [this.drawn.whole, this.drawn.near].filter((one) => one !== null);
    this.options.onLaid(
      laid.map(({ made }) => made),
      this.level,
    );
  }
}
