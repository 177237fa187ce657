"use client";
import type { FieldNameRule, Upload } from "@archipel/contracts/uploads.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useLockedReason } from "./use-locked-reason.ts";

interface RenameFieldsProps {
  readonly upload: Upload;
  /** The finding that the fields have. */
  readonly rule: FieldNameRule;
  /** Number of these fields. */
  readonly count: number;
}

/** One click gives all fields of a finding the names of their columns; another click gives the names of the file back. */
export function RenameFields({ upload, rule, count }: RenameFieldsProps) {
  const t = useTranslations("admin.report");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const lockedReason = useLockedReason(upload.status);
  const setNames = useMutation(
    api.uploads.setFieldNames.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.pathFilter()) }),
  );
  const isRenamed = upload.renamedFields.includes(rule);
  const others = upload.renamedFields.filter((one) => one !== rule);
  const renamed = isRenamed ? others : [...others, rule];
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        disabled={setNames.isPending}
        onClick={() => setNames.mutate({ communityId: community.id, uploadId: upload.id, renamed })}
        {...(lockedReason && { disabledReason: lockedReason })}
      >
        {t(isRenamed ? "keepOwnNames" : "useNewNames", { count })}
      </Button>
      <p role="status" className="min-w-0 flex-1 basis-60 text-small">
        {setNames.error ? errorText(setNames.error) : isRenamed ? t("newNamesUsed", { count }) : ""}
      </p>
    </div>
  );
}
