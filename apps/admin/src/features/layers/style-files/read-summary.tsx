"use client";
import type { ReadStyle, StyleNote } from "@archipel/contracts/layer-styles.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { shownFields } from "../style/first-style.ts";
import { useNoteTexts } from "./use-note-texts.ts";

export interface Imported {
  readonly file: File;
  /** The layer's columns that the person chose for names of the file. */
  readonly fields: Record<string, string>;
  readonly read: ReadStyle;
  /** The style of the editor before the import. */
  readonly before: LayerStyle;
}

interface ReadSummaryProps {
  readonly imported: Imported;
  readonly layer: LayerSummary;
  readonly onReadAgain: (fields: Record<string, string>) => void;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

/** What an import made of a file: what was lost, which fields to choose, the way back. */
export function ReadSummary({ imported, layer, onReadAgain, onUndo, onClose }: ReadSummaryProps) {
  const t = useTranslations("styles");
  const { file, read, fields } = imported;
  const count = read.notes.length + read.notesLeft;
  return (
    <Alert
      tone={count > 0 ? "warning" : "success"}
      isLive
      title={t("done", { name: file.name })}
      action={
        <div className="flex items-center gap-2">
          <Button onClick={onUndo}>
            <Undo2 aria-hidden className="size-4" />
            {t("undo")}
          </Button>
          <Button tone="quiet" isSquare aria-label={t("close")} onClick={onClose}>
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      }
    >
      <p>{t("doneText", { format: t(`formats.${read.format}`) })}</p>
      {count === 0 ? (
        <p className="mt-2">{t("nothingLost")}</p>
      ) : (
        <details open={count <= 6} className="mt-2">
          <summary className="cursor-pointer font-medium">{t("lost", { count })}</summary>
          <NoteList notes={read.notes} left={read.notesLeft} />
        </details>
      )}
      {read.missing.length > 0 && <MissingFields missing={read.missing} layer={layer} chosen={fields} onReadAgain={onReadAgain} />}
    </Alert>
  );
}

function NoteList({ notes, left }: { readonly notes: readonly StyleNote[]; readonly left: number }) {
  const t = useTranslations("styles");
  const texts = useNoteTexts();
  return (
    <ul className="mt-1 flex max-h-72 flex-col gap-1 overflow-y-auto text-small">
      {notes.map((note) => {
        const { place, text } = texts(note);
        return (
          <li key={JSON.stringify(note)} className="break-words">
            <span className="font-medium">{place}</span> {text}
          </li>
        );
      })}
      {left > 0 && <li>{t("more", { count: left })}</li>}
    </ul>
  );
}

interface MissingFieldsProps extends Pick<ReadSummaryProps, "layer" | "onReadAgain"> {
  readonly missing: readonly string[];
  readonly chosen: Record<string, string>;
}

/** Names of the file that no field of the layer has: the person says which field is meant. */
function MissingFields({ missing, layer, chosen, onReadAgain }: MissingFieldsProps) {
  const t = useTranslations("styles");
  const [fields, setFields] = useState(chosen);
  const options = shownFields(layer).map(({ column, label, name }) => ({ value: column, label: label ?? name }));
  return (
    <fieldset className="mt-3 flex flex-col gap-2 border-line border-t pt-3">
      <legend className="sr-only">{t("missingTitle")}</legend>
      <p aria-hidden className="font-medium">
        {t("missingTitle")}
      </p>
      <p className="text-small">{t("missingText")}</p>
      {missing.slice(0, 8).map((field) => (
        <Field key={field} label={t("missingField", { field })}>
          {(control) => (
            <Select
              {...control}
              value={fields[field] ?? ""}
              options={[{ value: "", label: t("missingNone") }, ...options]}
              onChange={({ target }) => {
                const { [field]: _, ...others } = fields;
                setFields(target.value === "" ? others : { ...others, [field]: target.value });
              }}
            />
          )}
        </Field>
      ))}
      <Button className="self-start" disabled={Object.keys(fields).length === 0} onClick={() => onReadAgain(fields)}>
        {t("readAgain")}
      </Button>
    </fieldset>
  );
}
