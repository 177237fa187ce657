"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { PageHeader } from "../../../kit/page-header.tsx";
import { links } from "../../../links.ts";
import { AboutSection } from "./about-section.tsx";
import { EditorActions } from "./editor-actions.tsx";
import { EditorProvider, useEditor, useFaultText } from "./editor-context.tsx";
import { type Section, sectionOf } from "./faults.ts";
import { FilesSection } from "./files-section.tsx";
import { ListsSection } from "./lists-section.tsx";
import { MoreSection } from "./more-section.tsx";
import { SaveBar } from "./save-bar.tsx";
import { TablesSection } from "./tables-section.tsx";
import { TryDialog } from "./try-dialog.tsx";
import { type EditorStart, useEditorState } from "./use-editor-state.ts";
import { useSave } from "./use-save.ts";

const SECTIONS: Readonly<Record<Section, () => ReactNode>> = {
  about: AboutSection,
  files: FilesSection,
  tables: TablesSection,
  lists: ListsSection,
  more: MoreSection,
};
const NAMES = Object.keys(SECTIONS) as Section[];

interface ModelEditorProps {
  readonly start: EditorStart;
  /** Shown above the form: where its content comes from. */
  readonly note?: ReactNode;
}

/** The form to write a model of the community. */
export function ModelEditor({ start, note }: ModelEditorProps) {
  const t = useTranslations("models.editor");
  const tm = useTranslations("models.list");
  const community = useCommunity();
  const state = useEditorState(start);
  const { editor, isUnsaved, section, setSection } = state;
  useLeaveQuestion(isUnsaved);
  /** The key of the model that was saved to try it on an upload. */
  const [tried, setTried] = useState<string | null>(null);
  const save = useSave(state, { onTry: setTried });
  const parents = [
    { label: tm("title"), href: links.models(community.slug) },
    ...(start.modelKey ? [{ label: start.modelKey, href: links.model(community.slug, start.modelKey) }] : []),
  ];
  return (
    <EditorProvider value={editor}>
      <PageHeader
        title={t(start.modelKey ? "page.edit" : "page.new")}
        parents={parents}
        lead={t("page.lead")}
        actions={<EditorActions history={state.history} step={state.step} />}
      />
      {note}
      <FaultSummary isShown={save.isRefused} />
      <form
        method="dialog"
        noValidate
        className="flex flex-col gap-6"
        onKeyDown={(event) => {
          // Enter in one of a hundred fields must not save the whole model.
          if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          save.save(false);
        }}
      >
        <Tabs
          label={t("page.sections")}
          value={section}
          onValueChange={(value) => setSection(NAMES.find((name) => name === value) ?? "about")}
          tabs={NAMES.map((name) => {
            const Content = SECTIONS[name];
            const wrong = editor.faults.filter(({ where }) => sectionOf(where) === name).length;
            return {
              value: name,
              label: (
                <>
                  {t(`sections.${name}`)}
                  {wrong > 0 && (
                    <span className="ml-2 rounded-full bg-danger-soft px-2 text-danger text-small">
                      {t("page.wrong", { count: wrong })}
                    </span>
                  )}
                </>
              ),
              content: <Content />,
            };
          })}
        />
        <SaveBar state={state} save={save} />
      </form>
      {tried !== null && <TryDialog model={tried} onClose={() => setTried(null)} />}
    </EditorProvider>
  );
}

/** All errors, each a button that moves to its place. */
function FaultSummary({ isShown }: { readonly isShown: boolean }) {
  const t = useTranslations("models.editor.page");
  const { faults, jump } = useEditor();
  const text = useFaultText();
  if (!isShown || faults.length === 0) return null;
  return (
    <Alert tone="danger" isLive title={t("refused", { count: faults.length })}>
      <ul className="flex flex-col items-start">
        {faults.slice(0, 12).map((fault) => (
          <li key={`${fault.where} ${fault.reason}`}>
            <Button tone="quiet" className="-ml-4 text-left" onClick={() => jump(fault.where)}>
              {text(fault)}
            </Button>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
