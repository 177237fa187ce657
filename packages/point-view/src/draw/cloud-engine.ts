import type { Field } from "@archipel/pointcloud/las/columns.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { paletteBytes } from "../colour/ramps.ts";
import { PointScene, type SceneProgress, type SceneTile } from "../load/point-scene.ts";
import { PointWorkers, type WorkerLike } from "../load/point-workers.ts";
import { startWorker } from "../load/start-worker.ts";
import { type VolumeFigures, volumeFigures } from "../measure/figures.ts";
import { type OutlinePoints, outlinePoints } from "../measure/outline-points.ts";
import { type PickedPoint, pickPoint } from "../measure/pick-point.ts";
import { type Ranges, rangesOf } from "../measure/ranges.ts";
import { readSection, type Section } from "../measure/read-section.ts";
import { type VolumePoints, volumePoints } from "../measure/volume-points.ts";
import { type Box, relativeTo } from "../scene/box.ts";
import { type Camera, fitted, groundAt, limited, moved, pixelOf, pixelScale, type ScreenSize } from "../scene/camera.ts";
import { firstClip } from "../scene/clip.ts";
import { type Flight, tourOver } from "../scene/flight.ts";
import { type GroundMesh, type GroundPicture, type GroundSquare, groundMesh, wholeGround } from "../scene/ground.ts";
import { type Lasso, volumeThrough } from "../scene/lasso.ts";
import { PointBudget } from "../select/budget.ts";
import type { Corridor } from "../worker/messages.ts";
import { CloudStage } from "./cloud-stage.ts";
import type { Colouring, PointLook } from "./point-look.ts";

/** What a visitor chose. Heights are those of the layer, not of the scene. */
export interface CloudLook {
  readonly colouring: Colouring;
  readonly hidden: ReadonlySet<number>;
  /** Ends of the palette of heights, in metres; null: as the points that come first. */
  readonly heights: readonly [number, number] | null;
  readonly isShaded: boolean;
}

export interface CloudState extends SceneProgress {
  /** Ends of both palettes; null before the first points. Heights are those of the layer. */
  readonly ranges: Ranges | null;
  readonly cost: { readonly bytes: number; readonly reads: number };
}

export interface Covered {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

interface EngineOptions {
  readonly canvas: HTMLCanvasElement;
  readonly tiles: readonly SceneTile[];
  readonly period: readonly [number, number] | null;
  /** In the CRS of the layer; null: everything. */
  readonly camera: Camera | null;
  readonly look: CloudLook;
  /** Pixels of the canvas that something covers: what is fitted is beside it. */
  readonly covered?: Covered;
  /** Points that the visitor chose; undefined adapts. */
  readonly budget?: number | undefined;
  /** A thread that was started while the engine was loaded. */
  readonly firstWorker?: WorkerLike | null | undefined;
  readonly onError: (error: Error) => void;
}

const FIELDS: Partial<Record<Colouring, readonly Field[]>> = { rgb: ["rgb"], infrared: ["rgb", "nir"], date: ["gpsTime"] };
/** Of a tenth more distance than its neighbours, a pixel keeps a third of its light. */
const SHADING = 11;
/** Metres between the lowest points and the picture of the ground. */
const BELOW = 1;

/** The viewer without its controls: a scene, its drawing, and the camera. */
export class CloudEngine {
  private readonly scene: PointScene;
  private readonly workers: PointWorkers;
  private readonly stage: CloudStage;
  private readonly listeners = new Set<() => void>();
  private readonly resize: ResizeObserver;
  private readonly covered: Covered;
  private shown: CloudLook;
  private palette: { readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> } = { key: "", bytes: new Uint8Array(0) };
  private ranges: Ranges | null = null;
  private now: Camera;
  /** Where the view began, in the scene. */
  readonly firstCamera: Camera;
  private kept: CloudState | null = null;
  private laid: ReadonlyMap<GroundPicture, GroundMesh> = new Map();

  constructor({
    canvas,
    tiles,
    period,
    camera,
    look,
    covered = { left: 0, right: 0, bottom: 0 },
    budget,
    firstWorker,
    onError,
  }: EngineOptions) {
    this.covered = covered;
    this.workers = new PointWorkers(startWorker, navigator.hardwareConcurrency || 2, firstWorker ?? undefined);
    this.scene = new PointScene({ tiles, workers: this.workers, period, onChange: () => this.changed() });
    this.stage = new CloudStage({ canvas, scene: this.scene, budget: new PointBudget(budget), onError, onFrame: () => this.notify() });
    this.shown = look;
    this.now = camera ? this.fromLayer(camera) : this.seeing(this.scene.box);
    this.firstCamera = this.now;
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(canvas);
    this.setLook(look);
  }

