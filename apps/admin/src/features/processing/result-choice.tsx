"use client";
import { type FileFormat, fileFormat, type ProcessingDescription } from "@archipel/contracts/processing.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useRoleReason } from "../../kit/current-community.tsx";
import { DatasetChoice } from "../../kit/dataset-choice.tsx";

export interface ResultDraft {
  readonly kind: "layer" | "file";
  readonly title: string;
  readonly into: "new" | "existing";
  readonly datasetTitle: string;
  readonly datasetId: string;
  readonly format: FileFormat;
}

export function initialResult(mayMakeLayers: boolean): ResultDraft {
  return { kind: mayMakeLayers ? "layer" : "file", title: "", into: "new", datasetTitle: "", datasetId: "", format: "gpkg" };
}

/** The input of core-api. */
export function resultOf({ kind, title, into, datasetTitle, datasetId, format }: ResultDraft) {
  if (kind === "file") return { kind, format };
  return { kind, title, target: into === "existing" ? { datasetId } : { title: datasetTitle || title } };
}

/** What is missing in the result: the message `processing.result.missing.<key>`. */
export function missingOf({ kind, title, into, datasetId }: ResultDraft): "title" | "dataset" | null {
  if (kind === "file") return null;
  if (title.trim() === "") return "title";
  return into === "existing" && datasetId === "" ? "dataset" : null;
}

interface ResultChoiceProps {
  readonly processing: ProcessingDescription;
  readonly draft: ResultDraft;
  /** Whether missing values are reported: after the first attempt to run. */
  readonly showsMissing: boolean;
  readonly error?: string | undefined;
  readonly onChange: (draft: ResultDraft) => void;
}

/** Chooses the output: a layer of a dataset, or a file. */
export function ResultChoice({ processing, draft, showsMissing, error, onChange }: ResultChoiceProps) {
  const t = useTranslations("processing.result");
  const reason = useRoleReason()("manager");
  const missing = showsMissing ? missingOf(draft) : null;
  const put = (changes: Partial<ResultDraft>) => onChange({ ...draft, ...changes });
  return (
    <section aria-labelledby="result" className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
      <h2 id="result" className="text-title">
        {t("title")}
      </h2>
      {processing.results.includes("layer") && (
        <RadioGroup
          legend={t("kind")}
          name="result"
          value={draft.kind}
          onValueChange={(kind) => put({ kind: kind === "layer" ? "layer" : "file" })}
          options={[
            { value: "layer", label: t("layer"), hint: reason ?? t("layerHint"), disabled: reason !== undefined },
            { value: "file", label: t("file"), hint: t("fileHint") },
          ]}
        />
      )}
      {draft.kind === "file" ? (
        <Field label={t("format")} className="max-w-sm">
          {(control) => (
            <Select
              {...control}
              value={draft.format}
              options={fileFormat.options.map((format) => ({ value: format, label: t(`formats.${format}`) }))}
              onChange={(event) => put({ format: fileFormat.options.find((one) => one === event.target.value) ?? "gpkg" })}
            />
          )}
        </Field>
      ) : (
        <>
          <Field label={t("layerTitle")} isRequired error={missing === "title" ? t("missing.title") : undefined} className="max-w-xl">
            {(control) => (
              <TextInput {...control} value={draft.title} maxLength={200} onChange={(event) => put({ title: event.target.value })} />
            )}
          </Field>
          <RadioGroup
            legend={t("into")}
            name="into"
            value={draft.into}
            onValueChange={(into) => put({ into: into === "existing" ? "existing" : "new" })}
            options={[
              { value: "new", label: t("newDataset"), hint: t("newDatasetHint") },
              { value: "existing", label: t("existingDataset"), hint: t("existingDatasetHint") },
            ]}
          />
          {draft.into === "existing" ? (
            <DatasetChoice value={draft.datasetId} onValueChange={(datasetId) => put({ datasetId })} />
          ) : (
            <Field label={t("datasetTitle")} hint={t("datasetTitleHint")} className="max-w-xl">
              {(control) => (
                <TextInput
                  {...control}
                  value={draft.datasetTitle}
                  maxLength={200}
                  onChange={(event) => put({ datasetTitle: event.target.value })}
                />
              )}
            </Field>
          )}
        </>
      )}
      {missing === "dataset" && (
        <p role="alert" className="text-danger text-small">
          {t("missing.dataset")}
        </p>
      )}
      {error && (
        <p role="alert" className="text-danger text-small">
          {error}
        </p>
      )}
    </section>
  );
}
