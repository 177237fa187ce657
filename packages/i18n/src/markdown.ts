import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

interface HtmlNode {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** Where headings of a text begin on its page: the page has a title, and mostly a heading above the text. */
type HeadingLevel = 2 | 3 | 4;

const HEADING = /^h[1-6]$/;

const textOf = (node: HtmlNode): string => node.value ?? (node.children ?? []).map(textOf).join("");
/** Whether anybody sees or hears something of it. */
const isSaid = (text: string) => /[^\p{Z}\p{C}\p{DI}]/u.test(text);

/** Headings below those of the page without a gap, no heading, link or column heading without words, no anchors that two texts of a page could share. */
function inPage(tree: HtmlNode, from: HeadingLevel): void {
  const above: string[] = [];
  const walk = (node: HtmlNode): void => {
    const tag = node.tagName ?? "";
    if (HEADING.test(tag)) {
      if (isSaid(textOf(node))) {
        while ((above.at(-1) ?? "") >= tag) above.pop();
        above.push(tag);
        node.tagName = `h${Math.min(6, from + above.length - 1)}`;
      } else node.tagName = "p";
    }
    if (tag === "a") asLink(node);
    if (tag === "th" && !isSaid(textOf(node))) node.tagName = "td";
    if (node.properties) {
      const { id: _id, ariaDescribedBy: _describedBy, ...kept } = node.properties;
      node.properties = kept;
    }
    const children = (node.children ?? []).filter(({ properties }) => properties?.id !== FOOTNOTES);
    for (const child of children) walk(child);
    if (node.children) node.children = children.map(scrolled);
  };
  walk(tree);
}

/** The heading that footnotes get, in English. */
const FOOTNOTES = "user-content-footnote-label";

/** Links lend no weight to what people link to; those into the text lead nowhere, because it has no anchors. */
function asLink(node: HtmlNode): void {
  const { href, ...properties } = node.properties ?? {};
  const address = typeof href === "string" ? href : "";
  node.properties = address === "" || address.startsWith("#") ? properties : { ...properties, href, rel: ["nofollow", "ugc", "noopener"] };
  if (!isSaid(textOf(node))) node.children = [{ type: "text", value: address }];
}

/** A table scrolls inside itself on a narrow screen; what scrolls can be reached by keyboard. */
function scrolled(node: HtmlNode): HtmlNode {
  if (node.tagName !== "table") return node;
  return { type: "element", tagName: "div", properties: { className: ["prose-scroll"], tabIndex: 0 }, children: [node] };
}

/** Without images, which other sites could count, and without the checkboxes of task lists. */
const schema = { ...defaultSchema, tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "img" && name !== "input") };

/** Quotes in quotes beyond ten: each level costs as much as all before it, and thousands would take seconds. */
const DEEP_QUOTE = /^((?:[ \t]*>){10})(?:[ \t]*>)+/gm;

const pipelineFrom = (from: HeadingLevel) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(() => (tree: HtmlNode) => inPage(tree, from))
    .use(rehypeStringify);
const pipelines = { 2: pipelineFrom(2), 3: pipelineFrom(3), 4: pipelineFrom(4) } as const;

/**
 * A text that a person wrote in Markdown, as sanitised HTML for a part of a page. Markup in it is removed.
 *
 * @param from the level of its first heading: one below the heading above the text
 */
export function markdownHtml(text: string, from: HeadingLevel = 3): string {
  return String(pipelines[from].processSync(text.replace(DEEP_QUOTE, "$1")));
}

/** The same for texts below a heading of the page. */
export async function renderMarkdown(text: string): Promise<string> {
  return markdownHtml(text);
}

/** The text of some Markdown on one line, without its marks, for descriptions. Rough: not for HTML. */
export function plainText(markdown: string, most = 200): string {
  const plain = markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s{0,3}(#{1,6}|[-*+>]|\d+\.)\s+/gm, "")
    .replace(/[*_`~]+/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= most ? plain : `${plain.slice(0, most).replace(/\s+\S*$/, "")}…`;
}
