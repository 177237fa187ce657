"use client";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** The latest comments are enough to moderate; older ones were read before. */
const SHOWN = 50;

/** The comments on a dataset. Moderators hide a comment or show it again. */
export function Comments({ datasetId }: { readonly datasetId: string }) {
  const t = useTranslations("admin.quality.comments");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("moderator");
  const ratings = useQuery(api.quality.ratings.queryOptions({ datasetId, limit: SHOWN }));
  const hide = useMutation(
    api.quality.hideRating.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.quality.ratings.pathFilter()) }),
  );
  return (
    <section aria-labelledby="comments">
      <h2 id="comments" className="mb-4 text-title">
        {t("title")}
      </h2>
      {hide.error && <Alert tone="danger" title={errorText(hide.error)} isLive />}
      <QueryView query={ratings} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-muted">{t("none")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {items.map(({ id, stars, comment, authorName, updatedAt, isHidden }) => (
                <li key={id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-4">
                  <div className="min-w-0 flex-1 basis-64">
                    <p className="flex flex-wrap items-center gap-2 text-ink-muted text-small">
                      {t("by", { name: authorName ?? t("someone"), date: formatDate(locale, updatedAt, "medium"), stars })}
                      {isHidden && <Badge tone="warning">{t("hidden")}</Badge>}
                    </p>
                    <p className="whitespace-pre-line break-words">{comment}</p>
                  </div>
                  <Button
                    tone="quiet"
                    disabled={hide.isPending}
                    onClick={() => hide.mutate({ communityId, ratingId: id, isHidden: !isHidden })}
                    {...(roleReason && { disabledReason: roleReason })}
                  >
                    {t(isHidden ? "show" : "hide")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}
