import { randomInt } from "node:crypto";
import type { SavedMap, SavedState, StoryChapter } from "@archipel/contracts/maps.ts";
import { slugOf } from "../datasets/policy.ts";

/** Without vowels, which could spell words, and without characters that look alike. */
const LETTERS = "23456789bcdfghjkmnpqrstvwxz";
/** 27¹² is more than 57 bits: nobody finds an unlisted map by trying addresses. */
const SECRET_LENGTH = 12;
const READABLE_LENGTH = 48;

/** A new address: the title, then letters that cannot be guessed. */
export function newSlug(title: SavedMap["title"]): string {
  const readable = slugOf(title.fr ?? title.en ?? "")
    .replace(/^dataset-/, "")
    .slice(0, READABLE_LENGTH)
    .replace(/-+$/, "");
  const secret = Array.from({ length: SECRET_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${readable}-${secret}`;
}

/** The layers that states name, each once. */
export function namedLayers(states: readonly SavedState[]): string[] {
  return [...new Set(states.flatMap(({ layers }) => layers.map(({ id }) => id)))];
}

/** A map with only the layers that the caller sees. */
export function onlyVisible<T extends { state: SavedState; chapters: StoryChapter[] }>(map: T, visible: ReadonlySet<string>): T {
  const limited = (state: SavedState): SavedState => ({ ...state, layers: state.layers.filter(({ id }) => visible.has(id)) });
  return { ...map, state: limited(map.state), chapters: map.chapters.map((chapter) => ({ ...chapter, state: limited(chapter.state) })) };
}

interface Standing {
  isMine: boolean;
  isManager: boolean;
  status: SavedMap["status"];
}

/** What a caller may do with a map. A published map is changed by managers only: its owner withdraws it first. */
export function mayOf({ isMine, isManager, status }: Standing): SavedMap["may"] {
  const isInReach = isMine || (isManager && status !== "draft");
  return { edit: isInReach && (isManager || status !== "published"), publish: isManager && isInReach };
}
