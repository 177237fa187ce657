import { get, type IncomingMessage } from "node:http";

export interface ReceivedEvent {
  event: string;
  id: string | undefined;
  data: Record<string, unknown>;
}

/** For tests: a page that listens to `/events`, like an EventSource; `cut` breaks its connection abruptly. */
export class EventClient {
  readonly events: ReceivedEvent[] = [];
  /** The value of `Last-Event-ID`. */
  lastId: string | null = null;
  headers: IncomingMessage["headers"] = {};
  isEnded = false;
  private response: IncomingMessage | undefined;

  /** Resolves once the server has answered. */
  async open(url: string, headers: Record<string, string> = {}): Promise<number> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const known = this.lastId === null ? {} : { "last-event-id": this.lastId };
      get(url, { agent: false, headers: { ...known, ...headers } }, resolve).on("error", reject);
    });
    this.response = response;
    this.headers = response.headers;
    this.isEnded = false;
    let text = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      const frames = (text + chunk).split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) this.take(frame);
    });
    response.on("error", () => {});
    response.on("close", () => {
      if (this.response === response) this.isEnded = true;
    });
    return response.statusCode ?? 0;
  }

  cut(): void {
    this.response?.destroy();
    this.response = undefined;
  }

  /** Stops reading, like a page on a dead connection; `resume` reads the rest. */
  stall(): void {
    this.response?.pause();
  }

  resume(): void {
    this.response?.resume();
  }

  of(event: string): ReceivedEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  private take(frame: string): void {
    const lines = frame.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line) ?? ["", "", ""]);
    const field = (name: string) => lines.find(([, key]) => key === name)?.[2];
    const id = field("id");
    if (id !== undefined) this.lastId = id;
    const data = field("data");
    if (data !== undefined) this.events.push({ event: field("event") ?? "message", id, data: JSON.parse(data) });
  }
}
