import { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { orbited } from "@archipel/point-view/scene/camera.ts";

/** Our engine alone, without the page of the portal. */
const canvas = document.querySelector("canvas");
let engine: CloudEngine | undefined;

window.subject = {
  open({ url, min, max, points }) {
    if (!canvas) throw new Error("the page has no canvas");
    engine = new CloudEngine({
      canvas,
      tiles: [{ id: "tile", url, box: { min: [...min], max: [...max] }, points }],
      period: null,
      camera: null,
      look: { colouring: "elevation", hidden: new Set(), heights: null, isShaded: true },
      onError: (error) => console.error(error),
    });
  },
  points: () => engine?.state.points ?? 0,
  turn: (degrees) => engine?.move(orbited(engine.camera, degrees, 0)),
};
