"use client";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";

/** Says whether the page shows the upload with its repairs applied, and offers to apply them. */
export function UploadRepairs({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("checks.upload");
  const roleReason = useRoleReason();
  const isAtRest = upload.status === "checked" || upload.status === "failed" || upload.status === "published";
  if (upload.repairs === "none" || !isAtRest) return null;
  if (upload.repairs === "unread") return <Unread upload={upload} />;
  return (
    <Alert
      tone="info"
      title={t("read")}
      repair={t("readText")}
      action={
        <div className="flex flex-wrap gap-3">
          {(["repaired", "original"] as const)
            .filter((which) => which === "repaired" || !roleReason("manager"))
            .map((which) => (
              <a key={which} href={links.uploadFile(upload.id, which)} download className={buttonClass()}>
                <Download aria-hidden className="size-4" />
                {t(which)}
              </a>
            ))}
        </div>
      }
    />
  );
}

function Unread({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("checks.upload");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("contributor");
  const prepare = useMutation(
    api.repairs.prepare.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.pathFilter()) }),
  );
  return (
    <Alert
      tone="warning"
      title={t("unread")}
      repair={prepare.error ? errorText(prepare.error) : t("unreadText")}
      action={
        <Button
          tone="primary"
          disabled={prepare.isPending}
          onClick={() => prepare.mutate({ communityId, uploadId: upload.id })}
          {...(reason && { disabledReason: reason })}
        >
          {t("prepare")}
        </Button>
      }
    />
  );
}
