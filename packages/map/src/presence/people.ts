import type { PresencePart, Present } from "@archipel/contracts/presence.ts";

/** Someone else who has the contribution open, on one page or more. */
export interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly part: PresencePart;
  /** The changes that they look at. */
  readonly places: readonly string[];
  readonly colour: string;
}

/** Who else has the contribution open: the person's own other pages, and other people. */
export interface Company {
  readonly ownPages: number;
  readonly others: readonly Person[];
}

/** White text has enough contrast on each of them (WCAG 1.4.3), and they differ in lightness too. */
const COLOURS = ["#0b6b64", "#8a2f9e", "#a8420a", "#1f4fb8", "#8c1d40", "#4a5a14", "#5b3fc4", "#3d4a57"];

/** Of a person with several pages, the most active part counts. */
const PARTS: readonly PresencePart[] = ["edits", "settles", "reviews", "reads"];

/** Groups pages by person, in the order in which they came. Each person has a colour of their own as long as there are enough. */
export function companyOf(pages: readonly Present[]): Company {
  const byPerson = Map.groupBy(
    pages.filter(({ isSelf }) => !isSelf),
    ({ person }) => person,
  );
  const colours = coloursOf([...byPerson.keys()]);
  const others = [...byPerson].map(([id, own]): Person => {
    const part = PARTS.find((one) => own.some((page) => page.part === one)) ?? "reads";
    const places = [...new Set(own.flatMap(({ place }) => place ?? []))];
    return { id, name: own[0]?.name ?? null, part, places, colour: colours.get(id) ?? "#3d4a57" };
  });
  return { ownPages: pages.filter(({ isSelf }) => isSelf).length, others };
}

/** The colour derives from the person's id, so that everyone sees the same one. If it is taken, the next free one is used. */
function coloursOf(people: readonly string[]): Map<string, string> {
  const taken = new Map<string, string>();
  for (const person of people.toSorted()) {
    const first = [...person].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % COLOURS.length;
    const free = COLOURS.map((_, step) => COLOURS[(first + step) % COLOURS.length] ?? "").find(
      (colour) => ![...taken.values()].includes(colour),
    );
    taken.set(person, free ?? COLOURS[first] ?? "");
  }
  return taken;
}

/** One or two letters for a name: `Camille Durand` is CD. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word));
  const [first = "?", last = ""] = [words[0]?.[0], words.length > 1 ? words.at(-1)?.[0] : ""];
  return `${first}${last}`.toUpperCase();
}
