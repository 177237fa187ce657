"use client";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** The address of the map as it is shown: view, layers, order and opacity; and how to embed it, where that is offered. */
export function ShareDialog({
  isOpen,
  onOpenChange,
  address,
  embed = null,
}: {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly address: string;
  /** The code for pages of other sites. */
  readonly embed?: ReactNode;
}) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  const link = (
    <div className="grid gap-3">
      <p className="text-ink-muted">{t("share.hint")}</p>
      <Field label={t("share.address")}>
        {(control) => <TextInput {...control} readOnly value={address} onFocus={(event) => event.target.select()} />}
      </Field>
      <div className="justify-self-end">
        <CopyButton text={address} label={common("actions.copy")} copiedLabel={common("actions.copied")} />
      </div>
    </div>
  );
  return (
    <Dialog title={t("share.title")} closeLabel={common("actions.close")} open={isOpen} onOpenChange={onOpenChange}>
      {embed === null ? (
        link
      ) : (
        <Tabs
          label={t("share.title")}
          tabs={[
            { value: "link", label: t("share.link"), content: link },
            { value: "embed", label: t("share.embed"), content: embed },
          ]}
        />
      )}
    </Dialog>
  );
}
