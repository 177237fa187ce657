import { defineBlock } from "../define-block.ts";
import { address, choice, date, icon, line, lines, link, list, markdown, picture } from "../field.ts";

export const text = defineBlock("text", { title: line(), text: markdown() });

export const pictureBlock = defineBlock("picture", {
  title: line(),
  picture: picture(),
  caption: lines(300),
  width: choice(["text", "wide", "full"]),
});

/** A video of another site: nothing of that site is loaded before the reader asks. */
export const video = defineBlock("video", { title: line(), address: address(), caption: lines(300), transcript: markdown() });

export const steps = defineBlock("steps", {
  title: line(),
  text: lines(),
  items: list({ title: line(), text: lines(), icon: icon(), link: link() }, { min: 2, max: 10 }),
});

export const faq = defineBlock("faq", {
  title: line(),
  text: lines(),
  items: list({ question: line(200), answer: markdown(5_000) }, { min: 1, max: 30 }),
});

/** A table that people type; the first row holds the headings. */
export const table = defineBlock("table", {
  title: line(),
  caption: line(200),
  /** Per language: one line a row, cells between vertical bars, as in Markdown. */
  rows: markdown(20_000),
});

export const partners = defineBlock("partners", {
  title: line(),
  items: list({ name: line(120), logo: picture(), address: address() }, { min: 1, max: 24 }),
});

export const contact = defineBlock("contact", {
  title: line(),
  text: lines(),
  items: list(
    { name: line(120), role: line(120), postal: lines(300), mail: address(), phone: address(), hours: lines(200) },
    { min: 1, max: 8 },
  ),
});

/** Dates to know. */
export const agenda = defineBlock("agenda", {
  title: line(),
  items: list({ date: date(), title: line(), text: lines(), link: link() }, { min: 1, max: 20 }),
});
