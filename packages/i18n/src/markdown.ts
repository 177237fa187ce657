import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

interface HtmlNode {
  type: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

/** The text is part of a page that has its own title and headings: its first level becomes `h3`. */
const LEVELS: Readonly<Record<string, string>> = { h1: "h3", h2: "h4", h3: "h5", h4: "h6", h5: "h6" };

/** Headings below those of the page, and links that lend no weight to what people link to. */
function inPage(node: HtmlNode): void {
  if (node.tagName) node.tagName = LEVELS[node.tagName] ?? node.tagName;
  if (node.tagName === "a") node.properties = { ...node.properties, rel: ["nofollow", "ugc", "noopener"] };
  for (const child of node.children ?? []) inPage(child);
}

/** Without images, which other sites could count, and without the checkboxes of task lists. */
const schema = { ...defaultSchema, tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "img" && name !== "input") };

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  .use(() => (tree: HtmlNode) => inPage(tree))
  .use(rehypeStringify);

/** A text that a person wrote in Markdown, as sanitised HTML for a part of a page. Markup in it is removed. */
export async function renderMarkdown(text: string): Promise<string> {
  return String(await pipeline.process(text));
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
