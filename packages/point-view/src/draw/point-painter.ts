import type { Device, RenderPass, Texture } from "@luma.gl/core";
import { Buffer } from "@luma.gl/core";
import { ClipSpace, Model } from "@luma.gl/engine";
import type { LoadedNode } from "../load/node-cache.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import type { Box } from "../scene/box.ts";
import { type Camera, pixelScale, type ScreenSize } from "../scene/camera.ts";
import { depthRange, placedAt, product, projectionMatrix, viewMatrix } from "../scene/matrices.ts";
import { COLOURINGS, type PointLook } from "./point-look.ts";
import {
  COPY_FRAGMENTS,
  copyUniforms,
  lookUniforms,
  nodeUniforms,
  POINT_FRAGMENTS,
  POINT_VERTICES,
  SHADING_FRAGMENTS,
  shadingUniforms,
} from "./point-shader.ts";
import { PointTarget } from "./point-target.ts";

/** Points that go to the graphics card in one frame: more would delay the answer to a finger. */
const UPLOADED_A_FRAME = 120_000;
/** Widths of points on the screen. */
const [THINNEST, WIDEST] = [1.5, 16];
/** Points touch each other, and cover small gaps of the scan. */
const OVERLAP = 1.5;
/** How far the shading looks, in pixels. */
const SHADING_RADIUS = 1.5;
/** Pixels a side of a coarse picture, of those of the page. */
const COARSE = 0.5;

interface Painted {
  readonly version: number;
  readonly model: Model;
  readonly buffers: readonly Buffer[];
}

/** One view of the points. */
export interface PaintedView {
  readonly camera: Camera;
  readonly screen: ScreenSize;
  /** Pixels of the drawing a pixel of the page. */
  readonly ratio: number;
  /** Farthest distance between points of the scene. */
  readonly reach: number;
  readonly look: PointLook;
  /** Fewer pixels, so that a slow device keeps its pace while the view moves. */
  readonly isCoarse: boolean;
  /** Share of the width, from the left, that shows the points. */
  readonly limit: number;
  readonly clip: Box | null;
}

/**
 * Draws points into a picture of their own, with its depths, and that picture with its shading where deck.gl draws. Two steps, because the
 * shading reads the depths of the finished picture.
 */
export class PointPainter {
  private readonly device: Device;
  private readonly painted = new Map<string, Painted>();
  private readonly shading: ClipSpace;
  private readonly copying: ClipSpace;
  /** The points; the same in a coarse picture, before and after its shading. */
  private readonly targets: { readonly fine: PointTarget; readonly coarse: PointTarget; readonly shaded: PointTarget };
  private isCoarse = false;
  private isEmpty = true;
  private readonly palette: Texture;
  private readonly first: Pick<Painted, "model" | "buffers">;
  private colours: Uint8Array | null = null;

  constructor(device: Device) {
    this.device = device;
    this.palette = device.createTexture({
      format: "rgba8unorm",
      width: 256,
      height: 2,
      sampler: { minFilter: "nearest", magFilter: "nearest" },
    });
    this.shading = new ClipSpace(device, {
      id: "point-shading",
      fs: SHADING_FRAGMENTS,
      modules: [shadingUniforms],
      parameters: { depthWriteEnabled: true, depthCompare: "always" },
    });
    this.copying = new ClipSpace(device, {
      id: "point-copy",
      fs: COPY_FRAGMENTS,
      modules: [copyUniforms],
      parameters: { depthWriteEnabled: true, depthCompare: "always" },
    });
    this.targets = { fine: new PointTarget(device), coarse: new PointTarget(device), shaded: new PointTarget(device) };
    // The program is compiled while the first points are read: it is the same for all nodes.
    const nothing = new Uint8Array(12);
    this.first = this.modelOf({ positions: nothing, codes: nothing, measures: nothing, colours: nothing }, 1);
  }

