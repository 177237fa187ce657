import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Changed, ContentNews } from "../runtime/content-news.ts";
import { listeningClock } from "../runtime/listening-time.ts";
import { followContent } from "./content-stream.ts";

let close = async () => {};
afterEach(() => close());

/** A core-api that says what the test says. */
async function world({ maxSilenceMs = 60_000 } = {}) {
  const state = { asked: [] as string[], keys: [] as unknown[], open: null as ServerResponse | null, status: 200 };
  const server = createServer((request, response) => {
    state.asked.push(request.url ?? "");
    state.keys.push(request.headers["x-archipel-site"]);
    response.writeHead(state.status, { "content-type": "text/event-stream" });
    if (state.status === 200) {
      state.open = response;
      response.write("retry: 1000\n\n");
    } else response.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const news = new ContentNews();
  const heard: (string[] | null)[] = [];
  news.onChanged((changed: Changed) => heard.push(changed && [...changed]));
  const stream = followContent(news, {
    coreUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: () => "key",
    maxSilenceMs,
  });
  close = async () => {
    stream.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const say = (text: string) => state.open?.write(text);
  return { state, news, heard, say };
}

const changed = (position: number, portals: string[] | null) => `event: changed\ndata: ${JSON.stringify({ position, portals })}\n\n`;
const BEAT = "event: beat\ndata: {}\n\n";

test("reports changes in pieces of any length, and is true once core-api says so", async () => {
  const { state, news, heard, say } = await world();
  await expect.poll(() => state.open).not.toBeNull();
  expect(state.keys).toEqual(["key"]);
  say(changed(5, null));
  await expect.poll(() => heard).toEqual([null]);
  expect(news.isTrue).toBe(false);
  for (const part of `${changed(7, ["a", "b"])}${BEAT}`.match(/[\s\S]{1,7}/g) ?? []) say(part);
  await expect.poll(() => news.isTrue).toBe(true);
  expect(heard).toEqual([null, ["a", "b"]]);
  expect(news.position).toBe(7);
});

test("is not true from the moment the connection breaks, and asks for what it missed", async () => {
  const { state, news, heard, say } = await world();
  await expect.poll(() => state.open).not.toBeNull();
  say(changed(7, null) + BEAT);
  await expect.poll(() => news.isTrue).toBe(true);
  const broken = state.open;
  state.open = null;
  broken?.destroy();
  await expect.poll(() => news.isTrue).toBe(false);
  await expect.poll(() => state.asked.at(-1)).toBe("/events/content?after=7");
  await expect.poll(() => state.open).not.toBeNull();
  say(changed(9, ["c"]) + BEAT);
  await expect.poll(() => [news.isTrue, news.position]).toEqual([true, 9]);
  expect(heard.at(-1)).toEqual(["c"]);
});

test("is not true while core-api refuses", async () => {
  const { state, news } = await world();
  state.status = 404;
  state.open?.destroy();
  await expect.poll(() => state.asked.length).toBeGreaterThan(1);
  expect(news.isTrue).toBe(false);
});

test("a silence that this process made is not one of core-api: nothing is read while the event loop is late", async () => {
  const { state, news, heard, say } = await world({ maxSilenceMs: 1_000 });
  await expect.poll(() => state.open).not.toBeNull();
  say(BEAT);
  await expect.poll(() => news.isTrue).toBe(true);
  for (let index = 0; index < 2; index++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
    // Timers that are due by now run before anything is read.
    await new Promise((resolve) => setTimeout(resolve, 1));
    say(BEAT);
  }
  say(changed(3, ["a"]));
  await expect.poll(() => heard).toEqual([["a"]]);
  expect(state.asked).toEqual(["/events/content"]);
});

test("a real silence ends the connection, and is followed by another", async () => {
  const { state } = await world({ maxSilenceMs: 300 });
  await expect.poll(() => state.asked.length).toBeGreaterThan(1);
});

test("the clock of what could be heard counts little of a late event loop", () => {
  vi.useFakeTimers();
  let now = 0;
  const clock = listeningClock(() => now);
  for (let tick = 0; tick < 8; tick++) {
    now += 250;
    vi.advanceTimersByTime(250);
  }
  expect(clock()).toBe(2_000);
  now += 60_000;
  expect(clock(), "before its timer runs").toBe(2_500);
  vi.advanceTimersByTime(250);
  expect(clock()).toBe(2_500);
  vi.useRealTimers();
});

test("is not true after three seconds of silence", () => {
  let now = 0;
  const news = new ContentNews(() => now);
  news.heard();
  now = 2_999;
  expect(news.isTrue).toBe(true);
  now = 3_000;
  expect(news.isTrue).toBe(false);
});
