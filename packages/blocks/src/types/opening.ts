import { defineBlock } from "../define-block.ts";
import { choice, flag, icon, line, lines, link, list, picture } from "../field.ts";

/** The opening of a home: the question that the portal exists for, over a drawing or a picture, with the search field and one or two buttons. */
export const hero = defineBlock(
  "hero",
  {
    layout: choice(["plain", "plan", "split", "immersive", "picture"]),
    question: line(160),
    hint: lines(600),
    placeholder: line(120),
    hasSearch: flag(true),
    examples: list({ text: line(80) }, { max: 4 }),
    picture: picture(),
    buttons: list({ label: line(60), link: link() }, { max: 2 }),
  },
  // The first version had no buttons.
  { v: 2, migrations: { 1: (props) => props }, place: "first" },
);

/** A search field with a title of its own. */
export const search = defineBlock("search", { title: line(), text: lines(), placeholder: line(120) });

/** A place's answer: a field for an address, or the answer of a fixed place. */
export const answer = defineBlock("answer", { title: line(), text: lines(), placeholder: line(120) });

/** Choose a commune, then go to its map and documents. */
export const territory = defineBlock("territory", { title: line(), text: lines() });

/** Large entries: subjects, ways in. */
export const cards = defineBlock("cards", {
  title: line(),
  text: lines(),
  columns: choice(["auto", "two", "three", "four"]),
  items: list({ title: line(), text: lines(), icon: icon(), picture: picture(), link: link() }, { min: 1, max: 12 }),
});

/** A call to do something, with one or two buttons. */
export const call = defineBlock("call", {
  title: line(),
  text: lines(),
  buttons: list({ label: line(60), link: link() }, { min: 1, max: 2 }),
});

/** An invitation to send a report, with the rules of the portal. */
export const report = defineBlock("report", { title: line(), text: lines(), label: line(60) });
