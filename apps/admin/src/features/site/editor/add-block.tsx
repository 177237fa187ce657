"use client";
import { matches } from "@archipel/i18n/matches.ts";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useEditor } from "../draft/editor-context.tsx";
import { whyNotAdd } from "../draft/page-draft.ts";
import { blockDrawing } from "../icons.ts";
import { BLOCK_GROUPS } from "../words.ts";

interface AddBlockDialogProps {
  readonly onAdd: (type: string) => void;
  readonly onClose: () => void;
}

/** Every kind of block in its group, with what it is for. Typing filters; Enter takes the first. */
export function AddBlockDialog({ onAdd, onClose }: AddBlockDialogProps) {
  const t = useTranslations("site-editor");
  const tc = useTranslations("common.actions");
  const { draft } = useEditor();
  const [typed, setTyped] = useState("");
  // The form of the new block takes the focus.
  const isAdded = useRef(false);
  const add = (type: string) => {
    isAdded.current = true;
    onAdd(type);
  };
  const groups = Object.entries(BLOCK_GROUPS)
    .map(([key, types]) => ({
      key: key as keyof typeof BLOCK_GROUPS,
      types: types.filter((type) => matches(`${t(`blocks.${type}.name`)} ${t(`blocks.${type}.text`)}`, typed)),
    }))
    .filter(({ types }) => types.length > 0);
  const first = groups.flatMap(({ types }) => types).find((type) => !whyNotAdd(draft, type));
  return (
    <Dialog
      title={t("palette.title")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      returnsFocus={() => !isAdded.current}
      placement="wide"
    >
      <form
        method="dialog"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (first) add(first);
        }}
      >
        <Field label={t("palette.search")} isLabelHidden>
          {(control) => (
            <TextInput
              {...control}
              type="search"
              placeholder={t("palette.search")}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {groups.map(({ key, types }) => (
          <section key={key} aria-labelledby={`group-${key}`}>
            <h3 id={`group-${key}`} className="mb-2 font-medium text-ink-muted text-small">
              {t(`palette.groups.${key}`)}
            </h3>
            <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
              {types.map((type) => (
                <li key={type}>
                  <BlockChoice type={type} onAdd={add} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <p aria-live="polite" className="text-ink-muted">
          {groups.length === 0 && t("palette.none")}
        </p>
      </form>
    </Dialog>
  );
}

function BlockChoice({
  type,
  onAdd,
}: {
  readonly type: (typeof BLOCK_GROUPS)[keyof typeof BLOCK_GROUPS][number];
  readonly onAdd: (type: string) => void;
}) {
  const t = useTranslations("site-editor");
  const { draft } = useEditor();
  const why = whyNotAdd(draft, type);
  const Drawing = blockDrawing(type);
  return (
    <button
      type="button"
      aria-disabled={why !== undefined}
      onClick={() => !why && onAdd(type)}
      className="flex h-full w-full items-start gap-3 rounded-card border border-line bg-surface p-3 text-left hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-ink-muted"
    >
      <Drawing aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" />
      <span>
        <span className="block font-medium">{t(`blocks.${type}.name`)}</span>
        <span className="block text-ink-muted text-small">{why ? t(`palette.${why}`) : t(`blocks.${type}.text`)}</span>
      </span>
    </button>
  );
}
