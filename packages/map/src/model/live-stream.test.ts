import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStream } from "./live-stream.ts";

/** Replaces the browser's EventSource. */
class Source {
  readyState = 0;
  readonly url: string;
  private readonly listeners: Record<string, ((event: { data?: unknown; lastEventId?: string }) => void)[]> = {};

  constructor(url: string) {
    this.url = url;
  }
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void) {
    this.listeners[type] = [...(this.listeners[type] ?? []), listener];
  }
  close() {
    this.readyState = 2;
  }
  emit(type: string, data: unknown, lastEventId = "") {
    for (const listener of this.listeners[type] ?? []) listener({ data: JSON.stringify(data), lastEventId });
  }
}

function started(hiddenSlot?: () => Promise<(() => void) | null>) {
  const sources: Source[] = [];
  const edits: unknown[] = [];
  const standings: unknown[] = [];
  const stream = new LiveStream({
    open: (url) => {
      const source = new Source(url);
      sources.push(source);
      return source;
    },
    ...(hiddenSlot && { hiddenSlot }),
  });
  stream.on("edited", (edit) => edits.push(edit));
  stream.on("ready", ({ revisions }) => standings.push(revisions));
  const open = () => sources.filter(({ readyState }) => readyState !== 2);
  return { stream, sources, edits, standings, open };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the stream of a page", () => {
  it("is one connection; other layers open a new one, which continues where the last one ended", () => {
    const { stream, sources, edits, open } = started();
    stream.follow(["b", "a"]);
    stream.follow(["a", "b"]);
    expect(sources.map(({ url }) => url)).toEqual(["/events?layers=a%2Cb"]);
    sources[0]?.emit("edited", { layerId: "a", revision: 2, boxes: [] }, "41");
    expect(edits).toHaveLength(1);
    stream.follow(["a", "c"]);
    expect(sources.at(-1)?.url).toBe("/events?layers=a%2Cc&after=41");
    expect(open()).toHaveLength(1);
    // Messages of the old connection are ignored.
    sources[0]?.emit("edited", { layerId: "b", revision: 2, boxes: [] }, "42");
    expect(edits).toHaveLength(1);
    stream.follow([]);
    expect(open()).toHaveLength(0);
  });

  it("closes when the page is hidden for long, and catches up when it is shown", () => {
    const { stream, sources, standings, open } = started();
    stream.follow(["a"]);
    sources[0]?.emit("ready", { revisions: { a: 1 } }, "7");
    expect(standings).toEqual([{ a: 1 }]);
    stream.setVisible(false);
    vi.advanceTimersByTime(15_000);
    stream.setVisible(true);
    expect(sources).toHaveLength(1);
    stream.setVisible(false);
    vi.advanceTimersByTime(21_000);
    expect(open()).toHaveLength(0);
    // Switching layers does not open the connection of a hidden page.
    stream.follow(["a", "b"]);
    expect(open()).toHaveLength(0);
    stream.setVisible(true);
    expect(open().map(({ url }) => url)).toEqual(["/events?layers=a%2Cb&after=7"]);
  });

  it("carries a contribution on the same connection, and a hidden page with one stays connected longer, if a place is free", async () => {
    const places: string[] = ["one"];
    const { stream, sources, open } = started(async () => {
      const place = places.pop();
      return place === undefined ? null : () => void places.push(place);
    });
    const attended = { communityId: "c", contributionId: "d", tab: "t", part: "edits" as const };
    const received: unknown[] = [];
    const stop = stream.on("present", ({ people }) => received.push(people));
    stream.follow(["a"]);
    sources[0]?.emit("edited", { layerId: "a", revision: 2, boxes: [] }, "41");
    stream.attend(attended, "l/1");
    stream.attend({ ...attended });
    expect(sources).toHaveLength(2);
    expect(open().map(({ url }) => url)).toEqual(["/events?layers=a&community=c&contribution=d&tab=t&part=edits&place=l%2F1&after=41"]);
    // An event without an id does not change where a replay begins.
    sources[1]?.emit("present", { people: [] });
    expect(received).toEqual([[]]);
    stop();
    stream.setPlace("l/2");
    stream.setVisible(false);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(open()).toHaveLength(1);
    expect(places).toEqual([]);
    await vi.advanceTimersByTimeAsync(321_000);
    expect(open()).toHaveLength(0);
    expect(places).toEqual(["one"]);
    stream.setVisible(true);
    expect(open()).toHaveLength(1);
    places.length = 0;
    stream.setVisible(false);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(open()).toHaveLength(0);
    stream.setVisible(true);
    expect(open()[0]?.url).toContain("place=l%2F2&after=41");
    stream.follow([]);
    expect(open()[0]?.url).toBe("/events?community=c&contribution=d&tab=t&part=edits&place=l%2F2");
    stream.attend(null);
    expect(open()).toHaveLength(0);
    sources[1]?.emit("present", { people: [] });
    expect(received).toHaveLength(1);
  });

  it("of a page that opens hidden begins when the page is shown; a page without a map may follow only notifications", () => {
    const { stream, sources, open } = started();
    stream.suspend();
    stream.followNotices(true);
    expect(sources).toHaveLength(0);
    stream.setVisible(true);
    expect(open().map(({ url }) => url)).toEqual(["/events?notices=1"]);
    stream.followNotices(true);
    stream.followNotices(false);
    expect(sources).toHaveLength(1);
    expect(open()).toHaveLength(1);
    stream.followNotices(false);
    expect(open()).toHaveLength(0);
  });

  it("leaves a broken connection to the browser; after an error it reconnects with growing delays", () => {
    const { stream, sources } = started();
    stream.follow(["a"]);
    sources[0]?.emit("error", {});
    vi.advanceTimersByTime(100_000);
    expect(sources).toHaveLength(1);
    for (const count of [2, 3, 4]) {
      const last = sources.at(-1);
      if (last) last.readyState = 2;
      last?.emit("error", {});
      vi.advanceTimersByTime(1000);
      expect(sources).toHaveLength(count - 1);
      vi.advanceTimersByTime(80_000);
      expect(sources).toHaveLength(count);
    }
    stream.stop();
    vi.advanceTimersByTime(200_000);
    expect(sources).toHaveLength(4);
  });
});
