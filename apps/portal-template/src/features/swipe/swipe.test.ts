import { expect, it } from "vitest";
import { onGround } from "./swipe-basemaps.tsx";

const state = (id: string, isOn: boolean) => ({ id, isOn, opacity: 1 });
const pictures = ["p1", "p2"].map((id) => ({ id, datasetTitle: id, datasetSlug: id, count: 1, bbox: [0, 0, 1, 1] as const }));

it("shows the pictures of the ground and of no other dataset, and leaves layers alone", () => {
  const states = [state("layer", true), state("p1", true), state("p2", false)];
  const on = (ground: Parameters<typeof onGround>[2]) =>
    onGround(states, pictures, ground)
      .filter(({ isOn }) => isOn)
      .map(({ id }) => id);
  expect(on({ basemap: "plan", pictures: "p2" })).toEqual(["layer", "p2"]);
  expect(on({ basemap: "muted", pictures: null })).toEqual(["layer"]);
});
