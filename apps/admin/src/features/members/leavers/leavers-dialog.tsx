"use client";
import { type FoundLeavers, type Leaver, MOST_LEAVERS_AT_ONCE, MOST_LEAVERS_BYTES } from "@archipel/contracts/member-leavers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { LeaversPreview } from "./leavers-preview.tsx";
import { type FileProblem, type LeaversFile, readLeaversFile } from "./read-file.ts";

/** What was read of a file, and found in the community. */
export interface ReadLeavers {
  readonly file: LeaversFile;
  readonly found: FoundLeavers;
}

/** Takes out the people who are inactive in a file of the institution: first shows who, then asks. */
export function LeaversDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("admin.leavers");
  const api = useApi();
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const [left, setLeft] = useState(0);
  const read = useMutation({
    mutationFn: async (file: LeaversFile): Promise<ReadLeavers> => ({
      file,
      found: await client.members.findLeavers.mutate({ communityId, lines: file.leaving }),
    }),
  });
  const remove = useMutation({
    mutationFn: async (leavers: readonly Leaver[]) => {
      let removed = 0;
      for (let at = 0; at < leavers.length; at += MOST_LEAVERS_AT_ONCE) {
        const userIds = leavers.slice(at, at + MOST_LEAVERS_AT_ONCE).map(({ userId }) => userId);
        removed += (await client.members.removeLeavers.mutate({ communityId, userIds })).removed;
        setLeft(removed);
      }
      return removed;
    },
    onSuccess: (count) => {
      toasts.add({ title: t("done", { count }) });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries(api.members.pathFilter()),
  });
  const choose = async (file: File) => {
    remove.reset();
    read.reset();
    const answer = file.size > MOST_LEAVERS_BYTES ? { problem: "too-large" as const } : readLeaversFile(await file.text());
    setProblem("problem" in answer ? answer : null);
    if (!("problem" in answer)) read.mutate(answer);
  };
  const leavers = read.data?.found.leavers ?? [];
  return (
    <ConfirmDialog
      title={t("title")}
      actionLabel={remove.isPending ? t("removing", { left, count: leavers.length }) : t("confirm", { count: leavers.length })}
      isPending={remove.isPending || leavers.length === 0}
      error={remove.error ? errorText(remove.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => remove.mutate(leavers)}
    >
      <p>{t("text")}</p>
      <FileChoice isDisabled={read.isPending || remove.isPending} onChoose={choose} />
      {problem && <Alert tone="danger" title={t(`file.${problem.problem}`, paramsOf(problem))} isLive />}
      {read.error && <Alert tone="danger" title={errorText(read.error)} isLive />}
      {read.data && <LeaversPreview read={read.data} />}
    </ConfirmDialog>
  );
}

function paramsOf(problem: FileProblem): { most: number; line: number } {
  return { most: "most" in problem ? problem.most : 0, line: "line" in problem ? problem.line : 0 };
}

function FileChoice({ isDisabled, onChoose }: { readonly isDisabled: boolean; readonly onChoose: (file: File) => void }) {
  const t = useTranslations("admin.leavers");
  const id = useId();
  return (
    <div>
      <input
        id={id}
        ref={hearEarly}
        type="file"
        accept=".csv,text/csv,text/plain"
        className="peer sr-only"
        disabled={isDisabled}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onChoose(file);
        }}
      />
      <label htmlFor={id} className={`${buttonClass()} cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-accent`}>
        {t("choose")}
      </label>
      <p className="mt-1 text-ink-muted text-small">{t("chooseHint")}</p>
    </div>
  );
}