  /** Called after each frame, and when points come. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** In the scene: small numbers, as gestures need them. */
  get camera(): Camera {
    return this.now;
  }

  /** In the CRS of the layer, as addresses have it. */
  get layerCamera(): Camera {
    return { ...this.now, target: this.toLayer(this.now.target) };
  }

  get screen(): ScreenSize {
    return this.stage.screen;
  }

  /** The same object until something changes. */
  get state(): CloudState {
    this.kept ??= { ...this.scene.progress(), ranges: this.shownRanges(), cost: { ...this.workers.cost } };
    return this.kept;
  }

  move(camera: Camera): void {
    this.now = limited(camera, this.scene.box);
    this.draw();
  }

  /** A camera of an address, in the scene. */
  fromLayer(camera: Camera): Camera {
    return limited({ ...camera, target: this.toScene(camera.target) }, this.scene.box);
  }

  /** The flight over the tiles, for layers whose author made none. */
  tour(): Flight {
    return tourOver(this.scene.boxes(), this.scene.box, this.stage.screen);
  }

  /** Looks from a camera of the layer, wherever the points of this scene are: another cloud decides the view. */
  look(camera: Camera): void {
    this.now = { ...camera, target: this.toScene(camera.target) };
    this.draw();
  }

  fit(): void {
    this.move(this.seeing(this.scene.box));
  }

  /** Goes to a box of the layer. */
  goTo(box: SceneTile["box"]): void {
    this.move(this.seeing(relativeTo(box, this.scene.origin)));
  }

  setLook(look: CloudLook): void {
    this.shown = look;
    this.scene.need(FIELDS[look.colouring] ?? []);
    this.draw();
  }

  /** Spreads the palettes over what is seen now. Returns the heights of the layer that they mean. */
  spread(): readonly [number, number] | null {
    this.ranges = rangesOf(this.scene.seen(), this.now, this.stage.screen) ?? this.ranges;
    return this.shownRanges()?.heights ?? null;
  }

  pick(pixel: readonly [number, number], radius: number): PickedPoint | null {
    return pickPoint(this.scene.seen(), this.now, this.stage.screen, pixel, { radius, hidden: this.shown.hidden });
  }

  /** What is under a pixel: a point, else the level of the target. */
  placeAt(pixel: readonly [number, number]): Triple | null {
    return this.pick(pixel, 12)?.place ?? groundAt(this.now, this.stage.screen, pixel);
  }

  pixelOf(place: Triple): readonly [number, number] | null {
    const pixel = pixelOf(this.now, this.stage.screen, place);
    return pixel && [pixel[0], pixel[1]];
  }

  volume(outline: readonly Triple[]): VolumeFigures | null {
    const volume = volumeFigures(this.scene.seen(), outline, this.shown.hidden);
    return volume && { ...volume, level: volume.level + this.scene.origin[2] };
  }

  /** The drawn points over an outline of the scene. Heights, given and returned, are those of the layer. */
  inside(outline: readonly Triple[], heights: readonly [number, number] | null): OutlinePoints | null {
    const z = this.scene.origin[2];
    const limits = heights && ([heights[0] - z, heights[1] - z] as const);
    const found = outlinePoints(this.scene.seen(), outline, this.shown.hidden, limits);
    return found && { ...found, heights: [found.heights[0] + z, found.heights[1] + z] };
  }

  /** The drawn points that a lasso encloses. Heights, given and returned, are those of the layer. */
  lassoed(lasso: Lasso, heights: readonly [number, number] | null): VolumePoints | null {
    const z = this.scene.origin[2];
    const limits = heights && ([heights[0] - z, heights[1] - z] as const);
    const found = volumePoints(this.scene.seen(), volumeThrough(lasso), this.shown.hidden, limits);
    return found && { ...found, heights: [found.heights[0] + z, found.heights[1] + z] };
  }

  /** Reads tiles again that have another address: their points have changed. The view stays. */
  follow(tiles: readonly SceneTile[]): void {
    if (this.scene.follow(tiles)) this.changed();
  }

  section(corridor: Corridor, signal: AbortSignal, onPart: (share: number) => void): Promise<Section> {
    const clip = this.scene.clipBox;
    return readSection(this.scene, clip ? { ...corridor, box: this.scene.worldBox(clip) } : corridor, signal, onPart);
  }

