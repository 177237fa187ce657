"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";

/** Shown when the data conform: the link to the upload's page, where repairs are written and the data are published. */
export function PublishStep({ check }: { readonly check: Check }) {
  const t = useTranslations("checks.repairs");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const reason = useRoleReason()("contributor");
  const ofUpload = { communityId: community.id, uploadId: check.uploadId };
  const upload = useQuery(api.uploads.get.queryOptions(ofUpload));
  const address = links.upload(community.slug, check.uploadId);
  const queryClient = useQueryClient();
  const prepare = useMutation(
    api.repairs.prepare.mutationOptions({
      // The upload's page polls only an upload that it sees running.
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.uploads.pathFilter());
        router.push(address);
      },
    }),
  );
  if (!upload.data) return null;
  const isUnread = upload.data.repairs === "unread";
  return (
    <Alert
      tone="success"
      title={t(isUnread ? "publishRepaired" : "publishText")}
      action={
        <div className="flex flex-col items-start gap-2">
          {isUnread ? (
            <Button
              tone="primary"
              disabled={prepare.isPending}
              onClick={() => prepare.mutate(ofUpload)}
              {...(reason && { disabledReason: reason })}
            >
              {prepare.isPending ? t("preparing") : t("publish")}
            </Button>
          ) : (
            <Link href={address} className={buttonClass({ tone: "primary" })}>
              {t("publish")}
            </Link>
          )}
          {prepare.error && <p role="alert">{errorText(prepare.error)}</p>}
        </div>
      }
    />
  );
}