  /**
   * Draws points into the picture.
   *
   * @returns whether all are on the graphics card; else the next frame goes on
   */
  paint(nodes: readonly DrawnNode[], view: PaintedView): boolean {
    const isWhole = this.upload(nodes);
    // Nothing is shaded before the first points: without a graphics card, the first frame alone would take a second.
    this.isEmpty = this.painted.size === 0;
    if (this.isEmpty) return isWhole;
    this.isCoarse = view.isCoarse;
    const ratio = view.ratio * (view.isCoarse ? COARSE : 1);
    const [width, height] = [view.screen.width, view.screen.height].map((pixels) => Math.max(1, Math.round(pixels * ratio))) as [
      number,
      number,
    ];
    const target = (view.isCoarse ? this.targets.coarse : this.targets.fine).sized(width, height);
    this.colour(view.look.colours);
    const { near, far } = depthRange(view.camera, view.reach);
    const matrix = product(projectionMatrix(view.screen, near, far), viewMatrix(view.camera));
    const pass = this.device.beginRenderPass({ id: "points", framebuffer: target, clearColor: [0, 0, 0, 0], clearDepth: 1 });
    const refined = refinedOf(nodes);
    for (const { node, count } of nodes) {
      const painted = this.painted.get(node.id);
      if (!painted) continue;
      painted.model.setVertexCount(count);
      painted.model.shaderInputs.setProps({
        node: {
          matrix: placedAt(matrix, node.corner),
          ...limitsIn(node, view.clip),
          base: node.corner[2],
          size: spacingOf(node, count) * OVERLAP * pixelScale(view.screen) * ratio,
          refined: refined.get(node.id) ?? 0,
          middle: node.width / 2,
        },
        look: lookProps(view.look, ratio),
      });
      painted.model.draw(pass);
    }
    pass.end();
    this.shading.shaderInputs.setProps({
      shading: {
        radius: Math.max(1, SHADING_RADIUS * ratio),
        strength: view.look.shading,
        near,
        far,
        limit: view.isCoarse ? width : width * view.limit,
      },
    });
    const shown = Math.max(1, Math.round(view.screen.width * view.ratio));
    if (view.isCoarse) this.shadeCoarse(width, height, { scale: width / shown, limit: shown * view.limit });
    return isWhole;
  }

  /** Shades the coarse picture as it is: at the size of the page, that would take as long as for a fine one. */
  private shadeCoarse(width: number, height: number, copy: { readonly scale: number; readonly limit: number }): void {
    const drawn = this.targets.coarse.bindings();
    if (!drawn) return;
    const framebuffer = this.targets.shaded.sized(width, height);
    const pass = this.device.beginRenderPass({ id: "point-shading", framebuffer, clearColor: [0, 0, 0, 0], clearDepth: 1 });
    this.shading.setBindings(drawn);
    this.shading.draw(pass);
    pass.end();
    this.copying.shaderInputs.setProps({ copy });
  }

  /** Draws the picture where deck.gl draws now. */
  compose(pass: RenderPass): void {
    if (this.isEmpty) return;
    const drawn = (this.isCoarse ? this.targets.shaded : this.targets.fine).bindings();
    if (!drawn) return;
    const model = this.isCoarse ? this.copying : this.shading;
    model.setBindings(drawn);
    model.draw(pass);
  }

  destroy(): void {
    for (const { model, buffers } of this.painted.values()) discard(model, buffers);
    this.painted.clear();
    discard(this.first.model, this.first.buffers);
    this.shading.destroy();
    this.copying.destroy();
    this.palette.destroy();
    for (const target of Object.values(this.targets)) target.destroy();
  }

  private upload(nodes: readonly DrawnNode[]): boolean {
    const wanted = new Set(nodes.map(({ node }) => node.id));
    for (const [id, { model, buffers }] of this.painted) {
      if (wanted.has(id)) continue;
      discard(model, buffers);
      this.painted.delete(id);
    }
    let uploaded = 0;
    for (const { node } of nodes) {
      const known = this.painted.get(node.id);
      if (known?.version === node.version) continue;
      if (uploaded > UPLOADED_A_FRAME) return false;
      if (known) discard(known.model, known.buffers);
      this.painted.set(node.id, this.painting(node));
      uploaded += node.points.count;
    }
    return true;
  }

