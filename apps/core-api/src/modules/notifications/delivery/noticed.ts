import { z } from "zod";
import type { News } from "../../../kernel/news.ts";

const SUBJECT = "notices";
/** Ids that one word bears. */
const PEOPLE_A_WORD = 100;
const people = z.array(z.string());

/** Tells the open pages of these people, in every process, that they have new notices. If lost, their bell looks by itself later. */
export function tellNoticed(news: News, ids: readonly string[]): void {
  for (let from = 0; from < ids.length; from += PEOPLE_A_WORD) news.say(SUBJECT, ids.slice(from, from + PEOPLE_A_WORD));
}

/** Calls back with people who have new notices. @returns how to stop it */
export function onNoticed(news: News, listener: (ids: readonly string[]) => void): () => void {
  return news.onSaid(SUBJECT, (what) => listener(people.safeParse(what).data ?? []));
}
