import { type CopcNode, keyText } from "@archipel/pointcloud/copc/hierarchy.ts";
import type { Field } from "@archipel/pointcloud/las/columns.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Box, boxAround, centreOf, relativeTo } from "../scene/box.ts";
import type { Camera, ScreenSize } from "../scene/camera.ts";
import { ClippedNodes } from "../scene/clip.ts";
import { Octree, type PagePlace } from "../scene/octree.ts";
import { type Choice, type ChosenNode, chooseNodes } from "../select/select-nodes.ts";
import { BASE_FIELDS } from "../worker/decode-node.ts";
import type { Corridor, ReadFailure, SectionPoints, TileHeader } from "../worker/messages.ts";
import { type LoadedNode, NodeCache } from "./node-cache.ts";
import { type PointWorkers, TaskFailure } from "./point-workers.ts";

/** A tile as it is known before anything of it is read. */
export interface SceneTile {
  readonly id: string;
  readonly url: string;
  /** Of its points, in the CRS of the layer. */
  readonly box: Box;
  readonly points: number;
}

export interface DrawnNode {
  readonly node: LoadedNode;
  /** Points of it that are drawn. */
  readonly count: number;
}

export interface SceneProgress {
  /** Nodes that the view wants, and those of them that are in memory. */
  readonly wanted: number;
  readonly ready: number;
  readonly points: number;
  readonly tilesOpen: number;
  readonly failures: ReadonlyMap<string, ReadFailure>;
}

interface OpenTile {
  readonly header: TileHeader;
  readonly octree: Octree;
}

interface SceneOptions {
  readonly tiles: readonly SceneTile[];
  readonly workers: PointWorkers;
  /** Called when there is more to draw, or something failed. */
  readonly onChange: () => void;
  /** First and last second of the layer's GPS times. */
  readonly period?: readonly [number, number] | null;
}

/** A network that fails once may work the next time; a file that is broken stays broken. */
const ATTEMPTS = 3;
/** Points in memory, as a multiple of those that may be drawn: what one looked at a moment ago is still there. */
const KEPT = 2.5;
const TARGET_PIXELS = 1.6;
const MAX_NODES = 700;

/**
 * Many tiles as one cloud: chooses what a view needs, reads it in the order of its importance, and keeps it. Tiles that are not seen are
 * never opened.
 */
export class PointScene {
  /** Coordinates of the scene count from here, in the CRS of the layer. */
  readonly origin: Triple;
  /** Of all points, in the scene. */
  readonly box: Box;
  private readonly tiles: Map<string, SceneTile & { readonly at: Box }>;
  private readonly options: SceneOptions;
  private readonly open = new Map<string, OpenTile>();
  private readonly cache = new NodeCache();
  private readonly running = new Map<string, AbortController>();
  private readonly attempts = new Map<string, number>();
  private readonly failures = new Map<string, ReadFailure>();
  /** Tiles whose header could not be read. */
  private readonly closed = new Set<string>();
  private choice: Choice = { nodes: [], tiles: [], pages: [], points: 0 };
  private look: { camera: Camera; screen: ScreenSize; budget: number; atRest: number } | null = null;
  private clip: Box | null = null;
  private readonly clipped = new ClippedNodes();
  private extra: ReadonlySet<Field> = new Set();
  private versions = 0;
  private isClosed = false;

  constructor(options: SceneOptions) {
    this.options = options;
    const around = boxAround(options.tiles.map(({ box }) => box)) ?? { min: [0, 0, 0], max: [1, 1, 1] };
    const [x, y] = centreOf(around);
    this.origin = [Math.round(x), Math.round(y), Math.floor(around.min[2])];
    this.box = relativeTo(around, this.origin);
    this.tiles = new Map(options.tiles.map((tile) => [tile.id, { ...tile, at: relativeTo(tile.box, this.origin) }]));
  }

  /** Of the tiles, in the scene. */
  boxes(): Box[] {
    return [...this.tiles.values()].map(({ at }) => at);
  }

  /** Points in memory. */
  get inMemory(): number {
    return this.cache.points;
  }

  /**
   * Says where one looks from; what is missing is read.
   *
   * @param budget points to draw now
   * @param atRest points to draw when the view rests: what a moving view leaves out stays in memory for it
   */
  see(camera: Camera, screen: ScreenSize, budget: number, atRest = budget): void {
    this.look = { camera, screen, budget, atRest };
    this.choose();
  }

  /** Fields that the colours need besides those of every view. */
  need(extra: readonly Field[]): void {
    this.extra = new Set(extra);
    this.choose();
  }

