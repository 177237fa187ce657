import type { Locale } from "@archipel/i18n/locales.ts";
import type { Company } from "@archipel/map/presence/people.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";

interface EditSentProps {
  readonly company: Company;
  /** `merged`: it needed no review; `conflicting`: it needs none, but others changed the same values meanwhile. */
  readonly outcome: "submitted" | "merged" | "conflicting";
  readonly communityName: string;
  readonly locale: Locale;
  readonly onClose: () => void;
}

/** The contribution was sent: who decides on it, and where to follow it. */
export function EditSent({ company, outcome, communityName, locale, onClose }: EditSentProps) {
  const t = useTranslations("contributions.sent");
  return (
    <Alert
      tone={outcome === "conflicting" ? "warning" : "success"}
      isLive
      title={t(outcome === "submitted" ? "title" : `${outcome}.title`)}
      repair={t(outcome === "submitted" ? "text" : `${outcome}.text`, { community: communityName })}
    >
      <div className="mt-3">
        <PresenceBar company={company} />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <LinkButton href={`${links.account(locale)}#contributions`}>{t("follow")}</LinkButton>
        <Button tone="quiet" onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    </Alert>
  );
}
