"use client";
import { crsCatalogue } from "@archipel/geo/crs.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { crsTitle } from "../../../kit/crs-choice.tsx";
import { type Draft, withPart } from "./draft.ts";
import { useEditor } from "./editor-context.tsx";
import { FaultNote } from "./inputs.tsx";
import { keptParts } from "./kept.ts";

/** Coordinate systems, metadata, other files; and the parts that the form cannot edit. */
export function MoreSection() {
  const t = useTranslations("models.editor.more");
  const { draft, change } = useEditor();
  const { crs = [], metadata, otherFiles } = draft.rest;
  const set = (to: (rest: Draft["rest"]) => Draft["rest"]) => change((now) => ({ ...now, rest: to(now.rest) }));
  const kept = keptParts(draft);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <Field label={t("crs")} hint={t("crsHint")} className="sm:max-w-[36rem]">
          {(control) => (
            <Select
              {...control}
              data-where="crs"
              value=""
              options={[
                { value: "", label: t("crsAdd") },
                ...crsCatalogue
                  .filter(({ srid }) => !crs.includes(srid))
                  .map(({ srid }) => ({ value: String(srid), label: crsTitle(srid) })),
              ]}
              onChange={(event) => {
                const srid = Number(event.target.value);
                if (srid > 0) set((now) => withPart(now, "crs", [...(now.crs ?? []), srid]));
              }}
            />
          )}
        </Field>
        {crs.length === 0 ? (
          <p className="text-ink-muted">{t("crsAll")}</p>
        ) : (
          <ul className="flex flex-wrap gap-2">
            {crs.map((srid) => (
              <li key={srid}>
                <Button
                  aria-label={t("crsRemove", { crs: crsTitle(srid) })}
                  onClick={() =>
                    set((now) =>
                      withPart(
                        now,
                        "crs",
                        (now.crs ?? []).filter((one) => one !== srid),
                      ),
                    )
                  }
                >
                  {crsTitle(srid)}
                  <X aria-hidden className="size-4" />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex flex-col">
        <Checkbox
          label={t("metadata")}
          hint={t("metadataHint")}
          checked={metadata?.rules === "iso19139"}
          onChange={(event) => set((now) => ({ ...now, metadata: { rules: event.target.checked ? "iso19139" : "none" } }))}
        />
        <Checkbox
          label={t("otherFiles")}
          hint={t("otherFilesHint")}
          checked={otherFiles === "allow"}
          onChange={(event) => set((now) => withPart(now, "otherFiles", event.target.checked ? "allow" : undefined))}
        />
      </div>
      {kept.length > 0 && (
        <Alert tone="info" title={t("kept", { count: kept.length })}>
          <p>{t("keptText")}</p>
          <details className="mt-2">
            <summary className="min-h-6 cursor-pointer">{t("keptWhich")}</summary>
            <ul className="list-disc pl-5">
              {kept.map(({ kind, name }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two of a kind may have one name
                <li key={index} className="break-words">
                  {t(`keptKinds.${kind}`, { name })}
                </li>
              ))}
            </ul>
          </details>
        </Alert>
      )}
      {["extras", "levels", "aliases", "metadata", "otherFiles", "crs"].map((where) => (
        <FaultNote key={where} where={where} />
      ))}
    </div>
  );
}
