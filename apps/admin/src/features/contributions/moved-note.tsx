import type { Contribution } from "@archipel/contracts/contributions.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReviewPresence } from "./use-review-presence.ts";

interface MovedNoteProps {
  readonly contribution: Contribution;
  readonly presence: ReviewPresence;
  /** The state of the edits on the page; undefined while they load. */
  readonly shownVersion: number | undefined;
  readonly onShow: () => void;
}

/** Who else has the contribution open, and that its changes are not those on the page any more. */
export function MovedNote({ contribution, presence, shownVersion, onShow }: MovedNoteProps) {
  const t = useTranslations("presence.moved");
  const { company, standing, isClosed } = presence;
  const hasMoved = shownVersion !== undefined && standing !== null && standing.editsVersion > shownVersion;
  // Elsewhere, a moderator who settles a conflict changes them too.
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
