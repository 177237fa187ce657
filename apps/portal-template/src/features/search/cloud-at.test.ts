import { expect, test } from "vitest";
import { cloudAt } from "./cloud-at.ts";

const cloud = { id: "points", kind: "pointcloud", bbox: [0, 0, 2, 2] } as const;
const layers = [{ id: "communes", kind: "vector", bbox: [-9, -9, 9, 9] } as const, cloud].map((layer) => ({
  ...layer,
  bbox: [...layer.bbox] as [number, number, number, number],
}));

test("a place is seen in space at its point, else in the part of it that points cover", () => {
  expect(cloudAt(layers, { lon: 1, lat: 1.5 })).toEqual({ layerId: "points", at: [1, 1.5] });
  expect(cloudAt(layers, { lon: 3, lat: 1, box: [1, 0, 5, 5] })).toEqual({ layerId: "points", at: [1.5, 1] });
  expect(cloudAt(layers, { lon: 3, lat: 1 })).toBeNull();
  expect(cloudAt(layers, { lon: 3, lat: 1, box: [2.5, 0, 5, 5] })).toBeNull();
});
