import { guardedText, unguardedText } from "@archipel/i18n/csv-text.ts";

/**
 * The clipboard format of spreadsheets: tabs between columns, quotes around cells that contain tabs, quotes or line breaks. A text that a
 * spreadsheet would run as a formula has an apostrophe before it.
 */
export type Block = readonly (readonly string[])[];

export function parseTsv(text: string): Block {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    row.push(unguardedText(cell));
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (character === '"' && cell === "" && closes(text, at)) isQuoted = true;
    else if (character === "\t") endCell();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[at + 1] === "\n") at++;
      endCell();
      rows.push(row);
      row = [];
    } else cell += character;
  }
  if (cell !== "" || row.length > 0) {
    endCell();
    rows.push(row);
  }
  return rows;
}

/** Whether the quote at the start of a cell is closed at the end of a cell. Otherwise it is part of the text. */
function closes(text: string, open: number): boolean {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    const next = text[at + 1];
    if (next === '"') at++;
    else return next === undefined || next === "\t" || next === "\n" || next === "\r";
  }
  return false;
}

export function toTsv(block: Block): string {
  const quoted = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cellOf = (text: string) => quoted(guardedText(text));
  return block.map((row) => row.map(cellOf).join("\t")).join("\n");
}
