import { fold } from "./fold.ts";

/** Whether each typed word is somewhere in a text; accents and case do not matter. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
