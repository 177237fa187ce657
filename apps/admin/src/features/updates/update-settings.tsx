"use client";
import {
  type LayerUpdate,
  UPDATE_KEY_FID,
  type UpdateChoice,
  type UpdatePreview,
  type UpdateWay,
  updateWay,
} from "@archipel/contracts/updates.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ColumnMatches } from "./column-matches.tsx";
import { KeyChoice } from "./key-choice.tsx";

interface UpdateSettingsProps {
  readonly update: LayerUpdate;
  readonly file: NonNullable<UpdatePreview["file"]>;
  /** Open at first. */
  readonly isOpen: boolean;
}

/** The settings of the comparison. A changed setting runs the comparison again before the update can be applied. */
export function UpdateSettings({ update, file, isOpen }: UpdateSettingsProps) {
  const t = useTranslations("admin.updates");
  const summary = useSummary(update, file);
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [way, setWay] = useState<UpdateWay>(updateWay.catch("delta").parse(update.way));
  const [choice, setChoice] = useState<UpdateChoice>({ ...update.choice, key: file.key });
  const again = useMutation(
    api.updates.compareAgain.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.updates.pathFilter()) }),
  );
  const { crs } = file;
  const isKeyMissing = way === "delta" && (choice.key?.length ?? 0) === 0;
  // One line sums up the settings. It opens to change them, or when something is wrong.
  return (
    <details open={isOpen} className="rounded-card border border-line bg-surface p-6">
      <summary>
        <h2 className="inline text-title">{t("chooseWay")}</h2>
        <span className="block text-ink-muted">{summary}</span>
      </summary>
      <div className="mt-5 flex flex-col gap-5">
        {crs.file !== null && <WayChoice value={way} onValueChange={setWay} />}
        {way !== "append" && (
          <KeyChoice way={way} keys={file.keys} value={choice.key ?? []} onValueChange={(key) => setChoice({ ...choice, key: [...key] })} />
        )}
        {way === "delta" && (
          <Checkbox
            label={t("deletesAbsent")}
            hint={file.absent === null ? undefined : t("deletesAbsentHint", { count: file.absent })}
            checked={choice.deletesAbsent ?? false}
            onChange={(event) => setChoice({ ...choice, deletesAbsent: event.target.checked })}
          />
        )}
        <ColumnMatches
          file={file}
          value={choice.columns ?? {}}
          onValueChange={(columns) => setChoice({ ...choice, columns })}
          adds={choice.adds ?? []}
          onAddsChange={(adds) => setChoice({ ...choice, adds })}
        />
        {crs.file && (
          <p className="max-w-prose text-ink-muted text-small">
            {crs.file === crs.layer ? t("sameCrs", { layer: crs.layer }) : t("crs", { file: crs.file, layer: crs.layer })}
          </p>
        )}
        {again.error && <Alert tone="danger" title={errorText(again.error)} isLive />}
        <Button
          className="self-start"
          disabled={again.isPending}
          onClick={() => again.mutate({ communityId: update.communityId, updateId: update.id, way, choice })}
          {...(isKeyMissing && { disabledReason: t("noKey") })}
        >
          {t("again")}
        </Button>
      </div>
    </details>
  );
}

/** The way and the key in one line. */
function useSummary(update: LayerUpdate, file: UpdateSettingsProps["file"]): string {
  const t = useTranslations("admin.updates");
  const way = t(`ways.${updateWay.catch("delta").parse(update.way)}`);
  const key = file.key.map((one) =>
    one === UPDATE_KEY_FID ? t("keyFid") : (file.columns.find(({ column }) => column === one)?.name ?? one),
  );
  return key.length === 0 ? way : t("comparedBy", { way, key: key.join(" + ") });
}

/** The three ways to update, each with its effect. */
export function WayChoice({ value, onValueChange }: { readonly value: UpdateWay; readonly onValueChange: (way: UpdateWay) => void }) {
  const t = useTranslations("admin.updates");
  return (
    <RadioGroup
      legend={t("way")}
      name="way"
      value={value}
      onValueChange={(way) => onValueChange(updateWay.catch("delta").parse(way))}
      options={updateWay.options.map((way) => ({ value: way, label: t(`ways.${way}`), hint: t(`wayHints.${way}`) }))}
    />
  );
}
