/** How deep Word says that a paragraph of a list is: `mso-list:l0 level2 lfo1`. */
const LEVEL = /mso-list:[^;"]*level(\d+)/i;
/** Signs and numbers that Word writes as text before an item. */
const MARK = /^[\s\u00a0]*(?:[·•o§▪–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[\s\u00a0]+/iu;
const ORDERED = /^[\s\u00a0]*\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]/iu;

/**
 * HTML of an office program as the editor of texts can keep it: paragraphs that Word calls items become lists, and each row of a table a paragraph
 * with its cells apart (texts have no tables; pages have a block for them).
 */
export function plainerHtml(html: string): string {
  if (!/mso-list|MsoListParagraph|<table/i.test(html)) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const table of body.querySelectorAll("table")) replaceTable(table);
  gatherItems(body);
  return body.innerHTML;
}

function replaceTable(table: HTMLTableElement): void {
  const document = table.ownerDocument;
  const rows = [...table.rows].map((row) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = [...row.cells].map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim()).join(" | ");
    return paragraph;
  });
  table.replaceWith(...rows);
}

function isItem(element: Element | null): element is HTMLElement {
  if (element?.tagName !== "P") return false;
  return LEVEL.test(element.getAttribute("style") ?? "") || /MsoListParagraph/.test(element.className);
}

/** Neighbouring items become one list. Deeper levels become items of the same list, after their parent. */
function gatherItems(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll("p")) {
    if (!isItem(paragraph) || !paragraph.isConnected) continue;
    const list = body.ownerDocument.createElement(ORDERED.test(paragraph.textContent ?? "") ? "ol" : "ul");
    paragraph.before(list);
    for (let next: Element | null = paragraph; isItem(next); next = list.nextElementSibling) list.append(itemOf(next));
  }
}

/** Moves the paragraph's content into an item, without the sign that Word wrote before it. */
function itemOf(paragraph: HTMLElement): HTMLElement {
  const item = paragraph.ownerDocument.createElement("li");
  for (const sign of paragraph.querySelectorAll("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]")) sign.remove();
  item.append(...paragraph.childNodes);
  const first = item.firstChild;
  if (first?.nodeType === 3) first.textContent = (first.textContent ?? "").replace(MARK, "");
  paragraph.remove();
  return item;
}
