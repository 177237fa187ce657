"use client";
import type { QueueFilter, SavedFilter } from "@archipel/contracts/filters.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";

interface OpenProps {
  readonly open: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

interface KeepDialogProps extends OpenProps {
  readonly current: QueueFilter;
  /** Names already in use: saving under one of them replaces that filter, and the dialog says so first. */
  readonly taken: readonly string[];
}

/** Saves the current filter under a name. */
export function KeepDialog({ current, taken, open, onOpenChange }: KeepDialogProps) {
  const t = useTranslations("admin.filters");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const [name, setName] = useState("");
  const form = useId();
  const close = () => {
    setName("");
    save.reset();
    onOpenChange(false);
  };
  const save = useMutation(
    api.filters.save.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.filters.pathFilter());
        close();
      },
    }),
  );
  const given = name.trim();
  return (
    <Dialog
      title={t("keepTitle")}
      description={t("keepText")}
      closeLabel={tc("close")}
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      footer={
        <FormFooter
          form={form}
          label={t(taken.includes(given) ? "replace" : "save")}
          isDisabled={given === "" || save.isPending}
          onCancel={close}
        />
      }
    >
      <form
        method="dialog"
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (given !== "") save.mutate({ communityId, name: given, ...current });
        }}
      >
        <Field label={t("name")} hint={taken.includes(given) ? t("taken") : t("nameHint")}>
          {(control) => <TextInput {...control} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      </form>
    </Dialog>
  );
}

interface FiltersDialogProps extends OpenProps {
  readonly filters: readonly SavedFilter[];
}

/** The saved filters; each can be deleted. */
export function FiltersDialog({ filters, open, onOpenChange }: FiltersDialogProps) {
  const t = useTranslations("admin.filters");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const remove = useMutation(
    api.filters.remove.mutationOptions({ onSettled: () => queryClient.invalidateQueries(api.filters.pathFilter()) }),
  );
  return (
    <Dialog title={t("tidyTitle")} closeLabel={tc("close")} open={open} onOpenChange={onOpenChange}>
      {remove.error && <Alert tone="danger" title={errorText(remove.error)} isLive />}
      {filters.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {filters.map(({ id, name }) => (
            <li key={id} className="flex min-h-12 items-center justify-between gap-3">
              <span className="min-w-0 break-words">{name}</span>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("remove", { name })}
                disabled={remove.isPending}
                onClick={() => remove.mutate({ communityId, filterId: id })}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
