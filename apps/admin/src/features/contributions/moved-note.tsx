import type { Contribution } from "@archipel/contracts/contributions.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReviewPresence } from "./use-review-presence.ts";

interface MovedNoteProps {
  readonly contribution: Contribution;
  readonly presence: ReviewPresence;
  /** The version of the edits on the page; undefined while they load. */
  readonly shownVersion: number | undefined;
  readonly onShow: () => void;
}

/** Who else has the contribution open, and a note when its edits are newer than those on the page. */
export function MovedNote({ contribution, presence, shownVersion, onShow }: MovedNoteProps) {
  const t = useTranslations("presence.moved");
  const { company, standing, isClosed } = presence;
  const hasMoved = shownVersion !== undefined && standing !== null && standing.editsVersion > shownVersion;
  // In other states a moderator who resolves a conflict changes the edits too, so that the author is not named.
  const { status, origin, authorName } = contribution;
  const isByAuthor = status === "changes-requested" || (status === "submitted" && origin === "api");
  return (
    <div className="mb-4 grid gap-3 has-[>:only-child:empty]:hidden">
      <PresenceBar company={company} />
      {isClosed ? (
        <Alert tone="warning" isLive title={t("closed")} repair={t("closedText")} />
      ) : (
        hasMoved && (
          <Alert
            tone="warning"
            isLive
            title={isByAuthor && authorName ? t("title", { name: authorName }) : t("someone")}
            repair={t("text")}
            action={<Button onClick={onShow}>{t("show")}</Button>}
          />
        )
      )}
    </div>
  );
}
