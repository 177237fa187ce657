"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { EditorProvider } from "../draft/editor-context.tsx";
import { OpenPageProvider } from "../draft/open-page.tsx";
import type { PageDraft } from "../draft/page-draft.ts";
import { isUnsaved } from "../draft/saving.ts";
import { FieldsProvider } from "../fields/fields-context.tsx";
import { BlockForm } from "./block-form.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditorBar } from "./editor-bar.tsx";
import { KeptNote } from "./kept-note.tsx";
import { LanguageBar } from "./language-bar.tsx";
import { Outline } from "./outline.tsx";
import { Preview } from "./preview.tsx";
import { useEditorKeys } from "./use-editor-keys.ts";
import { usePageEditor } from "./use-page-editor.tsx";

export interface EditorStart {
  readonly draft: PageDraft;
  readonly stored: PageDraft;
  readonly basedOn: number;
  /** The draft comes from this browser: it was not stored when the editor was left. */
  readonly isKept: boolean;
}

interface PageEditorProps {
  readonly page: EditedPage;
  readonly portal: Portal;
  readonly start: EditorStart;
}

const PANES = ["outline", "form", "preview"] as const;
type Pane = (typeof PANES)[number];

/** The blocks at the left, the form of the chosen one, and the page as visitors will see it. A narrow screen shows one of them. */
export function PageEditor({ page, portal, start }: PageEditorProps) {
  const t = useTranslations("site-editor.panes");
  const [language, setLanguage] = useState<ContentLanguage>(() => firstLanguage(page, start.draft));
  const [pane, setPane] = useState<Pane>("outline");
  const state = usePageEditor({ page, portal, start, language, onOpenForm: () => setPane("form") });
  useLeaveQuestion(isUnsaved(state.open.state));
  useEditorKeys(state);
  const shownIn = (one: Pane) => clsx("min-h-0 overflow-y-auto", pane !== one && "max-xl:hidden");
  return (
    <OpenPageProvider value={state.open}>
      <EditorProvider value={state.editor}>
        <FieldsProvider value={state.fields}>
          <div className="flex h-dvh flex-col">
            <EditorBar isKeepable={state.isKeepable} onRestored={state.restart} />
            {start.isKept && <KeptNote stored={start.stored} />}
            <fieldset className="flex border-line border-b bg-surface xl:hidden">
              <legend className="sr-only">{t("label")}</legend>
              {PANES.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={pane === one}
                  onClick={() => setPane(one)}
                  className={clsx(
                    "min-h-11 flex-1 border-b-2",
                    pane === one ? "border-accent font-medium text-accent-ink" : "border-transparent text-ink-muted",
                  )}
                >
                  {t(one)}
                </button>
              ))}
            </fieldset>
            <div className="grid min-h-0 flex-1 max-xl:grid-cols-1 xl:grid-cols-[17rem_26rem_minmax(0,1fr)]">
              <div className={clsx(shownIn("outline"), "border-line bg-surface p-3 xl:border-r")}>
                <Outline />
              </div>
              <div className={clsx(shownIn("form"), "flex flex-col border-line xl:border-r")}>
                <div className="sticky top-0 z-10 border-line border-b bg-surface px-4 py-2">
                  <LanguageBar onLanguage={setLanguage} onNextMissing={state.nextMissing} />
                </div>
                <div className="p-4">
                  <BlockForm />
                </div>
              </div>
              <div className={clsx(shownIn("preview"), "overflow-hidden")}>
                <Preview language={language} block={state.editor.chosen?.id ?? null} />
              </div>
            </div>
          </div>
          {state.region}
          {state.open.state.kind === "conflict" && <ConflictDialog onTakeTheirs={state.restart} />}
        </FieldsProvider>
      </EditorProvider>
    </OpenPageProvider>
  );
}

/** The portal's own language; of a page that was begun in another one, that one. */
function firstLanguage({ languages }: Pick<EditedPage, "languages">, { title }: Pick<PageDraft, "title">): ContentLanguage {
  const [own = "fr"] = languages;
  return title[own] === undefined ? (languages.find((one) => title[one] !== undefined) ?? own) : own;
}
