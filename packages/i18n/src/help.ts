import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Locale } from "./locales.ts";

/** The users' help is Markdown in `docs/help/<language>/<order>-<topic>.md`: a title, an introductory paragraph, the rest. */
const HELP = path.join(/* turbopackIgnore: true */ process.cwd(), "../../docs/help");

export interface HelpTopic {
  readonly topic: string;
  readonly title: string;
  readonly intro: string;
}

const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeSanitize).use(rehypeStringify);

/** All topics of a language, in order. Reads files relative to a site that runs in `apps/<site>`. */
export async function helpTopics(locale: Locale): Promise<HelpTopic[]> {
  const files = (await readdir(path.join(HELP, locale)))
    .filter((file) => file.endsWith(".md"))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  return Promise.all(
    files.map(async (file) => {
      const { title, intro } = parts(await readFile(path.join(HELP, locale, file), "utf8"));
      return { topic: topicOf(file), title, intro };
    }),
  );
}

/** A topic with its body as sanitised HTML; null when no topic has this name. */
export async function helpPage(locale: Locale, topic: string): Promise<(HelpTopic & { html: string }) | null> {
  const file = (await readdir(path.join(HELP, locale))).find((candidate) => topicOf(candidate) === topic);
  if (!file) return null;
  const { title, intro, body } = parts(await readFile(path.join(HELP, locale, file), "utf8"));
  return { topic, title, intro, html: String(await markdown.process(body)) };
}

function topicOf(file: string): string {
  return file.replace(/^\d+-/, "").replace(/\.md$/, "");
}

function parts(source: string): { title: string; intro: string; body: string } {
  const [heading = "", intro = "", ...rest] = source.trim().split(/\n{2,}/);
  return { title: heading.replace(/^#\s*/, ""), intro: intro.replaceAll("\n", " "), body: rest.join("\n\n") };
}
