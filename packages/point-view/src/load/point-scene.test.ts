import { beforeAll, describe, expect, it, vi } from "vitest";
import { fitted } from "../scene/camera.ts";
import { localWorkers } from "../testing/local-workers.ts";
import { smallCopc } from "../testing/small-copc.ts";
import type { Task } from "../worker/messages.ts";
import { PointScene, type SceneTile } from "./point-scene.ts";

const screen = { width: 1280, height: 720 };
let town: Uint8Array;

beforeAll(async () => {
  town = await smallCopc(150_000);
});

const tileAt = (id: string, x = 0): SceneTile => ({
  id,
  url: `/${id}`,
  box: { min: [292_000 + x, 6_832_000, 40], max: [293_000 + x, 6_833_000, 100] },
  points: 150_000,
});

function sceneOf(tiles: SceneTile[], files: Record<string, Uint8Array>, before?: (task: Task) => Promise<void>) {
  const { workers, watched } = localWorkers(files, before && { before });
  const onChange = vi.fn();
  const scene = new PointScene({ tiles, workers, onChange });
  return { scene, watched, onChange };
}

async function settled(scene: PointScene) {
  await vi.waitFor(() => {
    const { wanted, ready } = scene.progress();
    expect(wanted).toBeGreaterThan(0);
    expect(ready).toBe(wanted);
  });
}

describe("a scene", () => {
  it("reads a tile until the view is fine enough, and its points are where the file has them", async () => {
    const { scene, watched } = sceneOf([tileAt("a")], { "/a": town });
    const camera = { ...fitted(scene.box, screen), distance: 60 };
    scene.see(camera, screen, 1_000_000);
    await settled(scene);
    const drawn = scene.drawn();
    expect(drawn.length).toBeGreaterThan(1);
    expect(watched.tasks.filter(({ kind }) => kind === "open")).toHaveLength(1);
    for (const { node } of drawn) {
      const { positions, count } = node.points;
      for (let i = 0; i < count; i += 97) {
        const z = (positions[3 * i + 2] as number) + node.corner[2] + scene.origin[2];
        expect(z).toBeGreaterThan(30);
        expect(z).toBeLessThan(110);
        const x = (positions[3 * i] as number) + node.corner[0];
        expect(x).toBeGreaterThanOrEqual(node.box.min[0] - 0.01);
        expect(x).toBeLessThanOrEqual(node.box.max[0] + 0.01);
      }
    }
  });

  it("never runs more tasks than its workers take", async () => {
    const { scene, watched } = sceneOf([tileAt("a"), tileAt("b", 1000)], { "/a": town, "/b": town });
    scene.see(fitted(scene.box, screen), screen, 1_000_000);
    await settled(scene);
    expect(watched.mostRunning).toBeLessThanOrEqual(4);
  });

  it("describes a hundred tiles by their boxes: only what is seen is opened", async () => {
    const tiles = Array.from({ length: 100 }, (_, i) => tileAt(`t${i}`, i * 1000));
    const { scene, watched } = sceneOf(tiles, Object.fromEntries(tiles.map(({ url }) => [url, town])));
    const whole = fitted(scene.box, screen);
    scene.see({ ...whole, target: [0, 0, 40], distance: 300 }, screen, 300_000);
    await settled(scene);
    const opened = new Set(watched.tasks.map(({ url }) => url));
    expect(opened.size).toBeGreaterThan(0);
    expect(opened.size).toBeLessThan(12);
  });

  it("ends what is no longer seen", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { scene, watched } = sceneOf([tileAt("a"), tileAt("b", 50_000)], { "/a": town, "/b": town }, ({ url }) =>
      url === "/a" ? held : Promise.resolve(),
    );
    const towards = (x: number) => ({ target: [x, 0, 30] as [number, number, number], distance: 500, azimuth: 0, tilt: 30 });
    scene.see(towards(-25_000), screen, 500_000);
    await vi.waitFor(() => expect(watched.tasks).toHaveLength(1));
    scene.see(towards(25_000), screen, 500_000);
    await settled(scene);
    expect(watched.aborted).toHaveLength(1);
    release();
  });

  it("reports a tile that is refused, shows the others, and tries again when asked", async () => {
    const files: Record<string, Uint8Array> = { "/a": town };
    const { scene } = sceneOf([tileAt("a"), tileAt("b", 1000)], files);
    scene.see(fitted(scene.box, screen), screen, 1_000_000);
    await settled(scene);
    expect([...scene.progress().failures]).toEqual([["b", "refused"]]);
    files["/b"] = town;
    scene.retry();
    await vi.waitFor(() => expect(scene.progress().tilesOpen).toBe(2));
    expect(scene.progress().failures.size).toBe(0);
  });

  it("reports a broken file once, and does not ask for it again and again", async () => {
    const { scene, watched } = sceneOf([tileAt("a")], { "/a": town.slice(0, 2000) });
    scene.see(fitted(scene.box, screen), screen, 1_000_000);
    await vi.waitFor(() => expect(scene.progress().failures.size).toBe(1));
    for (let i = 0; i < 5; i++) scene.see(fitted(scene.box, screen), screen, 1_000_000);
    expect(watched.tasks).toHaveLength(1);
  });

  it("reads colours when they are needed, and shows the points without them until then", async () => {
    const { scene } = sceneOf([tileAt("a")], { "/a": town });
    scene.see(fitted(scene.box, screen), screen, 1_000_000);
    await settled(scene);
    expect(scene.drawn().every(({ node }) => node.points.colours === null)).toBe(true);
    scene.need(["rgb", "nir"]);
    expect(scene.drawn().length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(scene.drawn().every(({ node }) => node.points.colours !== null)).toBe(true));
  });

  it("keeps few points in memory, however far one wanders", async () => {
    const tiles = Array.from({ length: 12 }, (_, i) => tileAt(`t${i}`, i * 1000));
    const { scene } = sceneOf(tiles, Object.fromEntries(tiles.map(({ url }) => [url, town])));
    for (let i = 0; i < 12; i++) {
      scene.see({ target: [i * 1000 - 5500, 0, 30], distance: 200, azimuth: 0, tilt: 20 }, screen, 60_000);
      await settled(scene);
    }
    expect(scene.inMemory).toBeLessThan(60_000 * 2.5 + 60_000);
  });

  it("reads nothing again when a view that moved with fewer points rests", async () => {
    const { scene, watched } = sceneOf([tileAt("a")], { "/a": town });
    const camera = { ...fitted(scene.box, screen), distance: 60 };
    scene.see(camera, screen, 1_000_000);
    await settled(scene);
    const { length } = watched.tasks;
    expect(scene.drawn().length).toBeGreaterThan(1);
    scene.see(camera, screen, 1_000, 1_000_000);
    expect(scene.drawn()).toHaveLength(1);
    scene.see(camera, screen, 1_000_000);
    await settled(scene);
    expect(watched.tasks).toHaveLength(length);
  });

  it("stops when it is closed", async () => {
    const { scene, watched, onChange } = sceneOf([tileAt("a")], { "/a": town });
    scene.see(fitted(scene.box, screen), screen, 1_000_000);
    scene.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(onChange).not.toHaveBeenCalled();
    expect(watched.tasks).toHaveLength(1);
  });
});