  /** The ground around all points, in the CRS of the layer. */
  get ground(): GroundSquare {
    return wholeGround(this.scene.worldBox(this.scene.box));
  }

  /** A height of the layer a little below nearly all points that are seen; before the first, below their boxes. */
  levelBelow(): number {
    const seen = rangesOf(this.scene.seen(), this.now, this.stage.screen);
    return (seen?.heights[0] ?? this.scene.box.min[2]) + this.scene.origin[2] - BELOW;
  }

  /**
   * Lays pictures of the ground below the points, each over those before it. `level`: the height of flat ones in the CRS of the layer. Those with
   * heights are draped on them.
   */
  layGround(pictures: readonly GroundPicture[], level: number): void {
    const known = this.laid;
    this.laid = new Map(pictures.map((picture) => [picture, known.get(picture) ?? groundMesh(picture, this.scene.origin)]));
    this.stage.lay({ meshes: [...this.laid.values()], level: level - this.scene.origin[2] });
  }

  /** Shows, counts and measures only the points in a box of the layer; null: all. */
  clip(box: Box | null): void {
    this.scene.clipTo(box && relativeTo(box, this.scene.origin));
    this.changed();
  }

  /** The box that a person begins with, in the CRS of the layer. */
  firstClip(): Box {
    return this.scene.worldBox(firstClip(this.now, this.scene.box));
  }

  /** Around all points, in the CRS of the layer. */
  get bounds(): Box {
    return this.scene.worldBox(this.scene.box);
  }

  /** Shows points on a share of the width, from the left; the ground alone is seen beside them. */
  cut(limit: number): void {
    this.stage.cut(limit);
  }

  picture(): HTMLCanvasElement {
    return this.stage.picture();
  }

  retry(): void {
    this.scene.retry();
    this.changed();
  }

  toLayer([x, y, z]: Triple): Triple {
    const { origin } = this.scene;
    return [x + origin[0], y + origin[1], z + origin[2]];
  }

  toScene([x, y, z]: Triple): Triple {
    const { origin } = this.scene;
    return [x - origin[0], y - origin[1], z - origin[2]];
  }

  close(): void {
    this.resize.disconnect();
    this.scene.close();
    this.stage.close();
    this.workers.dispose();
    this.listeners.clear();
  }

  /** Sees a box of the scene beside what covers the canvas. */
  private seeing(box: Box): Camera {
    const { width, height } = this.stage.screen;
    const { left, right, bottom } = this.covered;
    const camera = fitted(box, { width: Math.max(1, width - left - right), height: Math.max(1, height - bottom) });
    // The free part is as high as it is: the same angle of view shows less of it.
    const distance = (camera.distance * height) / Math.max(1, height - bottom);
    const metres = distance / pixelScale(this.stage.screen);
    return moved({ ...camera, distance }, ((right - left) / 2) * metres, (-bottom / 2) * metres);
  }

  private changed(): void {
    // The first points decide what the palettes mean; later ones would make the colours flicker.
    this.ranges ??= rangesOf(this.scene.seen(), this.now, this.stage.screen);
    this.stage.update(this.pointLook());
    this.notify();
  }

  private shownRanges(): Ranges | null {
    if (!this.ranges) return null;
    const z = this.scene.origin[2];
    const [low, high] = this.ranges.heights;
    return { heights: this.shown.heights ?? [low + z, high + z], intensities: this.ranges.intensities };
  }

  private draw(): void {
    this.stage.show(this.now, this.pointLook());
  }

  private pointLook(): PointLook {
    const { colouring, hidden, isShaded } = this.shown;
    const key = `${colouring} ${[...hidden].join(" ")}`;
    if (key !== this.palette.key) this.palette = { key, bytes: paletteBytes(colouring, hidden) };
    const shown = this.shownRanges() ?? { heights: this.toLayerHeights(), intensities: [0, 65_535] as const };
    const z = this.scene.origin[2];
    return {
      colouring,
      heights: [shown.heights[0] - z, shown.heights[1] - z],
      intensities: shown.intensities,
      colours: this.palette.bytes,
      shading: isShaded ? SHADING : 0,
    };
  }

  private toLayerHeights(): readonly [number, number] {
    const { box, origin } = this.scene;
    return [box.min[2] + origin[2], box.max[2] + origin[2]];
  }

  private notify(): void {
    this.kept = null;
    for (const listener of this.listeners) listener();
  }
}