  /** What of the view is in memory, the most visible first. */
  drawn(): DrawnNode[] {
    return this.choice.nodes.flatMap(({ tile, node, count }) => {
      const loaded = this.cache.get(idOf(tile, node));
      return loaded ? [{ node: loaded, count: Math.min(count, loaded.points.count) }] : [];
    });
  }

  /** Limits the points to a box of the scene; null: all of them. */
  clipTo(clip: Box | null): void {
    this.clip = clip;
    this.choose();
  }

  get clipBox(): Box | null {
    return this.clip;
  }

  /** What is drawn without the points that a box hides: for counting, pointing and measuring. */
  seen(): DrawnNode[] {
    return this.clip ? this.clipped.inside(this.drawn(), this.clip) : this.drawn();
  }

  progress(): SceneProgress {
    const drawn = this.drawn();
    return {
      wanted: this.choice.nodes.length + this.choice.tiles.length + this.choice.pages.length,
      ready: drawn.length,
      points: this.seen().reduce((sum, { count }) => sum + count, 0),
      tilesOpen: this.open.size,
      failures: this.failures,
    };
  }

  /** Tasks that the workers take at a time. */
  get parallel(): number {
    return this.options.workers.capacity;
  }

  /** The tiles whose box, in the CRS of the layer, meets a condition. */
  tilesWhere(condition: (box: Box) => boolean): string[] {
    return [...this.tiles.values()].filter(({ box }) => condition(box)).map(({ id }) => id);
  }

  /** A box of the scene in the CRS of the layer. */
  worldBox(box: Box): Box {
    const [x, y, z] = this.origin;
    return relativeTo(box, [-x, -y, -z]);
  }

  /** The octree of a tile, which is opened if need be. */
  async treeOf(id: string, signal: AbortSignal): Promise<Octree> {
    return (await this.opened(id, signal)).octree;
  }

  /** The points of a node that are in a corridor. */
  async cut(id: string, node: CopcNode, corridor: Corridor, signal: AbortSignal): Promise<SectionPoints> {
    const { header } = await this.opened(id, signal);
    return this.options.workers.run({ kind: "section", url: this.tileOf(id).url, header, node, corridor }, signal);
  }

