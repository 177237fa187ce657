"use client";
import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import { type ImportChoice, type ImportPreview, KEY_FID, KEY_NONE } from "@archipel/contracts/imports.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Refusals } from "./refusals.tsx";

interface PreviewStepProps {
  readonly preview: ImportPreview;
  readonly isDeleting: boolean;
  readonly onDeleting: (isDeleting: boolean) => void;
  readonly onChoose: (choice: ImportChoice) => void;
}

/** The number of edits that the file makes. */
export function editsOf({ inserted, updated, absent }: ImportPreview, isDeleting: boolean): number {
  return inserted + updated + (isDeleting ? (absent ?? 0) : 0);
}

const COUNTS = ["inserted", "updated", "absent", "unchanged", "refused"] as const;

/** The numbers of changes in the file, how it was read (which can be corrected), and the refused rows with reasons. */
export function PreviewStep({ preview, isDeleting, onDeleting, onChoose }: PreviewStepProps) {
  const t = useTranslations("contributions.import");
  const { absent, columns, crs, key, keys, refused, refusals, source, sources } = preview;
  const count = editsOf(preview, isDeleting);
  const isAbsentTooMany = (absent ?? 0) > MAX_EDITS;
  const names = (list: readonly string[]) => list.join(", ");
  return (
    <div className="grid gap-5">
      <dl className="grid grid-cols-6 gap-2">
        {COUNTS.map((what, place) => {
          const number = preview[what];
          if (number === null) return null;
          return (
            <div
              key={what}
              className={clsx(
                "flex flex-col-reverse justify-end rounded-card border border-line bg-ground px-3 py-2",
                absent === null || place > 2 ? "col-span-3" : "col-span-2",
              )}
            >
              <dt className="text-ink-muted text-small">{t(`counts.${what}`, { count: number })}</dt>
              <dd className={clsx("figures text-title", what === "refused" && number > 0 && "text-danger")} data-count={what}>
                {t("number", { number })}
              </dd>
            </div>
          );
        })}
      </dl>
      {preview.inserted + preview.updated + (absent ?? 0) === 0 && refused === 0 && <Alert tone="info" title={t("nothing")} />}
      {count > MAX_EDITS && <Alert tone="warning" title={t("tooMany", { most: MAX_EDITS, count })} />}
      {absent !== null && absent > 0 && !isAbsentTooMany && (
        <Checkbox
          label={t("deleteAbsent", { count: absent })}
          hint={t("deleteHint")}
          checked={isDeleting}
          onChange={(event) => onDeleting(event.target.checked)}
        />
      )}
      {absent !== null && isAbsentTooMany && <p className="text-ink-muted text-small">{t("deleteTooMany", { count: absent })}</p>}
      {refused > 0 && <Refusals refused={refused} refusals={refusals} />}
      <div className="grid gap-4 border-line border-t pt-4">
        {sources.length > 1 && (
          <Field label={t("source")}>
            {(control) => (
              <Select
                {...control}
                value={source}
                options={sources.map((one) => ({ value: one.key, label: t("sourceOption", { name: one.name, rows: one.rows }) }))}
                onChange={(event) => onChoose({ source: event.target.value })}
              />
            )}
          </Field>
        )}
        <Field label={t("key")} hint={t("keyHint")}>
          {(control) => (
            <Select
              {...control}
              value={key}
              options={keys.map((one) => ({
                value: one.key,
                label: one.key === KEY_FID || one.key === KEY_NONE ? t(`keys.${one.key}`) : one.name,
              }))}
              onChange={(event) => onChoose({ key: event.target.value })}
            />
          )}
        </Field>
        {crs ? (
          <Field label={t("crs")} {...(crs.how === "guessed" || crs.how === "unknown" ? { hint: t("crsGuessed") } : {})}>
            {(control) => (
              <Select
                {...control}
                value={String(crs.srid)}
                options={crs.candidates.map(({ srid, title }) => ({ value: String(srid), label: title }))}
                onChange={(event) => onChoose({ srid: Number(event.target.value) })}
              />
            )}
          </Field>
        ) : (
          <p className="text-ink-muted text-small">{t("noShapes")}</p>
        )}
        <section aria-label={t("columns")} className="grid gap-1 break-words text-small">
          <p>{columns.compared.length > 0 ? t("compares", { names: names(columns.compared) }) : t("comparesNone")}</p>
          {columns.ignored.length > 0 && <p className="text-ink-muted">{t("ignored", { names: names(columns.ignored) })}</p>}
          {columns.locked.length > 0 && <p className="text-ink-muted">{t("locked", { names: names(columns.locked) })}</p>}
        </section>
      </div>
    </div>
  );
}