  private painting({ version, points }: LoadedNode): Painted {
    const { positions, codes, measures, colours } = points;
    // Files without colours are not offered with them; the codes are of the same size.
    const { model, buffers } = this.modelOf({ positions, codes, measures, colours: colours ?? codes }, points.count);
    return { version, model, buffers };
  }

  private modelOf(columns: Record<"positions" | "codes" | "measures" | "colours", ArrayBufferView>, vertexCount: number) {
    const buffer = (data: ArrayBufferView) => this.device.createBuffer({ usage: Buffer.VERTEX, data });
    const attributes = {
      positions: buffer(columns.positions),
      codes: buffer(columns.codes),
      measures: buffer(columns.measures),
      colours: buffer(columns.colours),
    };
    const model = new Model(this.device, {
      id: "points",
      vs: POINT_VERTICES,
      fs: POINT_FRAGMENTS,
      modules: [nodeUniforms, lookUniforms],
      topology: "point-list",
      vertexCount,
      attributes,
      bindings: { palette: this.palette },
      bufferLayout: [
        { name: "positions", format: "float32x3" },
        { name: "codes", format: "uint8x4" },
        { name: "measures", format: "unorm16x2" },
        { name: "colours", format: "unorm8x4" },
      ],
      parameters: { depthWriteEnabled: true, depthCompare: "less", depthFormat: "depth24plus" },
    });
    return { model, buffers: Object.values(attributes) };
  }

  private colour(colours: Uint8Array<ArrayBuffer>): void {
    if (this.colours === colours) return;
    this.colours = colours;
    this.palette.writeData(colours, { width: 256, height: 2 });
  }
}

function discard(model: Model, buffers: readonly Buffer[]): void {
  model.destroy();
  for (const buffer of buffers) buffer.destroy();
}

/** Farther than any point from the corner of its node. */
const EVERYWHERE = 1e9;

/** A box of the scene from the corner of a node, whose points are drawn inside of it. */
function limitsIn({ corner }: LoadedNode, clip: Box | null) {
  const from = (end: Box["min"] | undefined, none: number) =>
    [0, 1, 2, 3].map((i) => (end && i < 3 ? (end[i] ?? 0) - (corner[i] ?? 0) : none));
  return { low: from(clip?.min, -EVERYWHERE), high: from(clip?.max, EVERYWHERE) };
}

function lookProps(look: PointLook, ratio: number) {
  return {
    heights: [...look.heights],
    intensities: look.intensities.map((value) => value / 65_535),
    sizes: [THINNEST * ratio, WIDEST * ratio],
    colouring: COLOURINGS.indexOf(look.colouring),
  };
}

/** Octants of nodes that have finer points, by the node's id: bit 1 for east, 2 for north, 4 for above. */
function refinedOf(nodes: readonly DrawnNode[]): ReadonlyMap<string, number> {
  const octants = new Map<string, number>();
  for (const { node } of nodes) {
    const [, tile = "", level = "0", x = "0", y = "0", z = "0"] = /^(.*\/)(\d+)-(\d+)-(\d+)-(\d+)$/.exec(node.id) ?? [];
    const parent = `${tile}${Number(level) - 1}-${Number(x) >> 1}-${Number(y) >> 1}-${Number(z) >> 1}`;
    const octant = (Number(x) & 1) | ((Number(y) & 1) << 1) | ((Number(z) & 1) << 2);
    octants.set(parent, (octants.get(parent) ?? 0) | (1 << octant));
  }
  return octants;
}

/** The distance of the points that are drawn. */
function spacingOf({ box, spacing }: LoadedNode, count: number): number {
  const area = (box.max[0] - box.min[0]) * (box.max[1] - box.min[1]);
  return Math.min(spacing * 2, Math.sqrt(area / Math.max(1, count)));
}
