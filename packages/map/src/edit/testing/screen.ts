import type { TerraDraw } from "terra-draw";

type Adapter = ConstructorParameters<typeof TerraDraw>[0]["adapter"];

/** A degree of the test screen is a million pixels. */
export const PX = 1e-6;

/** A screen without a map, for terra-draw in tests: places are pixels. */
export class TestScreen implements Adapter {
  callbacks: Parameters<Adapter["register"]>[0] | undefined;
  register(callbacks: Parameters<Adapter["register"]>[0]) {
    this.callbacks = callbacks;
  }
  project = (lng: number, lat: number) => ({ x: lng / PX, y: lat / PX });
  unproject = (x: number, y: number) => ({ lng: x * PX, lat: y * PX });
  getLngLatFromEvent = () => null;
  getMapEventElement = (): HTMLElement => {
    throw new Error("a test screen has no element");
  };
  getCoordinatePrecision = () => 9;
  unregister() {}
  setCursor() {}
  setDoubleClickToZoom() {}
  render() {}
  clear() {}
}
