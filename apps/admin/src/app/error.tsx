"use client";
import { isAwayDigest, waitOfDigest } from "@archipel/api-client/errors.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { BarePage } from "../kit/bare-page.tsx";
import { Unavailable } from "../kit/unavailable.tsx";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  const t = useTranslations();
  const seconds = waitOfDigest(error.digest);
  // core-api could serve when the page began, and could not a moment later.
  if (isAwayDigest(error.digest)) return <Unavailable />;
  return (
    <BarePage>
      <h1 className="sr-only">{t("admin.shell.product")}</h1>
      <Alert
        tone="danger"
        isLive
        title={seconds === null ? t("errors.unknown") : t("common.busy.wait", { seconds })}
        action={<Button onClick={reset}>{t("common.actions.retry")}</Button>}
      >
        {error.digest && seconds === null && (
          <span className="text-ink-muted text-small">{t("errors.reference", { id: error.digest })}</span>
        )}
      </Alert>
    </BarePage>
  );
}
