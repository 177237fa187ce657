import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { type CellChange, type ReadFeature, withCells } from "@archipel/map/edit/cells.ts";
import { changesToSave, type Draft } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OpenDraft } from "../use-draft.ts";
import { readCell, ruled, writeCell } from "./cell-values.ts";
import { cellsOf, filledDown, type Place, pasted, placesOf, type Rect } from "./selection.ts";
import { parseTsv, toTsv } from "./tsv.ts";
import { type Rows, type TableRow, valueIn } from "./use-rows.ts";

interface Wanted {
  readonly draft: OpenDraft;
  readonly rows: Rows;
  /** The visible fields in order: columns 1 and up of the table. Column 0 is the feature's name. */
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  readonly locale: Locale;
}

/** The most cells of one gesture. Larger edits go through an imported file. */
const MAX_CELLS = 200_000;

/** A cell and what to write into it: a value, or a text to be read. */
type CellInput = Place & ({ readonly text: string } | { readonly value: AttributeValue });

/** The message about the result of a gesture. A warning when cells were skipped. */
export interface Outcome {
  readonly text: string;
  readonly isWarning: boolean;
}

export function textIn(row: TableRow, field: LayerField, locale: Locale): string {
  return row.change?.wrong?.[field.column] ?? writeCell(field, valueIn(row, field.column), locale);
}

/** Writing, filling, pasting and copying cells. Each gesture is one step of undo and says which cells it skipped. Long: the gestures share one way to write. */
export function useCells({ draft, rows, fields, lockedColumns, locale }: Wanted) {
  const t = useTranslations("contributions.table");
  const [said, setOutcome] = useState<(Outcome & { readonly of: Draft }) | null>(null);
  const say = (text: string, isWarning = false, of = draft.draft) => setOutcome({ text, isWarning, of });
  const fieldAt = (column: number) => fields[column - 1];

  const isTooMany = (rect: Rect): boolean => {
    if (cellsOf(rect) <= MAX_CELLS && rect.bottom - rect.top < MAX_EDITS) return false;
    say(t("outcome.tooManyRows", { most: MAX_EDITS }), true);
    return true;
  };
  /** Loads the rows that the gesture needs; false when that fails. */
  const isReady = async ({ top, bottom }: Rect): Promise<boolean> =>
    rows.ensure(top, bottom).then(
      () => true,
      () => {
        say(t("outcome.unread"), true);
        return false;
      },
    );

  const write = (inputs: readonly CellInput[], left = { rows: 0, columns: 0 }): void => {
    const read = new Map<string, ReadFeature>();
    const cells: CellChange[] = [];
    const spared = { locked: 0, deleted: 0 };
    let wrong = 0;
    for (const input of inputs) {
      const row = rows.rowAt(input.row);
      const field = fieldAt(input.column);
      if (!row) continue;
      if (field && "text" in input && textIn(row, field, locale) === input.text) continue;
      if (row.change?.operation === "delete") spared.deleted++;
      else if (!field || lockedColumns.includes(field.column)) spared.locked++;
      else {
        if (row.read) read.set(row.key, row.read);
        const reading = "value" in input ? ruled(field, input.value) : readCell(field, input.text);
        const isFitting = "value" in reading;
        if (!isFitting) wrong++;
        const written = isFitting ? reading : { wrong: "text" in input ? input.text : writeCell(field, input.value, locale) };
        cells.push({ key: row.key, column: field.column, ...written });
      }
    }
    const next = withCells(draft.draft, read, cells);
    if (next !== draft.draft && changesToSave(next).length > MAX_EDITS) {
      say(t("outcome.tooManyEdits", { most: MAX_EDITS }), true);
      return;
    }
    const before = draft.draft;
    draft.change((now) => (now === before ? next : withCells(now, read, cells)));
    const parts = [
      cells.length - wrong > 0 && t("outcome.written", { count: cells.length - wrong }),
      wrong > 0 && t("outcome.wrong", { count: wrong }),
      spared.locked > 0 && t("outcome.locked", { count: spared.locked }),
      spared.deleted > 0 && t("outcome.deleted", { count: spared.deleted }),
      left.rows > 0 && t("outcome.rowsLeft", { count: left.rows }),
      left.columns > 0 && t("outcome.columnsLeft", { count: left.columns }),
    ].filter((part) => part !== false);
    say(parts.length === 0 ? t("outcome.nothing") : parts.join(" "), parts.length > (cells.length - wrong > 0 ? 1 : 0), next);
  };

  return {
    /** Shown only while the draft is the one that the gesture made: undo removes the message too. */
    outcome: said?.of === draft.draft ? said : null,
    forget: () => setOutcome(null),
    /** Writes one cell. */
    set: (place: Place, text: string) => write([{ ...place, text }]),
    /** Writes the same text into all chosen cells. */
    async fill(rect: Rect, text: string) {
      if (isTooMany(rect) || !(await isReady(rect))) return;
      write(placesOf(rect).flatMap((place) => (fieldAt(place.column) ? [{ ...place, text }] : [])));
    },
    async fillDown(rect: Rect) {
      const filled = filledDown(rect);
      if (!filled) {
        say(t("outcome.nothingAbove"), true);
        return;
      }
      const { source, target } = filled;
      if (isTooMany(target) || !(await isReady({ ...target, top: source }))) return;
      const above = rows.rowAt(source);
      if (!above) return;
      write(
        placesOf(target).flatMap((place): CellInput[] => {
          const field = fieldAt(place.column);
          if (!field) return [];
          const wrong = above.change?.wrong?.[field.column];
          return [{ ...place, ...(wrong === undefined ? { value: valueIn(above, field.column) } : { text: wrong }) }];
        }),
      );
    },
    /** Returns the pasted rectangle, which becomes the selection. */
    async paste(text: string, selection: Rect): Promise<Rect | null> {
      const block = parseTsv(text);
      if (block.length === 0) return null;
      const found = pasted(block, selection, { rows: rows.count, columns: fields.length + 1 });
      if (isTooMany(found.rect) || !(await isReady(found.rect))) return null;
      write(found.cells, found.left);
      return found.rect;
    },
    /** The chosen cells in the clipboard format of spreadsheets; null when rows could not be loaded. */
    async copy(rect: Rect): Promise<string | null> {
      if (isTooMany(rect) || !(await isReady(rect))) return null;
      return textOf(rect);
    },
    /** The same, synchronously, when all rows are loaded already. */
    copyNow(rect: Rect): string | null {
      if (rect.bottom - rect.top >= MAX_EDITS) return null;
      for (let row = rect.top; row <= rect.bottom; row++) if (!rows.rowAt(row)) return null;
      return textOf(rect);
    },
    copied: (rect: Rect) => say(t("outcome.copied", { count: cellsOf(rect) })),
    notCopied: () => say(t("outcome.notCopied"), true),
  };

  function textOf({ top, left, bottom, right }: Rect): string {
    const lines: string[][] = [];
    for (let at = top; at <= bottom; at++) {
      const row = rows.rowAt(at);
      const line: string[] = [];
      for (let column = left; column <= right; column++) {
        const field = fieldAt(column);
        line.push(row ? (field ? textIn(row, field, locale) : row.label) : "");
      }
      lines.push(line);
    }
    return toTsv(lines);
  }
}

export type Cells = ReturnType<typeof useCells>;
