import type { Device, Framebuffer, RenderPass, Texture } from "@luma.gl/core";
import { Buffer } from "@luma.gl/core";
import { ClipSpace, Model } from "@luma.gl/engine";
import type { LoadedNode } from "../load/node-cache.ts";
import type { DrawnNode } from "../load/point-scene.ts";
import { type Camera, pixelScale, type ScreenSize } from "../scene/camera.ts";
import { depthRange, placedAt, product, projectionMatrix, viewMatrix } from "../scene/matrices.ts";
import { COLOURINGS, type PointLook } from "./point-look.ts";
import { lookUniforms, nodeUniforms, POINT_FRAGMENTS, POINT_VERTICES, SHADING_FRAGMENTS, shadingUniforms } from "./point-shader.ts";

/** Points that go to the graphics card in one frame: more would delay the answer to a finger. */
const UPLOADED_A_FRAME = 250_000;
/** Widths of points on the screen. */
const [THINNEST, WIDEST] = [1.5, 16];
/** Points touch each other, and cover small gaps of the scan. */
const OVERLAP = 1.5;
/** How far the shading looks, in pixels. */
const SHADING_RADIUS = 1.5;

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
}

/**
 * Draws points into a picture of their own, with its depths, and that picture with its shading where deck.gl draws. Two steps, because the
 * shading reads the depths of the finished picture.
 */
export class PointPainter {
  private readonly device: Device;
  private readonly painted = new Map<string, Painted>();
  private readonly shading: ClipSpace;
  private readonly palette: Texture;
  private readonly first: Pick<Painted, "model" | "buffers">;
  private colours: Uint8Array | null = null;
  private target: Framebuffer | null = null;

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
    const target = this.targetFor(view);
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
          base: node.corner[2],
          size: spacingOf(node, count, refined) * OVERLAP * pixelScale(view.screen) * view.ratio,
        },
        look: lookProps(view),
      });
      painted.model.draw(pass);
    }
    pass.end();
    this.shading.shaderInputs.setProps({
      shading: { radius: SHADING_RADIUS * view.ratio, strength: view.look.shading, near, far },
    });
    return isWhole;
  }

  /** Draws the picture where deck.gl draws now. */
  compose(pass: RenderPass): void {
    const { target } = this;
    const [colours] = target?.colorAttachments ?? [];
    if (!target?.depthStencilAttachment || !colours) return;
    this.shading.setBindings({ pointColours: colours, pointDepths: target.depthStencilAttachment });
    this.shading.draw(pass);
  }

  destroy(): void {
    for (const { model, buffers } of this.painted.values()) discard(model, buffers);
    this.painted.clear();
    discard(this.first.model, this.first.buffers);
    this.shading.destroy();
    this.palette.destroy();
    this.release();
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

  private targetFor({ screen, ratio }: PaintedView): Framebuffer {
    const [width, height] = [Math.max(1, Math.round(screen.width * ratio)), Math.max(1, Math.round(screen.height * ratio))];
    if (this.target?.width === width && this.target.height === height) return this.target;
    this.release();
    this.target = this.device.createFramebuffer({
      width,
      height,
      colorAttachments: [
        this.device.createTexture({ format: "rgba8unorm", width, height, sampler: { minFilter: "nearest", magFilter: "nearest" } }),
      ],
      depthStencilAttachment: this.device.createTexture({
        format: "depth24plus",
        width,
        height,
        sampler: { minFilter: "nearest", magFilter: "nearest" },
      }),
    });
    return this.target;
  }

  private release(): void {
    const { target } = this;
    if (!target) return;
    for (const view of [...target.colorAttachments, target.depthStencilAttachment]) view?.texture.destroy();
    target.destroy();
    this.target = null;
  }
}

function discard(model: Model, buffers: readonly Buffer[]): void {
  model.destroy();
  for (const buffer of buffers) buffer.destroy();
}

function lookProps({ look, ratio }: PaintedView) {
  return {
    heights: [...look.heights],
    intensities: look.intensities.map((value) => value / 65_535),
    sizes: [THINNEST * ratio, WIDEST * ratio],
    colouring: COLOURINGS.indexOf(look.colouring),
  };
}

/** Nodes with finer points above them, by the node's id. */
function refinedOf(nodes: readonly DrawnNode[]): ReadonlySet<string> {
  return new Set(nodes.map(({ node }) => parentId(node.id)));
}

/** Ids end with the key of the node in its octree. */
function parentId(id: string): string {
  const [, tile = "", level = "0", x = "0", y = "0", z = "0"] = /^(.*\/)(\d+)-(\d+)-(\d+)-(\d+)$/.exec(id) ?? [];
  return `${tile}${Number(level) - 1}-${Number(x) >> 1}-${Number(y) >> 1}-${Number(z) >> 1}`;
}

/** The distance of the points that are drawn: half as much where finer ones are between. */
function spacingOf({ id, box, spacing }: LoadedNode, count: number, refined: ReadonlySet<string>): number {
  const area = (box.max[0] - box.min[0]) * (box.max[1] - box.min[1]);
  const own = Math.min(spacing * 2, Math.sqrt(area / Math.max(1, count)));
  return refined.has(id) ? own / 2 : own;
}
