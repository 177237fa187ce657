"use client";
import { type Portal, saveTemplateInput } from "@archipel/contracts/portals.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormProvider, useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../../api/api.ts";
import { useCommunity, useMe } from "../../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";
import { TemplateFields } from "./template-fields.tsx";

const schema = saveTemplateInput.pick({ name: true, description: true, isShared: true });
type Values = z.input<typeof schema>;

interface SaveTemplateDialogProps {
  readonly portal: Portal;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Keeps a portal as a beginning for others. */
export function SaveTemplateDialog({ portal, open, onOpenChange }: SaveTemplateDialogProps) {
  const t = useTranslations("admin.portals.templates");
  const api = useApi();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: portal.name, description: "", isShared: false },
  });
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "name" || path === "description" ? path : null));
  const save = useMutation(
    api.portals.saveTemplate.mutationOptions({
      onSuccess: (templates) => {
        queryClient.setQueryData(api.portals.templates.queryKey({ communityId }), templates);
        toasts.add({ title: t("saved") });
        form.reset();
        onOpenChange(false);
      },
      onError,
    }),
  );
  return (
    <FormProvider {...form}>
      <FormDialog
        title={t("saveTitle")}
        description={t("saveText")}
        form={form}
        sending={{
          ...shown,
          label: t("saveAction"),
          isPending: save.isPending,
          send: (values) => save.mutate({ communityId, portalId: portal.id, ...values }),
        }}
        open={open}
        onOpenChange={onOpenChange}
      >
        <TemplateFields />
        {me.isOperator && <Checkbox label={t("share")} hint={t("shareHint")} {...form.register("isShared")} />}
      </FormDialog>
    </FormProvider>
  );
}
