"use client";
import type { RotatedKey, rotateKeyInput } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { z } from "zod";

type Overlap = z.infer<typeof rotateKeyInput>["overlapDays"];
// Repeated here rather than imported: the contract's own list would load zod into the page.
const OVERLAPS = [0, 1, 7, 30] as const satisfies readonly Overlap[];

interface RotateKeyProps {
  readonly name: string;
  readonly onRotate: (overlapDays: Overlap) => Promise<RotatedKey>;
  readonly failure: (error: unknown) => ReactNode;
  readonly onClose: () => void;
}

/** Gives a key a new secret and shows it once. */
export function RotateKey({ name, onRotate, failure, onClose }: RotateKeyProps) {
  const t = useTranslations("access.rotate");
  const ta = useTranslations("common.actions");
  const [overlap, setOverlap] = useState<Overlap>(7);
  const rotate = useMutation({ mutationFn: () => onRotate(overlap) });
  const made = rotate.data;
  return (
    <Dialog
      open
      title={t("title", { name })}
      closeLabel={ta("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        made ? (
          <Button tone="primary" onClick={onClose}>
            {t("done")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{ta("cancel")}</Button>
            <Button tone="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
              {t("action")}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <Alert tone="success" title={t("made")} repair={t("madeText")} isLive>
          <code className="mt-2 block select-all break-all rounded-control bg-surface px-3 py-2">{made.secret}</code>
          <div className="mt-2">
            <CopyButton text={made.secret} label={ta("copy")} copiedLabel={ta("copied")} />
          </div>
        </Alert>
      ) : (
        <div className="flex flex-col gap-4">
          <p>{t("text")}</p>
          {rotate.error && failure(rotate.error)}
          <Field label={t("overlap")}>
            {(control) => (
              <Select
                {...control}
                value={String(overlap)}
                options={OVERLAPS.map((value) => ({ value: String(value), label: t(`days.${value}`) }))}
                onChange={({ target }) => setOverlap(OVERLAPS.find((value) => String(value) === target.value) ?? 7)}
              />
            )}
          </Field>
        </div>
      )}
    </Dialog>
  );
}
