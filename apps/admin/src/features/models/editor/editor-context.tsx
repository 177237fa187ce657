"use client";
import { useTranslations } from "next-intl";
import { createContext, use } from "react";
import { useFailureText } from "../../../api/failure.ts";
import type { Draft } from "./draft.ts";
import type { Fault } from "./faults.ts";

interface Editor {
  readonly draft: Draft;
  /** Changes the draft. Consecutive changes with the same `about`, such as typing in one input, are undone together. */
  readonly change: (to: (draft: Draft) => Draft, about?: string) => void;
  /** The errors to show now. */
  readonly faults: readonly Fault[];
  /** Whether the model is stored, which fixes its identifier. */
  readonly isStored: boolean;
  readonly tableAt: number;
  readonly listAt: number;
  readonly showTable: (at: number) => void;
  readonly showList: (at: number) => void;
  /** Moves the focus to a place of the model and opens what hides it. */
  readonly jump: (where: string) => void;
  /** The place of the latest jump. */
  readonly target: string | null;
}

const EditorContext = createContext<Editor | null>(null);
export const EditorProvider = EditorContext;

export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error("useEditor outside a model's editor");
  return editor;
}

/** The sentence of a fault, which names the place as the form does. */
export function useFaultText(): (fault: Fault) => string {
  const t = useTranslations("models.editor");
  const failureText = useFailureText();
  const place = usePlaceText();
  return ({ where, reason, name }) => {
    if (reason === "twice") return t("faults.twice", { name });
    if (reason === "taken") return t("faults.taken", { name });
    if (reason === "missing" || reason === "too-small") return t("faults.missing", { where: capitalised(place(where)) });
    if (reason === "not-a-pattern") return t("faults.pattern", { where: capitalised(place(where)) });
    return failureText({ code: `model-${reason}`, params: { where: place(where), name, others: 0 } });
  };
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** `tables.ZONE.fields.ID.pattern` in words: table ZONE, field ID, pattern. */
function usePlaceText(): (where: string) => string {
  const t = useTranslations("models.editor.places");
  return (where) => {
    const words: string[] = [];
    for (const part of where.split(".").filter(Boolean)) {
      const key = part as "tables";
      // A field with the name of a part of the format, such as “title”, is translated like it, which still reads well.
      words.push(t.has(key) ? t(key) : part);
    }
    const named = words.join(" › ");
    return named === "" ? t("model") : named;
  };
}

/** The error of one control, as a sentence. */
export function useFault(where: string): string | undefined {
  const { faults } = useEditor();
  const text = useFaultText();
  const fault = faults.find((one) => one.where === where);
  return fault && text(fault);
}
