import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { MessageSquareWarning, PencilLine, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ContributionOffer, ModeContext, ModeView, RunningMode } from "../map-kit/map-mode.ts";
import { useSignInHref } from "./sign-in-here.ts";

/** The one way to contribute: it lists what this visitor may do here, and what each possibility asks for. Absent where nothing is possible. */
export function useChooserMode({ portal }: ModeContext, above: readonly RunningMode[]): ModeView {
  const t = useTranslations("map.contribute");
  const [isOpen, setOpen] = useState(false);
  const entry = useRef<HTMLButtonElement>(null);
  const offers = above.flatMap(({ contributions }) => contributions ?? []);
  const beginReport = above.find(({ report }) => report)?.report;
  if (offers.length === 0) return {};
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => requestAnimationFrame(() => entry.current?.focus({ preventScroll: true })));
  };
  return {
    key: isOpen ? "contribute/choose" : null,
    panel: isOpen ? (
      <Chooser
        offers={offers}
        contactEmail={portal.contactEmail}
        onReport={
          beginReport &&
          (() => {
            setOpen(false);
            beginReport();
          })
        }
        onChosen={() => setOpen(false)}
        onClose={close}
      />
    ) : null,
    onPicked() {
      setOpen(false);
      return false;
    },
    action: (
      <Button ref={entry} className="min-h-12! shadow-raised" aria-expanded={isOpen} onClick={() => (isOpen ? close() : setOpen(true))}>
        <PencilLine aria-hidden className="size-5" />
        {t("choose.action")}
      </Button>
    ),
  };
}

interface ChooserProps {
  readonly offers: readonly ContributionOffer[];
  readonly contactEmail: string | null;
  readonly onReport: (() => void) | undefined;
  readonly onChosen: () => void;
  readonly onClose: () => void;
}

function Chooser({ offers, contactEmail, onReport, onChosen, onClose }: ChooserProps) {
  const t = useTranslations("map.contribute");
  const common = useTranslations("common.actions");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const those = (may: ContributionOffer["may"]) => offers.filter((offer) => offer.may === may);
  const [open, signIn, ask] = [those("contribute"), those("sign-in"), those("ask")];
  const communities = [...new Set(ask.map(({ communityName }) => communityName))];
  return (
    <section aria-label={t("choose.title")} className="grid gap-4">
      <div className="flex items-start justify-between gap-2">
        <h2 ref={heading} tabIndex={-1} className="text-title outline-none">
          {t("choose.title")}
        </h2>
        <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={common("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {onReport && (
        <div className="grid justify-items-start gap-1.5">
          <Button onClick={onReport}>
            <MessageSquareWarning aria-hidden className="size-4" />
            {t("choose.report")}
          </Button>
          <p className="text-ink-muted text-small">{t("choose.reportHint")}</p>
        </div>
      )}
      {open.length > 0 && (
        <div className="grid gap-1.5">
          <h3 className="font-medium font-text">{t("choose.add")}</h3>
          <ul className="grid gap-1.5">
            {open.map((offer) => (
              <li key={offer.layerId}>
                <Button
                  className="w-full justify-start! text-left"
                  aria-label={t("addTo", { title: offer.title })}
                  onClick={() => {
                    onChosen();
                    offer.begin();
                  }}
                >
                  {offer.title}
                </Button>
              </li>
            ))}
          </ul>
          <p className="text-ink-muted text-small">{t("choose.correctHint")}</p>
        </div>
      )}
      {signIn.length > 0 && <SignIn offers={signIn} />}
      {communities.map((community) => (
        <div key={community} className="grid gap-1 rounded-card bg-info-soft p-3 text-small">
          <p>{t("ask", { community })}</p>
          <TitleList offers={ask.filter(({ communityName }) => communityName === community)} />
          {contactEmail && (
            <a href={`mailto:${contactEmail}`} className="inline-flex min-h-6 items-center underline underline-offset-2">
              {t("askAt", { email: contactEmail })}
            </a>
          )}
        </div>
      ))}
    </section>
  );
}

function SignIn({ offers }: Pick<ChooserProps, "offers">) {
  const t = useTranslations("map.contribute");
  const link = useSignInHref(null);
  return (
    <div className="grid justify-items-start gap-1.5">
      <h3 className="font-medium font-text">{t("choose.add")}</h3>
      <p className="text-small">{t("choose.signInHint")}</p>
      <TitleList offers={offers} />
      <LinkButton tone="primary" rel="nofollow" {...link}>
        {t("choose.signIn")}
      </LinkButton>
    </div>
  );
}

const TitleList = ({ offers }: Pick<ChooserProps, "offers">) => (
  <ul className="list-disc pl-5 text-small">
    {offers.map(({ layerId, title }) => (
      <li key={layerId}>{title}</li>
    ))}
  </ul>
);
