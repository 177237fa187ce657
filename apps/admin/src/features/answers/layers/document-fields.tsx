"use client";
import type { AnswerChoices } from "@archipel/contracts/answers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DocumentDraft, NEW_DOCUMENT } from "./declared-draft.ts";
import type { DeclaredPartProps } from "./role-fields.tsx";

const MOST_DOCUMENTS = 200;

/** The plans, acts or procedures that the features of a layer belong to. */
export function DocumentFields({ draft, states, faults, onChange }: DeclaredPartProps & Pick<AnswerChoices, "states">) {
  const t = useTranslations("admin.answers.declare");
  const { documents } = draft;
  const set = (index: number, part: Partial<DocumentDraft>) =>
    onChange({ documents: documents.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <>
      <p className="max-w-prose text-ink-muted">{t("documentsHint")}</p>
      <ol className="flex flex-col gap-4">
        {documents.map((document, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a document in the form has no other identity
          <li key={index}>
            <fieldset className="flex flex-col gap-3 rounded-card border border-line px-4 pb-4">
              <legend className="px-1 font-medium">{document.title || t("documentNumber", { number: index + 1 })}</legend>
              <OneDocument document={document} states={states} onChange={(part) => set(index, part)} />
              <LinkedFiles document={document} onRemove={() => set(index, { file: undefined, pieces: undefined })} />
              {faults.includes(`documents.${index}`) && <FieldError>{t("faults.document")}</FieldError>}
              <Button
                tone="quiet"
                className="self-start"
                onClick={() => onChange({ documents: documents.filter((_, at) => at !== index) })}
              >
                <X aria-hidden className="size-4" />
                {t("removeDocument")}
              </Button>
            </fieldset>
          </li>
        ))}
      </ol>
      <Button
        className="self-start"
        reasonAlign="start"
        onClick={() => onChange({ documents: [...documents, NEW_DOCUMENT] })}
        {...(documents.length >= MOST_DOCUMENTS && { disabledReason: t("documentsFull", { most: MOST_DOCUMENTS }) })}
      >
        <Plus aria-hidden className="size-4" />
        {t("addDocument")}
      </Button>
    </>
  );
}

/** The files of the delivery that answers link to. */
function LinkedFiles({ document: { file, pieces = [] }, onRemove }: { readonly document: DocumentDraft; readonly onRemove: () => void }) {
  const t = useTranslations("admin.answers.declare.files");
  if (file === undefined && pieces.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-small">
      {t("linked", { rules: file === undefined ? "no" : "yes", pieces: pieces.length })}
      <Button tone="quiet" onClick={onRemove}>
        {t("remove")}
      </Button>
    </p>
  );
}

interface OneDocumentProps {
  readonly document: DocumentDraft;
  readonly states: AnswerChoices["states"];
  readonly onChange: (part: Partial<DocumentDraft>) => void;
}

/** The parts of a document that are one line of text. */
const TEXTS = [
  { part: "title", type: "text" },
  { part: "id", type: "text" },
  { part: "approved", type: "date" },
  { part: "validUntil", type: "date" },
  { part: "url", type: "url" },
  { part: "authority", type: "text" },
  { part: "mail", type: "email" },
] as const;

function OneDocument({ document, states, onChange }: OneDocumentProps) {
  const t = useTranslations("admin.answers.declare");
  const ts = useTranslations("admin.answers.statuses");
  const isOther = document.state !== "" && !states.some(({ state }) => state === document.state);
  const options = [
    { value: "", label: t("noState") },
    ...states.map(({ state, status }) => ({ value: state, label: `${state} – ${ts.has(status as never) ? ts(status as never) : status}` })),
    ...(isOther ? [{ value: document.state, label: t("otherState", { state: document.state }) }] : []),
  ];
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      <Field label={t("document.state")}>
        {(control) => (
          <Select {...control} value={document.state} options={options} onChange={({ target }) => onChange({ state: target.value })} />
        )}
      </Field>
      {TEXTS.map(({ part, type }) => (
        <Field
          key={part}
          label={t(`document.${part}`)}
          isRequired={part === "title"}
          hint={part === "id" ? t("document.idHint") : undefined}
        >
          {(control) => (
            <TextInput {...control} type={type} value={document[part]} onChange={({ target }) => onChange({ [part]: target.value })} />
          )}
        </Field>
      ))}
    </div>
  );
}
