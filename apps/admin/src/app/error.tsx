"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { BarePage } from "../kit/bare-page.tsx";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  const t = useTranslations();
  return (
    <BarePage>
      <h1 className="sr-only">{t("admin.shell.product")}</h1>
      <Alert tone="danger" isLive title={t("errors.unknown")} action={<Button onClick={reset}>{t("common.actions.retry")}</Button>}>
        {error.digest && <span className="text-ink-muted text-small">{t("errors.reference", { id: error.digest })}</span>}
      </Alert>
    </BarePage>
  );
}
