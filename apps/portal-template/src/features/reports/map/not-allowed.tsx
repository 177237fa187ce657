"use client";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { links } from "../../../links.ts";

interface NotAllowedProps {
  readonly reporting: PortalReporting;
  readonly locale: Locale;
  readonly onClose: () => void;
}

/** Why the visitor may not report here, and what they can do. */
export function NotAllowed({ reporting, locale, onClose }: NotAllowedProps) {
  const t = useTranslations("reports.notAllowed");
  const heading = useRef<HTMLHeadingElement>(null);
  // The button with the focus was removed.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const isForMembers = reporting.reporting === "members";
  const why = reporting.may === "sign-in" ? (isForMembers ? "signInAsMember" : "signIn") : "join";
  return (
    <section aria-label={t("label")} className="grid gap-3">
      <h2 ref={heading} tabIndex={-1} className="text-title outline-none">
        {t(`${why}.title`)}
      </h2>
      <p>{t(`${why}.text`, { community: reporting.communityName })}</p>
      <div className="flex flex-wrap gap-2">
        {reporting.may === "sign-in" && (
          <LinkButton
            tone="primary"
            rel="nofollow"
            href={signInPath(links.map(locale, { report: "new" }), locale)}
            // After signing in, the visitor comes back to the same view with the form open.
            onClick={(event) => {
              const { pathname, search, hash } = window.location;
              const back = new URLSearchParams(search);
              back.set("report", "new");
              event.currentTarget.href = signInPath(`${pathname}?${back}${hash}`, locale);
            }}
          >
            {t("signIn.action")}
          </LinkButton>
        )}
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </section>
  );
}
