import { View, Viewport } from "@deck.gl/core";
import { type Camera, FIELD_OF_VIEW } from "../scene/camera.ts";
import { depthRange, viewMatrix } from "../scene/matrices.ts";

/** What one sees. `reach`: the farthest distance between points. */
export interface CloudSight {
  readonly camera: Camera;
  readonly reach: number;
}

interface ViewportProps extends CloudSight {
  readonly id?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

/** The camera of the viewer for deck.gl: its layers see what the points are seen with. */
export class CloudViewport extends Viewport {
  static override displayName = "CloudViewport";
  readonly camera: Camera;
  readonly reach: number;

  constructor(props: ViewportProps) {
    const { camera, reach, ...place } = props;
    super({ ...place, viewMatrix: [...viewMatrix(camera)], fovy: FIELD_OF_VIEW, ...depthRange(camera, reach) });
    this.camera = camera;
    this.reach = reach;
  }
}

/** The view of deck.gl, made again for each camera. */
export class CloudView extends View {
  static displayName = "CloudView";

  constructor(seen: CloudSight) {
    super({ id: "cloud", ...seen });
  }

  override getViewportType() {
    return CloudViewport;
  }

  /** The viewer moves the camera itself, by rules that are tested without a browser. */
  protected get ControllerType(): never {
    throw new Error("the viewer has no controller of deck.gl");
  }
}
