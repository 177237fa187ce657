import { SaxesParser, type SaxesTagNS } from "saxes";

const ATOM = "http://www.w3.org/2005/Atom";
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** Elements that a feed or an entry has exactly once, and at most once (RFC 4287, 4.1.1 and 4.1.2). */
const ONCE = { feed: ["id", "title", "updated"], entry: ["id", "title", "updated"] } as const;
const AT_MOST_ONCE = ["generator", "icon", "logo", "rights", "subtitle", "published", "source", "summary", "content"];

interface Node {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Node[];
}

/**
 * Reads a feed as strictly as RFC 4287 is written: well-formed XML with namespaces, the elements of each container, dates of RFC 3339,
 * absolute addresses, an author for each entry, one alternate link of a type, ids that are not repeated.
 *
 * @throws Error that names the first fault
 */
export function assertAtom(xml: string): { links: Record<string, string>; entries: { id: string; title: string; updated: string }[] } {
  const feed = parse(xml);
  if (feed.name !== "feed") throw new Error(`the root is ${feed.name}`);
  assertContainer(feed, "feed");
  const entries = feed.children.filter(({ name }) => name === "entry");
  const hasAuthor = feed.children.some(({ name }) => name === "author");
  for (const entry of entries) {
    assertContainer(entry, "entry");
    if (!hasAuthor && !entry.children.some(({ name }) => name === "author")) throw new Error("an entry without author");
  }
  const ids = entries.map((entry) => textOf(entry, "id"));
  if (new Set(ids).size < ids.length) throw new Error("two entries have one id");
  const links = Object.fromEntries(linksOf(feed).map(({ attributes }) => [attributes.rel ?? "alternate", attributes.href ?? ""]));
  if (!links.self) throw new Error("the feed has no link to itself");
  return {
    links,
    entries: entries.map((entry, index) => ({ id: ids[index] ?? "", title: textOf(entry, "title"), updated: textOf(entry, "updated") })),
  };
}

function assertContainer(node: Node, kind: "feed" | "entry"): void {
  const count = (wanted: string) => node.children.filter(({ name }) => name === wanted).length;
  for (const name of ONCE[kind]) if (count(name) !== 1) throw new Error(`${kind}: ${count(name)} × ${name}`);
  for (const name of AT_MOST_ONCE) if (count(name) > 1) throw new Error(`${kind}: ${count(name)} × ${name}`);
  for (const name of ["updated", "published"]) {
    for (const { text } of node.children.filter((child) => child.name === name)) {
      if (!DATE.test(text) || Number.isNaN(Date.parse(text))) throw new Error(`${name}: ${text}`);
    }
  }
  assertAbsolute(textOf(node, "id"));
  for (const author of node.children.filter(({ name }) => name === "author"))
    if (textOf(author, "name") === "") throw new Error("an author without name");
  for (const { attributes } of linksOf(node)) assertAbsolute(attributes.href ?? "");
  for (const { attributes } of node.children.filter(({ name }) => name === "category"))
    if (!attributes.term) throw new Error("a category without term");
  const alternates = linksOf(node).filter(({ attributes }) => (attributes.rel ?? "alternate") === "alternate");
  const keys = alternates.map(({ attributes }) => `${attributes.type} ${attributes.hreflang}`);
  if (new Set(keys).size < keys.length) throw new Error("two alternate links of one type");
  if (kind === "entry" && alternates.length === 0 && count("content") === 0) throw new Error("an entry without content or alternate link");
}

const linksOf = (node: Node) => node.children.filter(({ name }) => name === "link");
const textOf = (node: Node, wanted: string) => node.children.find(({ name }) => name === wanted)?.text ?? "";

function assertAbsolute(address: string): void {
  if (!URL.canParse(address)) throw new Error(`not an absolute address: ${address}`);
}

function parse(xml: string): Node {
  const root: Node = { name: "", attributes: {}, text: "", children: [] };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local, uri, attributes }: SaxesTagNS) => {
    const node: Node = {
      name: uri === ATOM ? local : `${uri} ${local}`,
      attributes: Object.fromEntries(Object.values(attributes).map(({ name, value }) => [name, value])),
      text: "",
      children: [],
    };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on("text", (text) => {
    const node = open.at(-1);
    if (node) node.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  const [first] = root.children;
  if (!first) throw new Error("no element");
  return first;
}
