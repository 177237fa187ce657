"use client";
import type { Contribution } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { KeysButton, KeysSheet, type KeyWords } from "../../kit/keyboard/keys-sheet.tsx";
import { useShortcuts } from "../../kit/keyboard/shortcuts.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { useLayerFields } from "../edits/use-layer-fields.ts";
import { ContributionStatusBadge, useAuthorName, useEditCounts, useMoment } from "./contribution-words.tsx";
import { DecisionDialog, type Refusal } from "./decision-dialog.tsx";
import { Discussion } from "./discussion.tsx";
import { EditsSection } from "./edits-section.tsx";
import { GrantsOfAuthor } from "./grants-of-author.tsx";
import { MergeBox } from "./merge-box.tsx";
import { MovedNote } from "./moved-note.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { useDecisions } from "./use-decisions.ts";
import { useEdits } from "./use-edits.ts";
import { useReviewPresence } from "./use-review-presence.ts";

const KEYS: KeyWords = [
  ["j", "nextEdit"],
  ["k", "previousEdit"],
  ["a", "approve"],
  ["m", "merge"],
  ["c", "changes"],
  ["r", "reject"],
  ["u", "queue"],
  ["?", "help"],
];

/** A contribution: its edits, its discussion, and what blocks its merge. */
export function ContributionPage({ contributionId }: { readonly contributionId: string }) {
  const t = useTranslations("admin.nav");
  const api = useApi();
  const community = useCommunity();
  const contribution = useQuery(api.contributions.get.queryOptions({ communityId: community.id, contributionId }));
  return (
    <QueryView query={contribution} rows={6} back={{ label: t("contributions"), href: links.contributions(community.slug) }}>
      {(data) => <Review key={data.id} contribution={data} />}
    </QueryView>
  );
}

function Review({ contribution }: { readonly contribution: Contribution }) {
  const t = useTranslations("admin.contributions");
  const router = useRouter();
  const { slug } = useCommunity();
  const decisions = useDecisions();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [areKeysShown, setKeysShown] = useState(false);
  const fieldsOf = useLayerFields(contribution.datasetId);
  const edits = useEdits(contribution);
  const { id, title, allowed } = contribution;
  const presence = useReviewPresence({ contributionId: id, part: "reviews", edit: edits.edit });
  // Until the edits are loaded there is no version to decide on.
  const about = { id, title, editsVersion: edits.seen ?? 0 };
  const may = (action: Contribution["allowed"][number], run: () => void) =>
    allowed.includes(action) && edits.seen !== null && !decisions.isBusy ? run : undefined;
  const merge = may(
    "merge",
    // A conflict is settled on its own page: the press that found it leads there.
    () => void decisions.merge(about).then(({ kind }) => kind === "conflicting" && router.push(links.contributionConflicts(slug, id))),
  );
  const approve = may("review", () => void decisions.review(about, "approve", ""));
  const reject = may("review", () => setRefusal({ ...about, verdict: "reject" }));
  const sendBack = may("review", () => setRefusal({ ...about, verdict: "request-changes" }));
  useShortcuts({
    j: () => edits.step(1),
    k: () => edits.step(-1),
    a: approve,
    m: merge,
    r: reject,
    c: sendBack,
    u: () => router.push(links.contributions(slug)),
    "?": () => setKeysShown(true),
  });
  return (
    <>
      <Header contribution={contribution} onKeys={() => setKeysShown(true)} />
      <MovedNote
        contribution={contribution}
        presence={presence}
        shownVersion={edits.seen ?? undefined}
        onShow={() => void decisions.refresh()}
      />
      <OutcomeNote outcome={decisions.outcome} isHere />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6 max-xl:order-2">
          {contribution.message && (
            <section
              aria-label={t("message")}
              className="whitespace-pre-line break-words rounded-card border border-line bg-surface px-5 py-4"
            >
              {contribution.message}
            </section>
          )}
          <EditsSection contribution={contribution} edits={edits} company={presence.company} fieldsOf={fieldsOf} />
          <Discussion contribution={contribution} />
        </div>
        <MergeBox
          contribution={contribution}
          overview={edits.overview ?? null}
          isBusy={decisions.isBusy}
          onMerge={merge}
          onApprove={approve}
          onReject={reject}
          onSendBack={sendBack}
        />
      </div>
      <DecisionDialog refusal={refusal} decisions={decisions} onClose={() => setRefusal(null)} />
      <KeysSheet keys={KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} open={areKeysShown} onOpenChange={setKeysShown} />
    </>
  );
}

function Header({ contribution, onKeys }: { readonly contribution: Contribution; readonly onKeys: () => void }) {
  const t = useTranslations("admin");
  const { slug } = useCommunity();
  const counts = useEditCounts();
  const author = useAuthorName();
  const moment = useMoment();
  return (
    <PageHeader
      title={unbroken(contribution.title)}
      parents={[{ label: t("nav.contributions"), href: links.contributions(slug) }]}
      badges={<ContributionStatusBadge status={contribution.status} />}
      lead={
        <>
          {author(contribution.authorName)} ·{" "}
          <Link href={links.dataset(slug, contribution.datasetId)} className="text-accent-ink underline underline-offset-2">
            {contribution.datasetTitle}
          </Link>{" "}
          · {counts(contribution.edits)} · {moment(contribution)}
          <GrantsOfAuthor grants={contribution.grants} />
          {contribution.revertsId && (
            <>
              {" · "}
              <Link href={links.contribution(slug, contribution.revertsId)} className="text-accent-ink underline underline-offset-2">
                {t("contributions.seeReverted")}
              </Link>
            </>
          )}
        </>
      }
      actions={<KeysButton onOpen={onKeys} />}
    />
  );
}
