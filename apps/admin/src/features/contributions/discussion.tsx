"use client";
import type { Contribution } from "@archipel/contracts/contributions.ts";
import { formatAgo, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { useNow } from "../../kit/use-now.ts";
import { useAuthorName } from "./contribution-words.tsx";

interface Said {
  readonly id: string;
  readonly kind: Contribution["reviews"][number]["verdict"] | "comment";
  readonly name: string | null;
  readonly text: string;
  readonly at: Date;
}

/** Verdicts and comments on the whole contribution, oldest first. */
export function Discussion({ contribution }: { readonly contribution: Contribution }) {
  const t = useTranslations("admin.contributions");
  const said: Said[] = [
    ...contribution.reviews.map(({ id, verdict, reviewerName, comment, createdAt }) => ({
      id,
      kind: verdict,
      name: reviewerName,
      text: comment,
      at: createdAt,
    })),
    ...contribution.comments
      .filter(({ editId }) => editId === null)
      .map(({ id, authorName, body, createdAt }) => ({ id, kind: "comment" as const, name: authorName, text: body, at: createdAt })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  return (
    <section aria-labelledby="discussion-title" className="flex flex-col gap-3">
      <h2 id="discussion-title" className="text-title">
        {t("discussion")}
      </h2>
      {said.length > 0 ? <SaidList said={said} /> : <p className="text-ink-muted">{t("noComments")}</p>}
      {contribution.allowed.includes("comment") && <CommentForm contributionId={contribution.id} />}
    </section>
  );
}

/** The comments on one edit. */
export function EditComments({ contribution, editId }: { readonly contribution: Contribution; readonly editId: string }) {
  const t = useTranslations("admin.contributions");
  const said = contribution.comments
    .filter((comment) => comment.editId === editId)
    .map(({ id, authorName, body, createdAt }) => ({ id, kind: "comment" as const, name: authorName, text: body, at: createdAt }));
  return (
    <section aria-label={t("commentsOnEdit")} className="flex flex-col gap-3">
      {said.length > 0 && <SaidList said={said} />}
      {contribution.allowed.includes("comment") && <CommentForm contributionId={contribution.id} editId={editId} />}
    </section>
  );
}

function SaidList({ said }: { readonly said: readonly Said[] }) {
  const t = useTranslations("admin.contributions.verdicts");
  const locale = useLocale();
  const now = useNow();
  const author = useAuthorName();
  return (
    <ol className="flex flex-col gap-3">
      {said.map(({ id, kind, name, text, at }) => (
        <li key={id} className="border-line-strong border-l-2 pl-4">
          <p className="text-small">
            <span className="font-medium">{t(kind, { name: author(name) })}</span>{" "}
            <time dateTime={at.toISOString()} title={formatDateTime(locale, at)} className="text-ink-muted">
              {formatAgo(locale, at, now)}
            </time>
          </p>
          {text && <p className="whitespace-pre-line break-words">{text}</p>}
        </li>
      ))}
    </ol>
  );
}

/** Folded at first, because a review can have many edits. */
function CommentForm({ contributionId, editId }: { readonly contributionId: string; readonly editId?: string | undefined }) {
  const t = useTranslations("admin.contributions");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [body, setBody] = useState("");
  const comment = useMutation(
    api.contributions.comment.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.contributions.pathFilter());
        setBody("");
        setOpen(false);
      },
    }),
  );
  if (!isOpen) {
    return (
      <Button tone={editId ? "quiet" : "secondary"} className={clsx("self-start", editId && "-ml-4")} onClick={() => setOpen(true)}>
        {t(editId ? "commentOnEdit" : "commentOnAll")}
      </Button>
    );
  }
  return (
    <form
      method="dialog"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim()) comment.mutate({ communityId, contributionId, body, ...(editId && { editId }) });
      }}
    >
      <Field label={t("commentField")}>
        {(control) => (
          <TextArea {...control} autoFocus rows={3} maxLength={4000} value={body} onChange={(event) => setBody(event.target.value)} />
        )}
      </Field>
      {comment.error && <Alert tone="danger" title={errorText(comment.error)} isLive />}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={comment.isPending || body.trim() === ""}>
          {t("acts.comment")}
        </Button>
        <Button onClick={() => setOpen(false)}>{tc("cancel")}</Button>
      </div>
    </form>
  );
}
