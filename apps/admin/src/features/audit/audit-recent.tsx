"use client";
import { formatAgo } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useNow } from "../../kit/use-now.ts";
import { useAuditSentence } from "./audit-sentence.ts";

/** The latest audit entries, for the home page. */
export function AuditRecent() {
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const sentence = useAuditSentence();
  const entries = useQuery(api.audit.list.queryOptions({ communityId: community.id, limit: 6 }));
  const now = useNow();
  return (
    <QueryView query={entries} rows={4}>
      {({ items }) => (
        <ul className="divide-y divide-line">
          {items.map((entry) => (
            <li key={entry.id} className="px-5 py-2.5">
              <span className="block break-words">{sentence(entry)}</span>
              <time dateTime={entry.createdAt.toISOString()} className="text-ink-muted text-small">
                {formatAgo(locale, entry.createdAt, now)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  );
}
