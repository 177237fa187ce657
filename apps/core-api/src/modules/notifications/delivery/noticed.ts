import { z } from "zod";
import type { News } from "../../../kernel/news.ts";

const SUBJECT = "notices";
/** Maximum number of ids per message. */
const PEOPLE_PER_MESSAGE = 100;
const people = z.array(z.string());

/** Notifies the open pages of these people, in every process, of new notices. If the message is lost, the pages poll later. */
export function publishNoticed(news: News, ids: readonly string[]): void {
  for (let from = 0; from < ids.length; from += PEOPLE_PER_MESSAGE) news.say(SUBJECT, ids.slice(from, from + PEOPLE_PER_MESSAGE));
}

/** Calls back with people who have new notices. @returns a function that stops it */
export function onNoticed(news: News, listener: (ids: readonly string[]) => void): () => void {
  return news.onSaid(SUBJECT, (what) => listener(people.safeParse(what).data ?? []));
}
