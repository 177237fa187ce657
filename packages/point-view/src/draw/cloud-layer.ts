import { type Effect, Layer, type LayerContext } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { DrawnNode } from "../load/point-scene.ts";
import type { Box } from "../scene/box.ts";
import { eyeOf } from "../scene/camera.ts";
import type { GroundMesh } from "../scene/ground.ts";
import { depthRange, product, projectionMatrix, viewMatrix } from "../scene/matrices.ts";
import { CloudViewport } from "./cloud-view.ts";
import { GroundPainter } from "./ground-painter.ts";
import type { PointLook } from "./point-look.ts";
import { PointPainter } from "./point-painter.ts";

/** Pictures of the ground, and their height in the scene. */
export interface Ground {
  readonly meshes: readonly GroundMesh[];
  readonly level: number;
}

interface CloudLayerProps {
  readonly nodes: readonly DrawnNode[];
  readonly look: PointLook;
  /** Half as many pixels a side, while the view moves. */
  readonly isCoarse: boolean;
  readonly ground: Ground;
  /** Share of the width, from the left, where the points are drawn. */
  readonly limit: number;
  /** The box of the scene that points are drawn in; null: everywhere. */
  readonly clip: Box | null;
}

/** The points as a layer of deck.gl. */
export class CloudLayer extends Layer<CloudLayerProps> {
  static override layerName = "CloudLayer";
  declare state: { painter: PointPainter; ground: GroundPainter };

  initializeState({ device }: LayerContext): void {
    this.setState({ painter: new PointPainter(device), ground: new GroundPainter(device) });
  }

  /** Draws the picture of the points, before deck.gl begins the picture of the page. */
  prepare(viewport: CloudViewport, ratio: number): void {
    const { camera, reach, width, height } = viewport;
    const { nodes, look, isCoarse, limit, clip } = this.props;
    const isWhole = this.state.painter.paint(nodes, { camera, reach, screen: { width, height }, ratio, look, isCoarse, limit, clip });
    if (!isWhole) this.setNeedsRedraw();
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    const { viewport } = this.context;
    if (viewport instanceof CloudViewport) this.drawGround(renderPass, viewport);
    this.state.painter.compose(renderPass);
  }

  override finalizeState(context: LayerContext): void {
    this.state.painter.destroy();
    this.state.ground.destroy();
    super.finalizeState(context);
  }

  /** Points are drawn over it, whatever their height: one that lies below is not hidden. */
  private drawGround(pass: RenderPass, { camera, reach, width, height }: CloudViewport): void {
    const { meshes, level } = this.props.ground;
    const { near, far } = depthRange(camera, reach);
    const matrix = product(projectionMatrix({ width, height }, near, far), viewMatrix(camera));
    // From below, a flat picture would be a ceiling with mirrored names.
    const isAbove = eyeOf(camera)[2] > level || meshes.some(({ isDraped }) => isDraped);
    this.state.ground.draw(pass, meshes, { matrix, level, isShown: isAbove });
  }
}

/** Lets layers of points draw their pictures first: within the pass of the page no other pass can begin. */
export const pointsFirst: Effect = {
  id: "points-first",
  props: null,
  setup() {},
  cleanup() {},
  preRender({ layers, viewports }) {
    for (const layer of layers) {
      const [viewport] = viewports;
      if (layer instanceof CloudLayer && viewport instanceof CloudViewport)
        layer.prepare(viewport, layer.context.device.canvasContext?.cssToDeviceRatio() ?? 1);
    }
  },
};
