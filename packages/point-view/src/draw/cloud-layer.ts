import { type Effect, Layer, type LayerContext } from "@deck.gl/core";
import type { RenderPass } from "@luma.gl/core";
import type { DrawnNode } from "../load/point-scene.ts";
import { CloudViewport } from "./cloud-view.ts";
import type { PointLook } from "./point-look.ts";
import { PointPainter } from "./point-painter.ts";

interface CloudLayerProps {
  readonly nodes: readonly DrawnNode[];
  readonly look: PointLook;
  /** Half as many pixels a side, while the view moves. */
  readonly isCoarse: boolean;
}

/** The points as a layer of deck.gl. */
export class CloudLayer extends Layer<CloudLayerProps> {
  static override layerName = "CloudLayer";
  declare state: { painter: PointPainter };

  initializeState({ device }: LayerContext): void {
    this.setState({ painter: new PointPainter(device) });
  }

  /** Draws the picture of the points, before deck.gl begins the picture of the page. */
  prepare(viewport: CloudViewport, ratio: number): void {
    const { camera, reach, width, height } = viewport;
    const { nodes, look, isCoarse } = this.props;
    const isWhole = this.state.painter.paint(nodes, { camera, reach, screen: { width, height }, ratio, look, isCoarse });
    if (!isWhole) this.setNeedsRedraw();
  }

  override draw({ renderPass }: { renderPass: RenderPass }): void {
    this.state.painter.compose(renderPass);
  }

  override finalizeState(context: LayerContext): void {
    this.state.painter.destroy();
    super.finalizeState(context);
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
