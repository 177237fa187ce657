import { buildZip, type ZippedFile } from "./zip-builder.ts";

/** For tests: a cell as it is written. Texts are inline; `xml` is taken as it is. */
export type BuiltCell = string | number | boolean | null | { xml: string };

const utf8 = (text: string) => Buffer.from(text, "utf8");
const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** An XLSX (ECMA-376) of sheets of rows. Rows are numbered without gaps; an empty list is an empty row. */
export function buildXlsx(sheets: Readonly<Record<string, readonly (readonly BuiltCell[])[]>>, more: readonly ZippedFile[] = []): Buffer {
  const names = Object.keys(sheets);
  const cell = (value: BuiltCell) => {
    if (value === null) return "<c/>";
    if (typeof value === "number") return `<c><v>${value}</v></c>`;
    if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
    return typeof value === "string" ? `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>` : value.xml;
  };
  const sheet = (rows: readonly (readonly BuiltCell[])[]) =>
    `<worksheet xmlns="${MAIN}"><sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`;
  const parts: Record<string, string> = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="r${n}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, n) => `<Relationship Id="r${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join("")}</Relationships>`,
    ...Object.fromEntries(names.map((name, n) => [`xl/worksheets/sheet${n}.xml`, sheet(sheets[name] ?? [])])),
  };
  const files = Object.entries(parts).map(([name, content]) => ({ name, content: utf8(content) }));
  return buildZip([...files.filter(({ name }) => !more.some((other) => other.name === name)), ...more]);
}

/** An ODS (OpenDocument 1.3) whose one sheet has these rows, as XML. */
export function buildOds(rows: string, more: readonly ZippedFile[] = [], doctype = ""): Buffer {
  const content = `<?xml version="1.0" encoding="UTF-8"?>${doctype}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="F">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`;
  return buildZip([
    { name: "mimetype", content: utf8("application/vnd.oasis.opendocument.spreadsheet") },
    { name: "content.xml", content: utf8(content) },
    ...more,
  ]);
}