  /**
   * Forgets the points of tiles that have another address now. Tiles that are new or gone wait for the next visit.
   *
   * @returns whether there was one
   */
  follow(tiles: readonly SceneTile[]): boolean {
    const changed = tiles.filter(({ id, url }) => (this.tiles.get(id)?.url ?? url) !== url);
    for (const tile of changed) {
      for (const [id, abort] of this.running) {
        if (id.split(/[?#/]/, 1)[0] !== tile.id) continue;
        abort.abort();
        this.running.delete(id);
      }
      this.tiles.set(tile.id, { ...tile, at: relativeTo(tile.box, this.origin) });
      this.open.delete(tile.id);
      this.closed.delete(tile.id);
      this.failures.delete(tile.id);
      this.cache.removeTile(tile.id);
    }
    if (changed.length > 0) this.choose();
    return changed.length > 0;
  }

  /** Tries again what failed. */
  retry(): void {
    this.attempts.clear();
    this.failures.clear();
    this.closed.clear();
    this.choose();
  }

  close(): void {
    this.isClosed = true;
    for (const abort of this.running.values()) abort.abort();
    this.running.clear();
  }

  private choose(): void {
    if (!this.look || this.isClosed) return;
    const { camera, screen, budget, atRest } = this.look;
    const choosable = [...this.tiles.values()]
      .filter(({ id }) => !this.closed.has(id))
      .map(({ id, at }) => ({ id, box: at, octree: this.open.get(id)?.octree ?? null }));
    this.choice = chooseNodes(choosable, camera, screen, { budget, targetPixels: TARGET_PIXELS, maxNodes: MAX_NODES, clip: this.clip });
    const needed = new Set(this.choice.nodes.map(({ tile, node }) => idOf(tile, node)));
    for (const id of needed) this.cache.touch(id);
    this.cache.evict(atRest * KEPT, needed);
    this.schedule();
  }

  /** Starts what is missing, as far as the workers are free, and ends what nobody wants any more. */
  private schedule(): void {
    const wanted = this.wanted();
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, abort] of this.running) {
      if (ids.has(id)) continue;
      abort.abort();
      this.running.delete(id);
    }
    for (const { id, run, tile } of wanted) {
      if (this.running.size >= this.options.workers.capacity) return;
      if (!this.running.has(id)) void this.start(id, tile, run);
    }
  }

  private wanted(): Wanted[] {
    const { tiles, pages, nodes } = this.choice;
    const missing = nodes.filter(({ tile, node }) => !this.isComplete(tile, node));
    // Headers and pages are small, and everything else waits for them. Few at a time, so that points come between.
    return [
      ...tiles.slice(0, 2).map((id): Wanted => ({ id: `${id}?`, tile: id, run: (signal) => this.openTile(id, signal) })),
      ...pages
        .slice(0, 2)
        .map(({ tile, page }): Wanted => ({ id: `${tile}#${keyText(page)}`, tile, run: (signal) => this.readPage(tile, page, signal) })),
      ...missing.map(
        (chosen): Wanted => ({ id: idOf(chosen.tile, chosen.node), tile: chosen.tile, run: (signal) => this.readNode(chosen, signal) }),
      ),
      ...tiles.slice(2).map((id): Wanted => ({ id: `${id}?`, tile: id, run: (signal) => this.openTile(id, signal) })),
    ].filter(({ id }) => (this.attempts.get(id) ?? 0) < ATTEMPTS);
  }

  private isComplete(tile: string, node: CopcNode): boolean {
    const loaded = this.cache.get(idOf(tile, node));
    return loaded !== undefined && [...this.extra].every((field) => loaded.extra.has(field));
  }

  private async start(id: string, tile: string, run: Wanted["run"]): Promise<void> {
    const abort = new AbortController();
    this.running.set(id, abort);
    try {
      await run(abort.signal);
      this.attempts.delete(id);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.noteFailure(id, tile, error);
    }
    this.running.delete(id);
    if (this.isClosed) return;
    this.choose();
    this.options.onChange();
  }

  private noteFailure(id: string, tile: string, error: unknown): void {
    const failure = error instanceof TaskFailure ? error.failure : "broken";
    const attempts = failure === "network" ? (this.attempts.get(id) ?? 0) + 1 : ATTEMPTS;
    this.attempts.set(id, attempts);
    if (attempts < ATTEMPTS) return;
    this.failures.set(tile, failure);
    if (!this.open.has(tile)) this.closed.add(tile);
  }

  private tileOf(id: string): SceneTile & { readonly at: Box } {
    const tile = this.tiles.get(id);
    if (!tile) throw new Error(`the scene has no tile ${id}`);
    return tile;
  }

  private async opened(id: string, signal: AbortSignal): Promise<OpenTile> {
    const known = this.open.get(id);
    if (known) return known;
    const tile = this.tileOf(id);
    const { header, page } = await this.options.workers.run({ kind: "open", url: tile.url }, signal);
    return this.open.get(id) ?? this.keepOpen(tile, header, page);
  }

  private async openTile(id: string, signal: AbortSignal): Promise<void> {
    await this.opened(id, signal);
  }

  private keepOpen(tile: SceneTile & { readonly at: Box }, header: TileHeader, page: Parameters<Octree["add"]>[0]): OpenTile {
    const octree = new Octree(header.info, this.origin, tile.at);
    octree.add(page, { level: 0, x: 0, y: 0, z: 0 });
    const opened = { header, octree };
    this.open.set(tile.id, opened);
    return opened;
  }

  /** Reads a page of the hierarchy of a tile that is open. */
  async readPage(id: string, page: PagePlace, signal: AbortSignal): Promise<void> {
    const { octree } = await this.opened(id, signal);
    octree.add(await this.options.workers.run({ kind: "page", url: this.tileOf(id).url, page }, signal), page);
  }

  private async readNode({ tile: id, node }: ChosenNode, signal: AbortSignal): Promise<void> {
    const { header, octree } = await this.opened(id, signal);
    const corner = octree.cornerOf(node);
    const extra = [...this.extra];
    const { origin } = this;
    const points = await this.options.workers.run(
      {
        kind: "node",
        url: this.tileOf(id).url,
        header,
        node,
        corner: [corner[0] + origin[0], corner[1] + origin[1], corner[2] + origin[2]],
        fields: [...BASE_FIELDS, ...extra],
        period: header.hasDates ? (this.options.period ?? null) : null,
      },
      signal,
    );
    this.cache.put({
      id: idOf(id, node),
      version: ++this.versions,
      tile: id,
      corner,
      box: octree.boxOf(node),
      width: octree.widthOf(node),
      spacing: octree.spacingOf(node),
      points,
      extra: new Set(extra),
    });
  }
}

interface Wanted {
  readonly id: string;
  readonly tile: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

function idOf(tile: string, node: CopcNode): string {
  return `${tile}/${keyText(node)}`;
}
