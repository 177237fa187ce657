"use client";
import { type LayerUpdate, type UpdateChoice, type UpdatePreview, type UpdateWay, updateWay } from "@archipel/contracts/updates.ts";
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
}

/** How the file is compared. Another choice is computed again before it can be applied. */
export function UpdateSettings({ update, file }: UpdateSettingsProps) {
  const t = useTranslations("admin.updates");
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
  return (
    <section aria-labelledby="settings-title" className="flex flex-col gap-5 rounded-card border border-line bg-surface p-6">
      <h2 id="settings-title" className="text-title">
        {t("chooseWay")}
      </h2>
      <WayChoice value={way} onValueChange={setWay} />
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
      <ColumnMatches file={file} value={choice.columns ?? {}} onValueChange={(columns) => setChoice({ ...choice, columns })} />
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
    </section>
  );
}

/** The three ways, each with what it does. */
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
