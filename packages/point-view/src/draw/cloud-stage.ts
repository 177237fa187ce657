import { Deck, type View } from "@deck.gl/core";
import type { PointScene } from "../load/point-scene.ts";
import { diagonalOf } from "../scene/box.ts";
import type { Camera, ScreenSize } from "../scene/camera.ts";
import type { PointBudget } from "../select/budget.ts";
import { CloudLayer, type Ground, pointsFirst } from "./cloud-layer.ts";
import { CloudView } from "./cloud-view.ts";
import type { PointLook } from "./point-look.ts";

interface StageOptions {
  readonly canvas: HTMLCanvasElement;
  readonly scene: PointScene;
  readonly budget: PointBudget;
  /** Called when the browser cannot draw. */
  readonly onError: (error: Error) => void;
  /** Called after each frame with the number of its points. */
  readonly onFrame: (points: number) => void;
}

const NO_STATE = {};

/** A view that has not moved for so long is at rest. */
const REST_MS = 250;

/** The drawing of a scene in a canvas. Frames are drawn only when something changes. */
export class CloudStage {
  private readonly options: StageOptions;
  private readonly deck: Deck<View>;
  private readonly reach: number;
  private camera: Camera | null = null;
  private look: PointLook | null = null;
  private ground: Ground = { meshes: [], level: 0 };
  private limit = 1;
  private lastMove = 0;
  private lastFrame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private points = 0;

  constructor(options: StageOptions) {
    this.options = options;
    this.reach = diagonalOf(options.scene.box);
    // Twice as many pixels a side are four times as many to shade, and look no better.
    const ratio = Math.min(1.5, window.devicePixelRatio);
    // A canvas that has its size before its context is not resized in the first frame, which would wait for the graphics card.
    const { width, height } = this.screen;
    Object.assign(options.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.deck = new Deck({
      canvas: options.canvas,
      // The camera is part of the view: there is no other state.
      viewState: NO_STATE,
      controller: false,
      effects: [pointsFirst],
      layers: [],
      useDevicePixels: ratio,
      // Points are drawn into a picture of their own: smooth edges of the page's would cost four samples a pixel and show nowhere.
      deviceProps: { type: "webgl", webgl: { antialias: false } },
      onError: (error) => options.onError(error),
      onAfterRender: () => this.frameEnds(),
    });
  }

  /** Draws from another place, or in another way. */
  show(camera: Camera, look: PointLook): void {
    if (camera !== this.camera) this.moves();
    this.camera = camera;
    this.look = look;
    this.see();
  }

  /** Draws what the scene has chosen meanwhile: choosing again for the same view would take as long as the first time. */
  update(look: PointLook): void {
    this.look = look;
    this.refresh();
  }

  /** Draws pictures of the ground below the points. */
  lay(ground: Ground): void {
    this.ground = ground;
    this.refresh();
  }

  /** Draws points on a share of the width, from the left, alone. */
  cut(limit: number): void {
    this.limit = limit;
    this.refresh();
  }

  /** Draws what came meanwhile. */
  refresh(): void {
    if (!this.camera || !this.look) return;
    const nodes = this.options.scene.drawn();
    this.points = nodes.reduce((sum, { count }) => sum + count, 0);
    this.deck.setProps({
      views: new CloudView({ camera: this.camera, reach: this.reach }),
      layers: [
        new CloudLayer({
          id: "points",
          nodes,
          look: this.look,
          isCoarse: this.isMoving() && this.options.budget.isCoarse,
          ground: this.ground,
          limit: this.limit,
          clip: this.options.scene.clipBox,
        }),
      ],
    });
  }

  /** The drawing as it is now, in pixels of the device. Its background is transparent. */
  picture(): HTMLCanvasElement {
    const { canvas } = this.options;
    // The browser empties the canvas after each frame: it is drawn again and copied at once.
    this.deck.redraw("picture");
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    copy.getContext("2d")?.drawImage(canvas, 0, 0);
    return copy;
  }

  get screen(): ScreenSize {
    const { clientWidth, clientHeight } = this.options.canvas;
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  close(): void {
    clearTimeout(this.resting);
    this.deck.finalize();
  }

  private moves(): void {
    this.lastMove = performance.now();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.see(), REST_MS + 10);
  }

  private isMoving(): boolean {
    return this.lastFrame > 0 && performance.now() - this.lastMove < REST_MS;
  }

  private see(): void {
    const { scene, budget } = this.options;
    if (this.camera) scene.see(this.camera, this.screen, this.isMoving() ? budget.moving : budget.points, budget.points);
    this.refresh();
  }

  private frameEnds(): void {
    const now = performance.now();
    const took = now - this.lastFrame;
    // A pause between two movements is no slow frame.
    if (this.isMoving() && took < REST_MS * 4) this.options.budget.note(took, this.points);
    this.lastFrame = now;
    this.options.onFrame(this.points);
  }
}
