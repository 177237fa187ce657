import type { News } from "../../kernel/news.ts";
import { onNoticed } from "../../modules/notifications/delivery/noticed.ts";
import { type Channel, type EventStream, frame } from "./stream.ts";

/** Open pages that follow their person's notices. One per process. */
export class NoticedPages {
  private readonly pages = new Map<string, Set<EventStream>>();
  private readonly news: News;
  private unsubscribe = () => {};

  constructor(news: News) {
    this.news = news;
  }

  start(): void {
    this.unsubscribe = onNoticed(this.news, (people) => {
      for (const person of people) for (const stream of this.pages.get(person) ?? []) stream.write(frame("notices", null, {}));
    });
  }

  stop(): void {
    this.unsubscribe();
  }

  /** Sends `notices` on a stream whenever the person has new ones. */
  channel(userId: string): Channel {
    let own: EventStream | undefined;
    return {
      begin: (stream) => {
        own = stream;
        this.pages.set(userId, (this.pages.get(userId) ?? new Set()).add(stream));
      },
      leave: () => {
        const all = this.pages.get(userId);
        if (own) all?.delete(own);
        if (all?.size === 0) this.pages.delete(userId);
      },
    };
  }
}
