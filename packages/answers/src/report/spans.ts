/** A part of a text in another language: the name of a feature in its sentence. Positions are those of a JavaScript string. */
export interface Span {
  from: number;
  to: number;
  lang: string;
}

// Characters for private use: they mark a part while its sentence is being written.
const [BEGIN, LANG_END, END] = ["\uE000", "\uE001", "\uE002"];
const MARKS = /[\uE000-\uE002]/g;
const MARKED = /\uE000([^\uE000-\uE002]*)\uE001([^\uE000-\uE002]*)\uE002/g;

/** What may follow the last word of a sentence: the end of such a part. */
export const MARKED_END = END;

/** A value of a sentence, marked when it is not in the sentence's language. `gloss`: what it means in that language, said after it. */
export function marked(value: string | { text: string; lang: string; gloss?: string }, sentence: string): string {
  if (typeof value === "string") return value;
  if (value.lang === sentence || value.text === "") return value.text;
  const part = BEGIN + value.lang + LANG_END + value.text.replace(MARKS, "") + END;
  return value.gloss === undefined ? part : `${part} (${value.gloss})`;
}

/** The text without marks, and the parts that were marked. */
export function unmarked<Said extends { text: string }>(said: Said): Said & { spans?: Span[] } {
  if (!said.text.includes(BEGIN)) return said;
  const spans: Span[] = [];
  let text = "";
  let done = 0;
  for (const { 0: whole, 1: lang = "", 2: part = "", index } of said.text.matchAll(MARKED)) {
    text += said.text.slice(done, index);
    spans.push({ from: text.length, to: text.length + part.length, lang });
    text += part;
    done = index + whole.length;
  }
  return { ...said, text: (text + said.text.slice(done)).replace(MARKS, ""), spans };
}

/** A text as its parts in order, each with its language when it is not the text's own. */
export function partsOf({ text, spans = [] }: { text: string; spans?: readonly Span[] | undefined }): { text: string; lang?: string }[] {
  const parts: { text: string; lang?: string }[] = [];
  let done = 0;
  for (const { from, to, lang } of spans) {
    if (from > done) parts.push({ text: text.slice(done, from) });
    parts.push({ text: text.slice(from, to), lang });
    done = to;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}
